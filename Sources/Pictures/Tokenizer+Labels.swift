import Drawing
import Transformer
import VisibleText

extension Tokenizer {
  /// The vocabulary for a message: every token's text, cut where it gets long.
  package var alphabet: Message {
    let longest = 120
    var labels = ""
    for token in vocabulary.indices {
      // Marks take no column, however many there are.
      guard displayWidth(of: labels) <= longest, labels.unicodeScalars.count <= excerptLimit else { break }
      labels += (labels.isEmpty ? "" : " ") + label(token)
    }
    return "\(visible: truncated(labels, to: longest))"
  }

  /// How the boundary before and after a document is shown.
  public static let boundaryLabel = "<|>"

  /// A token as it is shown by itself: its text, with what can't be seen written out.
  ///
  /// - Parameters:
  ///   - token: the token, from 0 to `boundary`, which is `<|>`.
  ///   - marks: what is done with a mark that begins it; a picture puts what is kept on a dotted circle.
  public func label(_ token: Int, marks: LoneMarks = .escaped) -> String {
    if token == boundary { return Self.boundaryLabel }
    let bytes = vocabulary[token]
    if unit == .bytes, let byte = bytes.first, !(0x21...0x7E).contains(byte) {
      let digits = String(byte, radix: 16, uppercase: true)
      return "0x" + String(repeating: "0", count: 2 - digits.count) + digits
    }
    return bytes == [0x20] ? "␣" : excerpt(bytes, marks: marks)
  }
}
