import Drawing
import Inspection
import Lessons
import Pictures
import Transformer
import VisibleText

/// The page with a sheet and its solutions.
struct WorksheetPage {
  let text: InspectedText
  let sheet: Worksheet
  let row: AttentionRow
  /// The command that wrote the page.
  let command: String

  /// The page as one HTML file.
  var html: String {
    Page(
      about: "one head by hand",
      lead: .group(sheet.lead(row, text).map { .element("p", .text($0)) }),
      panels: sheet.panels(labels: text.labels),
      command: command
    ).html
  }
}

extension Worksheet {
  /// Which query it is, and what its variant does differently.
  func lead(_ row: AttentionRow, _ text: InspectedText) -> [String] {
    let label = text.labels[position]
    let sentence =
      "\(excerpt(text.run.path)) after \(counted(text.checkpoint.state.stepsDone, "step")), \(excerpt(text.reading)): layer \(layer), "
      + "head \(head), the query at position \(position), \(label). It sees \(counted(given.positions.count, "position"))."
    let remarks = hiddenRemark(row) + row.variantRemarks
    return [sentence] + (remarks.isEmpty ? [] : ["Here " + remarks.joined(separator: "; ") + "."])
  }

  private func hiddenRemark(_ row: AttentionRow) -> [String] {
    let count = row.hiddenPositions.count
    guard count > 0 else { return [] }
    return [
      "\(counted(count, "earlier position")) \(count == 1 ? "is" : "are") hidden by the mask or forgotten by the store"
    ]
  }
}
