import Drawing
import Pictures
import Transformer
import VisibleText

/// A text in words: what of it was read and predicted, and not what was left out.
extension InspectedText {
  /// What is read of the text, in one line, and the bytes of a character that is not read to its end.
  var read: (text: String, bytes: [String]) { whole(tokens.dropFirst().dropLast()) }

  /// What comes last and is only predicted, as it is shown at the edges of a picture; nil for the end of a document.
  var predicted: String? {
    tokens.last == checkpoint.tokenizer.boundary ? nil : nextLabels.last
  }

  /// What is read and predicted, in words: `reading 'emma'`.
  var reading: String {
    let (text, bytes) = read
    let words =
      (text.isEmpty && bytes.isEmpty ? [Tokenizer.boundaryLabel] : text.isEmpty ? [] : ["'\(text)'"]) + bytes
    return "reading " + words.joined(separator: " ") + (predicted.map { ", predicting \($0)" } ?? "")
      + (omittedCount > 0 ? "; left out at the end: \(counted(omittedCount, "token"))" : "")
  }

  /// What is read or predicted of the text, in one line, with a mark where it is cut.
  var used: String {
    let (text, bytes) = whole(tokens.dropFirst().filter { $0 != checkpoint.tokenizer.boundary })
    return ([text] + bytes).joined(separator: " ") + (omittedCount > 0 ? "…" : "")
  }

  /// What the tables and pictures are about, in a line.
  var title: Message { "\(run.path), step \(checkpoint.state.stepsDone), \(visible: reading)" }

  /// The whole characters that tokens stand for, for a title, and the labels of the bytes behind them that make none.
  private func whole(_ tokens: some BidirectionalCollection<Int>) -> (text: String, bytes: [String]) {
    let tokenizer = checkpoint.tokenizer
    var end = tokens.endIndex
    while true {
      let bytes = tokenizer.decodeBytes(Array(tokens[..<end]))
      if String(validating: bytes, as: UTF8.self) != nil || end == tokens.startIndex {
        return (excerpt(bytes, marks: marks), tokens[end...].map { tokenizer.label($0, marks: marks) })
      }
      end = tokens.index(before: end)
    }
  }
}
