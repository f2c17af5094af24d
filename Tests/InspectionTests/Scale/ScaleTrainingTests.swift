import Random
import TestSupport
import Testing
import Training
import Transformer

@testable import Inspection

@Suite("Scale training")
struct ScaleTrainingTests {
  static let text = "ada\nbob\ncarla\ndan\neva\nfinn\ngus\nhana\nina\njon\nkai\nlena\n"

  static func plan(_ change: (inout ScaleTraining.Plan) -> Void = { _ in }) -> ScaleTraining.Plan {
    var plan = ScaleTraining.Plan()
    plan.shape.embeddingWidth = 8
    plan.shape.contextLength = 6
    plan.headWidths = [2, 8]
    plan.training.stepCount = 30
    plan.pointCount = 5
    plan.probeCount = 4
    change(&plan)
    return plan
  }

  static func corpus() throws -> Corpus { try Corpus(utf8: Array(text.utf8), layout: .lines) }

  @Test("each width is trained with each rule, looked at at the beginning and at equal distances")
  func runs() throws {
    let result = try ScaleTraining(Self.corpus(), plan: Self.plan())
    #expect(result.runs.map(\.headWidth) == [2, 2, 2, 8, 8, 8])
    #expect(result.runs.map(\.headCount) == [4, 4, 4, 1, 1, 1])
    #expect(result.runs.map(\.rule) == ScaleStatistics.rules + ScaleStatistics.rules)
    for run in result.runs {
      #expect(run.points.map(\.step) == [0, 6, 12, 18, 24, 30])
      #expect(run.points[5].loss < run.points[0].loss)
      #expect(run.points.allSatisfy { $0.evenness > 0 && $0.evenness <= 1 })
      #expect(run.failure == nil)
    }
  }

  @Test("runs of a width begin with the same parameters and differ by the scale alone")
  func sameBeginning() throws {
    let runs = try ScaleTraining(Self.corpus(), plan: Self.plan()).runs.filter { $0.headWidth == 8 }
    let raw = runs.map { $0.points[0].scoreDeviation / $0.scale }
    #expect(agree(raw[0], raw[1], within: 1e-12) && agree(raw[0], raw[2], within: 1e-12))
    #expect(Set(runs.map(\.scale)).count == 3)
  }

  @Test("looking does not change the training")
  func undisturbed() throws {
    let looked = try ScaleTraining(Self.corpus(), plan: Self.plan())
    var attention = AttentionChoices()
    attention.scale = .number(1)
    var session = try TrainingSession(
      Self.corpus(),
      configuration: Self.plan().training,
      shape: GPTShape(embeddingWidth: 8, headCount: 4, contextLength: 6, attention: attention)
    )
    while try session.trainer.next() != nil {}
    var generator = MersenneTwister(seed: 42)
    let probe = ScaleTraining.probe(session.trainer.dataset, 4, &generator)
    let loss = probe.map { session.model.loss(of: $0).data }.reduce(0, +) / 4
    #expect(agree(looked.runs[0].points[5].loss, loss, within: 1e-13))
  }

  @Test("a run that overflows says so, and keeps what it had")
  func overflow() throws {
    let result = try ScaleTraining(
      Self.corpus(),
      plan: Self.plan { $0.training.learningRate = 1e300 }
    )
    #expect(result.runs.allSatisfy { $0.failure != nil && $0.points[0].step == 0 })
  }
}
