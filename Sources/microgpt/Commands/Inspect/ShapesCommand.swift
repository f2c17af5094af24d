import Arguments
import Drawing
import Inspection
import Pictures
import VisibleText

/// `microgpt inspect shapes`: every list of numbers in one forward pass.
struct ShapesCommand {
  static let definition = CommandDefinition(
    program: About.name,
    name: "inspect shapes",
    abstract: "List every vector of one forward pass with its shape and meaning.",
    discussion: """
      The vectors at the last position of a text, as the run's variant computes them. A shape such as 4 × 7 × 4 means heads × \
      visible positions × elements. Without --text, the text is the boundary token, repeated up to the context length or 16 \
      times.
      """,
    arguments: [InspectedText.run],
    sections: [
      .init("WHAT", [InspectedText.text, RunFolder.checkpoint]), InspectionOutput.textSection,
    ]
  )

  private let arguments: ParsedArguments

  init(_ arguments: ParsedArguments) { self.arguments = arguments }

  func run() throws {
    let output = try InspectionOutput(arguments)
    let text =
      try arguments[InspectedText.text] == nil
      ? InspectedText(boundariesFor: arguments) : InspectedText(arguments)
    let shapes = text.model.withForwardPass(over: text.tokens) { Shapes($0) }
    try output.write(
      FigureDocument(.shapes, text, shapes),
      text: { output in
        output.title("\(text.run.path), step \(text.checkpoint.state.stepsDone)")
        output.line(
          "at position \(shapes.position), which sees \(counted(shapes.visibleCount, "position")); the whole pass "
            + "leaves \(counted(shapes.valueCount, "value")) on the tape"
        )
        if let heads = text.checkpoint.model.sharedHeads { output.line("\(visible: heads)") }
        output.line()
        output.table(shapes.table)
      }
    )
  }
}
