import Inspection
import Pictures
import Training
import Transformer

/// What `score --json` prints.
struct ScoreFigures: Encodable {
  private struct Token: Encodable {
    let token: Int
    let label: String
    let probability: Double
    let rank: Int
    let loss: Double
  }

  private struct Text: Encodable {
    let text: String
    let documentCount, omittedCount, tokenCount: Int
    let nats, lossPerToken, perplexity: Double
    @ExplicitNull var tokens: [Token]?
  }

  private struct Totals: Encodable {
    let textCount, tokenCount: Int
    let nats, lossPerToken, perplexity, lossPerText: Double
  }

  private let tokenizer: Tokenizer
  private let givesTokens: Bool
  private let layout: String
  private var texts: [Text] = []
  private var totals = ScoreTotals()

  /// - Parameter givesTokens: whether each text has its tokens.
  init(_ checkpoint: Checkpoint, givesTokens: Bool) {
    tokenizer = checkpoint.tokenizer
    layout = checkpoint.training.layout.rawValue
    self.givesTokens = givesTokens
  }

  mutating func add(_ text: ScoredText, _ score: TextScore) {
    totals.add(score)
    let tokens = score.tokens.map {
      Token(
        token: $0.token,
        label: tokenizer.label($0.token),
        probability: $0.probability,
        rank: $0.rank,
        loss: $0.loss
      )
    }
    texts.append(
      Text(
        text: String(decoding: text.bytes, as: UTF8.self),
        documentCount: score.documentCount,
        omittedCount: score.omittedCount,
        tokenCount: score.tokens.count,
        nats: score.nats,
        lossPerToken: score.loss,
        perplexity: score.perplexity,
        tokens: givesTokens ? tokens : nil
      )
    )
  }

  private enum CodingKeys: CodingKey { case layout, texts, totals }

  func encode(to encoder: any Encoder) throws {
    var container = encoder.container(keyedBy: CodingKeys.self)
    try container.encode(layout, forKey: .layout)
    try container.encode(texts, forKey: .texts)
    try container.encode(
      Totals(
        textCount: totals.textCount,
        tokenCount: totals.tokenCount,
        nats: totals.nats,
        lossPerToken: totals.loss,
        perplexity: totals.perplexity,
        lossPerText: totals.lossPerText
      ),
      forKey: .totals
    )
  }
}
