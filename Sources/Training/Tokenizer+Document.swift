import Transformer

extension Tokenizer {
  /// A text as a document of a run: the boundary, its tokens, and the boundary that ends a line.
  ///
  /// A window of a stream has no end of its own.
  ///
  /// - Throws: ``/Transformer/TokenizerError/unknown(_:position:)`` for text that is not in the vocabulary.
  package func document(_ text: [UInt8], layout: Corpus.Layout) throws(TokenizerError) -> [Int] {
    [boundary] + (try encode(text[...])) + (layout == .lines ? [boundary] : [])
  }

  /// A text as the documents that a run reads it in: one for a line, and of a stream as many windows as it takes.
  ///
  /// - Throws: ``/Transformer/TokenizerError/unknown(_:position:)`` for text that is not in the vocabulary.
  package func documents(
    _ text: [UInt8],
    layout: Corpus.Layout,
    contextLength: Int
  ) throws(TokenizerError) -> [[Int]] {
    switch layout {
    case .lines: [try document(text, layout: layout)]
    case .stream: Corpus.windows(of: try encode(text[...])[...], after: boundary, length: contextLength)
    }
  }
}
