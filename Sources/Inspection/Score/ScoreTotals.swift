import Basics

/// What several texts cost together, with the two means of ``Evaluation``.
public struct ScoreTotals: Equatable, Sendable {
  /// How many texts were scored.
  public private(set) var textCount = 0
  /// How many tokens were predicted.
  public private(set) var tokenCount = 0
  /// −ln p of all texts, in nats.
  public private(set) var nats = 0.0
  private var textLosses = 0.0

  /// The totals of no texts: counts of 0, and means that are not numbers.
  public init() {}

  /// Adds a text.
  public mutating func add(_ text: TextScore) {
    textCount += 1
    tokenCount += text.tokens.count
    nats += text.nats
    textLosses += text.loss
  }

  /// The mean over all n tokens, Σ −ln p / n, in nats per token; nan of no texts.
  public var loss: Double { nats / Double(tokenCount) }

  /// The mean over the texts of each one's own ``TextScore/loss``, in nats per token; nan of no texts.
  ///
  /// Of texts that are a document each, it is ``Evaluation/lossPerDocument``.
  public var lossPerText: Double { textLosses / Double(textCount) }

  /// e^``loss``, the number of equally likely tokens that are as hard to predict; nan of no texts.
  public var perplexity: Double { ElementaryFunctions.exp(loss) }
}
