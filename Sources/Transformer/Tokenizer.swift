/// Turns text into tokens and back: one token for each distinct unit of text, and one more, the boundary, for where a
/// document begins and ends (microgpt's BOS).
///
/// Tokens are numbered in the order of their UTF-8 bytes, which is the order of code points and so Python's; the boundary
/// comes last. Units that differ in any byte are different tokens, also where Unicode holds them equivalent, so decoding
/// what was encoded gives the same bytes.
public struct Tokenizer: Equatable, Sendable {
  /// What one token stands for.
  public enum Unit: String, CaseIterable, Sendable {
    /// A Unicode scalar, as in Python: é may be one or two.
    case scalars
    /// An extended grapheme cluster, what a reader calls a character: é is one however it is written.
    case characters
    /// A byte of UTF-8.
    case bytes
  }

  /// What one token stands for.
  public let unit: Unit
  /// The UTF-8 bytes of each token but the boundary, in order.
  public let vocabulary: [[UInt8]]

  /// The token of each single byte that is a unit by itself; −1 where none is.
  private let singleByteTokens: [Int32]
  private let longerTokens: [[UInt8]: Int32]

  /// A tokenizer whose vocabulary is every unit that occurs in `texts`.
  ///
  /// - Parameters:
  ///   - unit: what one token stands for.
  ///   - texts: valid UTF-8, without a byte-order mark.
  public init(unit: Unit, covering texts: Texts) {
    var isSingle = [Bool](repeating: false, count: 256)
    var longer: Set<[UInt8]> = []
    isSingle.withUnsafeMutableBufferPointer { isSingle in
      texts.bytes.withUnsafeBufferPointer { bytes in
        for text in texts.ranges {
          unit.forEachUnit(of: bytes, in: text) { piece in
            if piece.count == 1 {
              isSingle[Int(bytes[piece.lowerBound])] = true
            } else {
              longer.insert(Array(bytes[piece]))
            }
          }
        }
      }
    }
    let singles = isSingle.indices.filter { isSingle[$0] }.map { [UInt8($0)] }
    self.init(unit: unit, sorted: (singles + longer).sorted { $0.lexicographicallyPrecedes($1) })
  }

  /// A tokenizer with a vocabulary that was saved.
  ///
  /// - Throws: ``TokenizerError/vocabulary`` unless the tokens are distinct, not empty and in order.
  public init(unit: Unit, vocabulary: [[UInt8]]) throws(TokenizerError) {
    let isOrdered = zip(vocabulary, vocabulary.dropFirst()).allSatisfy { $0.lexicographicallyPrecedes($1) }
    guard isOrdered, vocabulary.allSatisfy({ !$0.isEmpty }) else { throw .vocabulary }
    self.init(unit: unit, sorted: vocabulary)
  }

  private init(unit: Unit, sorted vocabulary: [[UInt8]]) {
    self.unit = unit
    self.vocabulary = vocabulary
    var singles = [Int32](repeating: -1, count: 256)
    var longer: [[UInt8]: Int32] = [:]
    for (token, bytes) in vocabulary.enumerated() {
      if bytes.count == 1 { singles[Int(bytes[0])] = Int32(token) } else { longer[bytes] = Int32(token) }
    }
    singleByteTokens = singles
    longerTokens = longer
  }

  /// The token that begins and ends a document.
  public var boundary: Int { vocabulary.count }

  /// How many tokens there are, the boundary among them.
  public var vocabularySize: Int { vocabulary.count + 1 }

  /// The tokens of a text, without boundaries.
  ///
  /// - Throws: ``TokenizerError/unknown(_:position:)`` for the first unit that is not in the vocabulary.
  public func encode(_ text: ArraySlice<UInt8>) throws(TokenizerError) -> [Int] {
    var tokens: [Int] = []
    tokens.reserveCapacity(text.count)
    let unknown = text.withUnsafeBufferPointer { bytes in
      forEachToken(of: bytes, in: bytes.indices) { tokens.append(Int($0)) }
    }
    if let unknown {
      let position = text.startIndex + unknown.lowerBound
      throw .unknown(Array(text[position...].prefix(unknown.count)), position: position)
    }
    return tokens
  }

  /// The tokens of a text, without boundaries.
  ///
  /// - Throws: ``TokenizerError/unknown(_:position:)`` for the first unit that is not in the vocabulary.
  public func encode(_ text: String) throws(TokenizerError) -> [Int] {
    try encode(Array(text.utf8)[...])
  }

  /// The tokens of whole documents: for each the boundary, the text, the boundary.
  ///
  /// - Throws: ``TokenizerError/unknown(_:position:)`` for the first unit that is not in the vocabulary.
  public func encodeDocuments(_ texts: Texts) throws(TokenizerError) -> Documents {
    let end = Int32(boundary)
    var tokens: [Int32] = []
    // A text has no more tokens than bytes.
    tokens.reserveCapacity(texts.bytes.count + 2 * texts.count)
    var ranges: [Range<Int>] = []
    ranges.reserveCapacity(texts.count)
    var unknown: Range<Int>?
    texts.bytes.withUnsafeBufferPointer { bytes in
      for text in texts.ranges where unknown == nil {
        let start = tokens.count
        tokens.append(end)
        unknown = forEachToken(of: bytes, in: text) { tokens.append($0) }
        tokens.append(end)
        ranges.append(start..<tokens.count)
      }
    }
    if let unknown { throw .unknown(Array(texts.bytes[unknown]), position: unknown.lowerBound) }
    return Documents(tokens: tokens, ranges: ranges)
  }

  /// The bytes that `tokens` stand for.
  ///
  /// The boundary stands for none.
  public func decodeBytes(_ tokens: [Int]) -> [UInt8] {
    tokens.flatMap { $0 == boundary ? [] : vocabulary[$0] }
  }

  /// The text that `tokens` stand for.
  ///
  /// Bytes that are not valid UTF-8 become U+FFFD.
  public func decode(_ tokens: [Int]) -> String {
    String(decoding: decodeBytes(tokens), as: UTF8.self)
  }

  /// Calls `body` with each token of a text, and gives the place of the first unit that has none.
  @inline(__always)
  private func forEachToken(
    of bytes: UnsafeBufferPointer<UInt8>,
    in text: Range<Int>,
    _ body: (Int32) -> Void
  ) -> Range<Int>? {
    var unknown: Range<Int>?
    singleByteTokens.withUnsafeBufferPointer { singleByteTokens in
      unit.forEachUnit(of: bytes, in: text) { piece in
        let token =
          piece.count == 1
          ? singleByteTokens[Int(bytes[piece.lowerBound])] : longerTokens[Array(bytes[piece])] ?? -1
        if token >= 0 { body(token) } else if unknown == nil { unknown = piece }
      }
    }
    return unknown
  }
}
