import Arguments
import Drawing
import Inspection
import Pictures
import Transformer

/// `microgpt inspect check`: backpropagation beside central differences, on the user's own model and text.
struct CheckCommand {
  static let elements = Option(
    "--elements",
    placeholder: "n",
    as: .integer(in: 1...GPTConfiguration.largestParameterCount),
    default: 1024,
    help: "How many elements of each matrix to vary at most; each takes two forward passes."
  )

  static let definition = CommandDefinition(
    program: About.name,
    name: "inspect check",
    abstract: "Check the gradients of a run on a text, matrix by matrix.",
    discussion: """
      Varies parameters one by one and compares (L(x + h) − L(x − h)) / 2h with backpropagation. Gradients below 10⁻³ are \
      compared absolutely, because the quotient's own error is absolute.

      The quotient has an error of its own: rounding; the curvature of the loss, as at a steep softmax (h²/6 times the third \
      derivative); and relu, which bends at 0, where a difference taken across the bend is wrong. Its size, measured by taking \
      the quotient again with 2h, stands beside the worst error. A wrong gradient is off by many times more.
      """,
    arguments: [InspectedText.run],
    sections: [
      .init("WHAT", [InspectedText.text.required, elements, RunFolder.checkpoint]),
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
      FigureDocument(.check, text, check),
      text: { output in
        output.title(text.title)
        output.table(check.table)
        output.line("worst relative error of all: \(NumberFormat.significant(check.worstRelativeError))")
      }
    )
  }
}
