/// Why no model has the shape asked for.
public enum GPTConfigurationError: Error, Equatable, CustomStringConvertible {
  /// A count is zero or negative.
  case notPositive
  /// The heads can't share the embedding evenly.
  case headsDoNotDivideWidth(headCount: Int, embeddingWidth: Int)
  /// There would be more parameters than ``GPTConfiguration/largestParameterCount``.
  case tooManyParameters
  /// The choices of attention do not go together.
  case attention(AttentionChoicesError)
  /// A document of this many tokens would leave more values than ``GPTConfiguration/largestValueCount`` on the tape.
  case contextTooLong(Int, longest: Int)

  /// The reason, with the numbers and what would be accepted.
  public var description: String {
    switch self {
    case .notPositive:
      "vocabulary, layers, embedding width, heads, context length and hidden width must all be at least 1"
    case .headsDoNotDivideWidth(let headCount, let embeddingWidth):
      """
      \(headCount) heads can't share an embedding of width \(embeddingWidth) evenly; \
      the number of heads must divide the width
      """
    case .attention(let error):
      error.description
    case .tooManyParameters:
      "the model would have more than \(GPTConfiguration.largestParameterCount) parameters, the most there may be"
    case .contextTooLong(let contextLength, let longest):
      "a context of \(contextLength) tokens would need too much memory; choose one of at most \(longest)"
    }
  }
}
