import VisibleText

/// Why text can't be encoded, or a saved vocabulary not be used.
public enum TokenizerError: Error, Equatable, CustomStringConvertible {
  /// A unit of the text, as UTF-8, is not in the vocabulary; `position` is the index of its first byte in the text.
  case unknown([UInt8], position: Int)
  /// The saved vocabulary is out of order, has a token twice, or an empty one.
  case vocabulary

  /// The reason, in a sentence without the name of a file.
  public var description: String {
    switch self {
    case .unknown(let unit, _):
      "'\(excerpt(unit))' is not in the vocabulary"
    case .vocabulary:
      "the vocabulary has tokens that are empty, repeated or out of order"
    }
  }
}
