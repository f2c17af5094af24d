import TestSupport
import Testing
import Training
import Transformer

/// What microgpt.py prints, beside what this project computes.
@Suite struct GoldenRunTests {
  @Test(
    "Every loss agrees with microgpt.py within 1e-12, and all 20 sampled names are the same",
    arguments: 0..<GoldenRun.count
  )
  func agreesWithMicrogpt(index: Int) throws {
    let golden = try GoldenRun.recorded(index)
    var session = try golden.session()
    #expect(session.trainer.dataset.training.count == golden.documents)
    #expect(session.tokenizer.vocabularySize == golden.vocabularySize)
    #expect(session.model.configuration.parameterCount == golden.parameterCount)
    try Self.expectAgreement(&session, golden)
  }

  @Test("FlashAttention trains to the same losses and names")
  func flash() throws {
    let golden = try GoldenRun.recorded(0)
    var choices = AttentionChoices()
    choices.kernel = .flash(tileSize: 3)
    var session = try golden.session(choices)
    try Self.expectAgreement(&session, golden)
  }

  @Test("What changes where numbers stand and not what they are changes no bit in 150 steps")
  func sameBits() throws {
    let golden = try GoldenRun.recorded(0)
    var plain = try golden.session()
    let losses = try (0..<150).map { _ in try #require(try plain.trainer.next()).loss }
    let changes: [(inout AttentionChoices) -> Void] = [
      { $0.store = .paged(pageSize: 3) }, { $0.store = .rolling(size: 16) }, { $0.keyValueHeadCount = 4 },
    ]
    for change in changes {
      var choices = AttentionChoices()
      change(&choices)
      var session = try golden.session(choices)
      for loss in losses { #expect(try session.trainer.next()?.loss == loss) }
      #expect(session.model.parameterVector.data == plain.model.parameterVector.data)
      let sampler = Sampler(.random(temperature: 0.5))
      #expect(try session.sample(5, sampler: sampler) == plain.sample(5, sampler: sampler))
    }
  }

  /// Trains to the end, and expects the recorded losses and names.
  static func expectAgreement(_ session: inout TrainingSession, _ golden: GoldenRun) throws {
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
