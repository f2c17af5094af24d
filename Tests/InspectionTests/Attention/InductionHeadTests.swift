import Foundation
import Inspection
import TestSupport
import Testing
import Training
import Transformer

/// Two layers grow induction heads on echoes, one layer does not: its keys know their own token, and not which came before.
@Suite(
  "Induction heads grown in training",
  .enabled(if: isReleaseBuild, "8,000 steps are for a release build")
)
struct InductionHeadTests {
  /// A model with rotary positions, width 32, trained on all echoes.
  static func train(layerCount: Int) throws -> TrainingSession {
    var configuration = TrainingConfiguration()
    configuration.stepCount = 8000
    configuration.learningRate = 0.005
    var attention = AttentionChoices()
    attention.positions = .rotary(base: PositionChoice.standardBase)
    var session = try TrainingSession(
      try Corpus(utf8: Array(Data(contentsOf: dataFile("echoes.txt"))), layout: .lines),
      configuration: configuration,
      shape: GPTShape(layerCount: layerCount, embeddingWidth: 32, attention: attention)
    )
    while try session.trainer.next() != nil {}
    return session
  }

  static func scores(_ session: TrainingSession) throws -> InductionScores {
    let separator = try #require(session.tokenizer.encode(".").first)
    return try InductionScores(session.model, boundary: session.tokenizer.boundary, separator: separator)
  }

  @Test(
    "Two layers copy, and a head of the second puts most of its weight on the token after the earlier copy"
  )
  func twoLayers() throws {
    let session = try Self.train(layerCount: 2)
    let scores = try Self.scores(session)
    #expect(scores.repeatedLoss < 0.3 && scores.firstLoss > 1.5)
    let best = try #require(scores.heads.max { $0.afterSame < $1.afterSame })
    #expect(best.layer == 1 && best.afterSame > HeadRole.threshold)

    // Without all such heads the copy fails; while one is there, another's absence costs little.
    let inductive = scores.heads.filter { $0.afterSame > HeadRole.threshold }
    try #require(inductive.count == 2 && inductive.allSatisfy { $0.layer == 1 })
    let documents = Array(session.trainer.dataset.training.prefix(300))
    let ablation = Ablation(session.model, documents: documents, isPairwise: true)
    let pair = try #require(
      ablation.pairs.first { pair in
        [pair.first, pair.second].map(\.layer) == [1, 1]
          && [pair.first.head, pair.second.head] == inductive.map(\.head)
      }
    )
    #expect(ablation.loss < 1.05)
    #expect(pair.change > 0.5 && pair.change > 2 * pair.sum)
  }

  @Test("One layer copies badly, and no head puts half of its weight there")
  func oneLayer() throws {
    let scores = try Self.scores(try Self.train(layerCount: 1))
    #expect(scores.repeatedLoss > 0.3)
    for head in scores.heads { #expect(head.afterSame < HeadRole.threshold) }
  }
}
