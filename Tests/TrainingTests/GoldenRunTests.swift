import Foundation
import TestSupport
import Testing
import Training
import Transformer

/// What microgpt.py prints, beside what this project computes.
///
/// The fixture was made by running microgpt.py with CPython 3.11 on the files in `data`; its run with a batch of 4 extends
/// microgpt.py as the fixture's description says.
@Suite struct GoldenRunTests {
  struct Golden: Decodable {
    let runs: [Run]

    struct Run: Decodable, CustomTestStringConvertible {
      let configuration: Configuration
      let documents: Int
      let vocabularySize: Int
      let parameterCount: Int
      let losses: [Double]
      let samples: [String]

      var testDescription: String {
        "\(configuration.data), \(configuration.steps) steps, batch \(configuration.batch ?? 1)"
      }
    }

    struct Configuration: Decodable {
      let data: String
      let layers, embedding, heads, context, steps: Int
      let seed: UInt64
      let batch: Int?
    }

    static let recorded = Result {
      try JSONDecoder().decode(
        Golden.self,
        from: Data(contentsOf: Bundle.module.bundleURL.appending(components: "Fixtures", "microgpt.json"))
      )
    }
  }

  @Test(
    "Every loss agrees with microgpt.py within 1e-12, and all 20 sampled names are the same",
    arguments: 0..<4
  )
  func agreesWithMicrogpt(index: Int) throws {
    let golden = try Golden.recorded.get().runs[index]
    var session = try Self.session(golden)
    #expect(session.trainer.dataset.training.count == golden.documents)
    #expect(session.tokenizer.vocabularySize == golden.vocabularySize)
    #expect(session.model.configuration.parameterCount == golden.parameterCount)
    try Self.expectAgreement(&session, golden)
  }

  @Test("FlashAttention trains to the same losses and names")
  func flash() throws {
    let golden = try Golden.recorded.get().runs[0]
    var choices = AttentionChoices()
    choices.kernel = .flash(tileSize: 3)
    var session = try Self.session(golden, choices)
    try Self.expectAgreement(&session, golden)
  }

  @Test("What changes where numbers stand and not what they are changes no bit in 150 steps")
  func sameBits() throws {
    let golden = try Golden.recorded.get().runs[0]
    var plain = try Self.session(golden)
    let losses = try (0..<150).map { _ in try #require(try plain.trainer.next()).loss }
    let changes: [(inout AttentionChoices) -> Void] = [
      { $0.store = .paged(pageSize: 3) }, { $0.store = .rolling(size: 16) }, { $0.keyValueHeadCount = 4 },
    ]
    for change in changes {
      var choices = AttentionChoices()
      change(&choices)
      var session = try Self.session(golden, choices)
      for loss in losses { #expect(try session.trainer.next()?.loss == loss) }
      #expect(session.model.parameterVector.data == plain.model.parameterVector.data)
      let sampler = Sampler(.random(temperature: 0.5))
      #expect(try session.sample(5, sampler: sampler) == plain.sample(5, sampler: sampler))
    }
  }

  /// The session of a recorded run, before its first step.
  static func session(
    _ golden: Golden.Run,
    _ attention: AttentionChoices = AttentionChoices()
  ) throws -> Session {
    var configuration = TrainingConfiguration()
    configuration.stepCount = golden.configuration.steps
    configuration.seed = golden.configuration.seed
    configuration.batchSize = golden.configuration.batch ?? 1
    return try Session(
      Corpus(utf8: [UInt8](Data(contentsOf: dataFile(golden.configuration.data))), layout: .lines),
      configuration: configuration,
      layerCount: golden.configuration.layers,
      embeddingWidth: golden.configuration.embedding,
      headCount: golden.configuration.heads,
      contextLength: golden.configuration.context,
      attention: attention
    )
  }

  /// Trains to the end, and expects the recorded losses and names.
  static func expectAgreement(_ session: inout Session, _ golden: Golden.Run) throws {
    var worst = 0.0
    for loss in golden.losses {
      let step = try #require(try session.trainer.next())
      worst = max(worst, abs(step.loss - loss))
    }
    #expect(try session.trainer.next() == nil)
    #expect(worst < 1e-12, "the losses differ by \(worst)")

    #expect(try session.sample(20, sampler: Sampler(.random(temperature: 0.5))) == golden.samples)
  }
}
