import Transformer

extension Corpus {
  /// The corpus as tokens, in the file's order, in pieces that a model reads from its first position on.
  ///
  /// A line is the boundary, its text and the boundary. A stream is cut into windows of `contextLength` tokens, the last
  /// perhaps shorter, each after a boundary.
  ///
  /// - Throws: ``/Transformer/TokenizerError/unknown(_:position:)`` for text that is not in the vocabulary; the position is
  ///   one for ``lineNumber(at:)``.
  public func documents(_ tokenizer: Tokenizer, contextLength: Int) throws(TokenizerError) -> [[Int]] {
    switch layout {
    case .lines:
      return Array(try tokenizer.encodeDocuments(texts))
    case .stream:
      let text = try tokenizer.encode(texts[0])
      return Self.windows(of: text[...], after: tokenizer.boundary, length: contextLength)
    }
  }

  /// Consecutive pieces of at most `length` tokens, each after `boundary`.
  static func windows(of tokens: ArraySlice<Int>, after boundary: Int, length: Int) -> [[Int]] {
    stride(from: tokens.startIndex, to: tokens.endIndex, by: length).map {
      [boundary] + tokens[$0..<min($0 + length, tokens.endIndex)]
    }
  }
}
