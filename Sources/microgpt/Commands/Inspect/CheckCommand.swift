import Inspection
import Drawing
import Pictures
import Transformer

/// `microgpt inspect check`: backpropagation beside central differences, on the user's own model and text.
struct CheckCommand {
  static let elements = Option.integer(
    "--elements",
    placeholder: "n",
    in: 1...GPTConfiguration.largestParameterCount,
    default: 1024,
    help: "How many elements of each matrix to vary at most; each takes two forward passes."
  )

  static let definition = CommandDefinition(
    name: "inspect check",
    abstract: "Check the gradients of a run on a text, matrix by matrix.",
    discussion: """
      Varies parameters one by one and compares (L(x + h) − L(x − h)) / 2h with what backpropagation says. Gradients below \
      10⁻³ are compared absolutely, because the quotient's own error is.

      The quotient is off by rounding, where the loss bends sharply, as at a steep softmax (by h²/6 times its third \
      derivative), and where a step crosses the kink of relu. Its own error, how far it is from the quotient with 2h, stands \
      beside the worst error: one that is many times larger is a wrong gradient.
      """,
    arguments: [InspectedText.run],
    sections: [
      .init("WHAT", [InspectedText.text.required, elements]),
      InspectionOutput.textSection,
    ]
  )

  private let arguments: ParsedArguments

  init(_ arguments: ParsedArguments) { self.arguments = arguments }

  func run() throws {
    let output = try InspectionOutput(arguments)
    let text = try InspectedText(arguments)
    let check = MatrixCheck(
      text.model,
      tokens: text.tokens,
      largestCount: arguments[Self.elements],
      progress: { SignsOfLife.progress($0, of: $1, "element") }
    )
    try output.write(
      InspectionDocument(.check, text, check),
      text: { output in
        output.title(text.title)
        output.table(check.table)
        output.line("worst relative error of all: \(NumberFormat.significant(check.worstRelativeError))")
      }
    )
  }
}
