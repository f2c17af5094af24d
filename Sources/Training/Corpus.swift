import Transformer

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
  public let texts: Texts

  /// A corpus of texts that were taken from one.
  init(layout: Layout, texts: Texts) {
    self.layout = layout
    self.texts = texts
  }

  /// Reads a file's bytes; time and memory are linear in their number.
  ///
  /// - Throws: ``CorpusError/foreign(_:)`` where the file is seen to be something else, else
  ///   ``CorpusError/invalidUTF8(line:byte:)`` at the first place where Python's decoder would stop, and
  ///   ``CorpusError/empty`` where the file has nothing but white space.
  public init(utf8 bytes: [UInt8], layout: Layout) throws(CorpusError) {
    let start = try Self.start(ofText: bytes)
    self.layout = layout
    texts =
      switch layout {
      case .lines: Self.trimmedLines(of: bytes, from: start)
      case .stream: Self.wholeText(of: bytes, from: start)
      }
    if texts.isEmpty { throw .empty }
  }

  /// The lines of a file as they are, blank ones too, without what ends them.
  ///
  /// - Throws: ``CorpusError/foreign(_:)`` or ``CorpusError/invalidUTF8(line:byte:)``, as for a corpus.
  public static func untrimmedLines(utf8 bytes: [UInt8]) throws(CorpusError) -> [ArraySlice<UInt8>] {
    let text = unifyingLineBreaks(of: bytes[try start(ofText: bytes)...])
    return text.split(separator: LineBreaks.lineFeed, omittingEmptySubsequences: false)
  }

  /// Where a file's text begins, behind a byte-order mark, once it is found to be UTF-8.
  private static func start(ofText bytes: [UInt8]) throws(CorpusError) -> Int {
    if let format = ForeignFormat.encoding(of: bytes) { throw .foreign(format) }
    if let position = UTF8Validation.firstInvalidPosition(in: bytes) {
      if let format = ForeignFormat.other(bytes) { throw .foreign(format) }
      throw LineBreaks.invalidUTF8(at: position, in: bytes)
    }
    return bytes.starts(with: [0xEF, 0xBB, 0xBF]) ? 3 : 0
  }

  /// The number, from 1, of the line in which the byte at `position` of a text stands: an index as the slices have it.
  public func lineNumber(at position: Int) -> Int {
    1 + LineBreaks.count(in: texts.bytes[..<position])
  }

  private static func trimmedLines(of bytes: [UInt8], from start: Int) -> Texts {
    var ranges: [Range<Int>] = []
    bytes.withUnsafeBufferPointer { bytes in
      // About as many as there are lines: to count is cheaper than to grow.
      ranges.reserveCapacity(1 + bytes.count { $0 == LineBreaks.lineFeed })
      LineBreaks.forEachLine(of: bytes, from: start) { line in
        let text = PythonWhiteSpace.trimming(line, of: bytes)
        if !text.isEmpty { ranges.append(text) }
      }
    }
    return Texts(bytes: bytes, ranges: ranges)
  }

  /// One text, or none where there is nothing but white space.
  private static func wholeText(of bytes: [UInt8], from start: Int) -> Texts {
    let isBlank = bytes.withUnsafeBufferPointer {
      PythonWhiteSpace.trimming(start..<$0.count, of: $0).isEmpty
    }
    if isBlank { return Texts(bytes: bytes, ranges: []) }
    guard bytes.contains(LineBreaks.carriageReturn) else {
      return Texts(bytes: bytes, ranges: [start..<bytes.count])
    }
    let text = unifyingLineBreaks(of: bytes[start...])
    return Texts(bytes: text, ranges: [text.indices])
  }

  private static func unifyingLineBreaks(of bytes: ArraySlice<UInt8>) -> [UInt8] {
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
    return text
  }
}
