import Drawing
import Inspection
import Lessons
import VisibleText

extension Worksheet {
  /// Prints the sheet, and after it the solutions, for which somebody at a terminal is waited for.
  func write(_ row: AttentionRow, _ text: InspectedText, to output: InspectionOutput) {
    writeExercise(row, text, to: output)
    if Keyboard.isAttended {
      output.line()
      guard Keyboard.answer(to: "Press Return for the solutions: ") != nil else { return output.line() }
    }
    writeSolutions(text, to: output)
  }

  private func writeExercise(_ row: AttentionRow, _ text: InspectedText, to output: InspectionOutput) {
    output.title("Worksheet: one head by hand")
    for paragraph in lead(row, text) + instructions {
      output.line()
      output.paragraph(paragraph)
    }
    output.section("The query q and the keys k, by dimension")
    output.table(keyTable(labels: text.labels))
    output.section("The values v, and ∂L/∂z at the output")
    output.table(valueTable(labels: text.labels))
    for table in tables(labels: text.labels) {
      output.section(table.title)
      output.paragraph(table.formulas)
      output.line()
      output.table(table.blank)
    }
    output.line()
    output.paragraph(Self.question + " ______")
  }

  private func writeSolutions(_ text: InspectedText, to output: InspectionOutput) {
    output.section("Solutions")
    output.paragraph(solutionNotes[0])
    for table in tables(labels: text.labels) {
      output.section(table.title)
      output.table(table.solved)
    }
    for paragraph in [answer, solutionNotes[1]] {
      output.line()
      output.paragraph(paragraph)
    }
  }
}
