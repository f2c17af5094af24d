import Training
import Transformer

extension Tokenizer {
  /// A text as a document of a run: the boundary, its tokens, and the boundary that ends a line.
  ///
  /// A window of a stream has no end of its own.
  func document(_ text: [UInt8], layout: Corpus.Layout) throws(TokenizerError) -> [Int] {
    [boundary] + (try encode(text[...])) + (layout == .lines ? [boundary] : [])
  }
}
