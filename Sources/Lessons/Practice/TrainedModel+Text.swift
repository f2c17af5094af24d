import Pictures
import Transformer

extension Workbench.TrainedModel {
  /// The tokens of a document: the boundary, a text, the boundary.
  ///
  /// - Throws: ``LessonError`` where the model does not know a character of the text.
  public func tokens(of text: String) throws(LessonError) -> [Int] {
    do { return [tokenizer.boundary] + (try tokenizer.encode(text)) + [tokenizer.boundary] } catch {
      throw LessonError(error.description)
    }
  }

  /// The tokens that are read, as they are shown: all but the last, the first as `<|>`.
  public func labels(of tokens: [Int]) -> [String] {
    tokens.dropLast().map { $0 == tokenizer.boundary ? "<|>" : tokenizer.label($0) }
  }
}
