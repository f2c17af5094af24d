import VisibleText

/// What is wrong with a text that should be JSON.
public enum JSONError: Error, Equatable, Sendable, CustomStringConvertible {
  /// The bytes are not UTF-8.
  case notUTF8
  /// The text ends before its value does.
  case ended
  /// This byte, counted from 1, can't stand where it does.
  case unexpected(byte: Int)
  /// The escape at this byte, counted from 1, is half of a pair of surrogates.
  case loneSurrogate(byte: Int)
  /// An object has this key twice.
  case duplicateKey(String)
  /// More than 512 arrays and objects stand inside each other.
  case tooDeep

  /// What is wrong, without the text's name, which the caller knows.
  public var description: String {
    switch self {
    case .notUTF8: "it is not UTF-8"
    case .ended: "the JSON ends too early"
    case .unexpected(let byte): "byte \(byte) can't stand there in JSON"
    case .loneSurrogate(let byte): "the escape at byte \(byte) is half of a surrogate pair"
    case .duplicateKey(let key): "it has \"\(excerpt(key))\" twice"
    case .tooDeep: "more than 512 arrays and objects stand inside each other"
    }
  }
}
