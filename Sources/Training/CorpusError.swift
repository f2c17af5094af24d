/// Why the bytes of a file are no corpus.
public enum CorpusError: Error, Equatable, Sendable, CustomStringConvertible {
  /// The bytes are not UTF-8.
  ///
  /// `line` counts from 1, with lines ending at `\n`, `\r\n` or a lone `\r`. `byte` counts from 1 in that line (in the
  /// first, a byte-order mark counts as the three bytes it is) and is the first byte of the sequence that cannot be
  /// decoded, which is where Python's decoder reports it.
  case invalidUTF8(line: Int, byte: Int)

  /// The file is a text in another encoding, or no text.
  case foreign(ForeignFormat)

  /// There is nothing but white space, or nothing at all.
  case empty

  /// What is wrong, without the file's name, which the caller knows.
  public var description: String {
    switch self {
    case .invalidUTF8(let line, let byte):
      "line \(line), byte \(byte): this is not UTF-8; if it is Latin-1, convert it first: iconv -f LATIN1 -t UTF-8"
    case .foreign(let format): format.description
    case .empty: "there is no text in it, only white space or nothing at all"
    }
  }
}
