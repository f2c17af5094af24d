/// Why a text is no prompt for a model.
public enum PromptError: Error, Equatable, CustomStringConvertible {
  /// It can't be encoded.
  case tokens(TokenizerError)
  /// It is so long that nothing could be drawn after it.
  case length(Int, contextLength: Int)

  /// The reason, in a sentence without the name of an option.
  public var description: String {
    switch self {
    case .tokens(let error): error.description
    case .length(let length, let contextLength):
      "\(length) \(length == 1 ? "token leaves" : "tokens leave") nothing to draw in a context of \(contextLength); "
        + "give at most \(contextLength - 1)"
    }
  }
}

extension Tokenizer {
  /// The tokens that generated texts continue: the boundary, with which a text begins, and the text so far.
  ///
  /// - Parameters:
  ///   - text: how each text begins, in UTF-8; empty for texts from their beginning.
  ///   - contextLength: how many tokens the model reads.
  /// - Throws: ``PromptError`` where the text can't be encoded, or fills the context.
  public func prompt(_ text: [UInt8], contextLength: Int) throws(PromptError) -> [Int] {
    let tokens: [Int]
    do { tokens = try encode(text[...]) } catch { throw .tokens(error) }
    guard tokens.count < contextLength else { throw .length(tokens.count, contextLength: contextLength) }
    return [boundary] + tokens
  }
}
