import Foundation
import Inspection
import TestSupport
import Testing
import Training
import Transformer

/// Two layers grow an induction head on echoes, one layer does not: it would have to know what came before a key.
///
/// The first layer of two tells each position which token was before it, and the second looks for a position before which
/// stood the token that is being read.
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
    let scores = try Self.scores(try Self.train(layerCount: 2))
    #expect(scores.repeatedLoss < 0.3 && scores.firstLoss > 1.5)
    let best = try #require(scores.heads.max { $0.afterSame < $1.afterSame })
    #expect(best.layer == 1 && best.afterSame > HeadRole.threshold)
  }

  @Test("One layer copies badly, and no head puts half of its weight there")
  func oneLayer() throws {
    let scores = try Self.scores(try Self.train(layerCount: 1))
    #expect(scores.repeatedLoss > 0.3)
    for head in scores.heads { #expect(head.afterSame < HeadRole.threshold) }
  }
}

/// Whether the tests are compiled with optimization.
private var isReleaseBuild: Bool {
  #if DEBUG
  false
  #else
  true
  #endif
}
