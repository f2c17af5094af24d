/// The texts that a model is trained on, read from the bytes of one UTF-8 file.
///
/// A byte-order mark at the start is dropped. Lines end as in Python's text files: at `\n`, at `\r\n` and at a lone `\r`.
/// What else there is to do depends on the ``Layout``. Texts stay bytes: the tokenizer decides what a character is.
public struct Corpus: Sendable {
  /// How a file is divided into texts.
  public enum Layout: String, CaseIterable, Sendable {
    /// Each line is a text: trimmed as Python's `str.strip()` trims it, and skipped where nothing is left.
    case lines

    /// The whole file is one text: `\r\n` and `\r` become `\n`, and nothing is trimmed.
    case stream
  }

  /// How the file was divided.
  public let layout: Layout

  /// The texts in the file's order, each in valid UTF-8: one or more for ``Layout/lines``, one for ``Layout/stream``.
  public let texts: [ArraySlice<UInt8>]

  /// The bytes in which the texts are slices.
  private let bytes: [UInt8]

  /// Reads a file's bytes; time and memory are linear in their number.
  ///
  /// - Throws: ``CorpusError/invalidUTF8(line:byte:)`` at the first place where Python's decoder would stop, and
  ///   ``CorpusError/empty`` where the file has nothing but white space.
  public init(utf8 bytes: [UInt8], layout: Layout) throws(CorpusError) {
    if let position = UTF8Validation.firstInvalidPosition(in: bytes) {
      throw LineBreaks.invalidUTF8(at: position, in: bytes)
    }
    let start = bytes.starts(with: [0xEF, 0xBB, 0xBF]) ? 3 : 0
    let texts =
      switch layout {
      case .lines: Self.trimmedLines(of: bytes[start...])
      case .stream: Self.unifyingLineBreaks(of: bytes[start...])
      }
    guard let first = texts.first else { throw .empty }
    self.bytes = layout == .lines ? bytes : Array(first)
    self.layout = layout
    self.texts = texts
  }

  /// The number, from 1, of the line in which the byte at `position` of a text stands: an index as the slices have it.
  public func lineNumber(at position: Int) -> Int {
    1 + LineBreaks.count(in: bytes[..<position])
  }

  private static func trimmedLines(of bytes: ArraySlice<UInt8>) -> [ArraySlice<UInt8>] {
    var texts: [ArraySlice<UInt8>] = []
    bytes.withUnsafeBufferPointer { buffer in
      let offset = bytes.startIndex
      LineBreaks.forEachLine(of: buffer) { line in
        let text = PythonWhiteSpace.trimming(line, of: buffer)
        if !text.isEmpty { texts.append(bytes[(offset + text.lowerBound)..<(offset + text.upperBound)]) }
      }
    }
    return texts
  }

  /// One text, or none where there is nothing but white space.
  private static func unifyingLineBreaks(of bytes: ArraySlice<UInt8>) -> [ArraySlice<UInt8>] {
    let isBlank = bytes.withUnsafeBufferPointer { PythonWhiteSpace.trimming(0..<$0.count, of: $0).isEmpty }
    if isBlank { return [] }
    guard bytes.contains(LineBreaks.carriageReturn) else { return [Array(bytes)[...]] }
    var text: [UInt8] = []
    text.reserveCapacity(bytes.count)
    var previous: UInt8 = 0
    for byte in bytes {
      if byte == LineBreaks.carriageReturn {
        text.append(LineBreaks.lineFeed)
      } else if byte != LineBreaks.lineFeed || previous != LineBreaks.carriageReturn {
        text.append(byte)
      }
      previous = byte
    }
    return [text[...]]
  }
}
