import Autograd
import Basics
import Transformer

/// How well a model predicts one text, token by token.
///
/// The text is read as training and ``Evaluation`` read it: behind the boundary, up to the context length. So its loss is the
/// one that `TrainableModel.meanLoss(of:)` gives for the same documents.
public struct TextScore: Equatable, Sendable {
  /// The tokens that were predicted, in order: a line's end among them.
  public let tokens: [TokenScore]
  /// How many pieces the text was read in, each from the model's first position on: 1 for a line, the windows of a stream.
  public let documentCount: Int
  /// How many tokens at its end lie beyond the context and were not predicted.
  public let omittedCount: Int

  /// Scores a text.
  ///
  /// Nothing stays on the tape.
  ///
  /// - Parameters:
  ///   - model: what predicts.
  ///   - documents: the text as ``/Training/Corpus/documents(_:contextLength:)`` gives it: one document for a line, one or
  ///     more for a stream; each of at least two tokens, the first of which is read and not predicted.
  public init(_ model: some LanguageModel, documents: [[Int]]) {
    require(
      !documents.isEmpty && documents.allSatisfy { $0.count > 1 },
      "a text without a token to predict has no score"
    )
    var tokens: [TokenScore] = []
    var omittedCount = 0
    for document in documents {
      tokens += Self.scores(of: document.prefix(model.contextLength + 1), model)
      omittedCount += max(0, document.count - model.contextLength - 1)
    }
    self.tokens = tokens
    documentCount = documents.count
    self.omittedCount = omittedCount
  }

  /// −ln p of the whole text, in nats: the sum over its tokens.
  public var nats: Double { tokens.reduce(0) { $0 + $1.loss } }

  /// The loss, in nats per token: the mean over its tokens.
  public var loss: Double { nats / Double(tokens.count) }

  /// e^loss, the number of equally likely tokens that are as hard to predict.
  public var perplexity: Double { ElementaryFunctions.exp(loss) }

  private static func scores(of document: ArraySlice<Int>, _ model: some LanguageModel) -> [TokenScore] {
    let start = model.tape.mark
    var state = model.initialState()
    defer {
      model.release(state)
      model.tape.rewind(to: start)
    }
    return zip(document, document.dropFirst()).map { token, next in
      TokenScore(next, logits: model.logits(after: model.tape.input(token), state: &state).data)
    }
  }
}
