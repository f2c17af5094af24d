import Autograd
import Foundation
import TestSupport
import Testing
import Training

/// What PyTorch's AdamW and its schedulers make of 100 steps, in 64-bit numbers; `.ci/optimizers` writes it.
@Suite("Optimizer beside PyTorch's")
struct OptimizerFixtureTests {
  struct Fixture: Decodable {
    let stepCount: Int
    let learningRate: Double
    let cases: [Case]

    struct Case: Decodable {
      let schedule: String
      let warmup: Int
      let weightDecay: Double
      let rates: [Double]
      let recorded: [Recorded]
    }

    struct Recorded: Decodable {
      let step: Int
      let parameters: [Double]
    }
  }

  static let recorded = Result {
    let url = Bundle.module.bundleURL.appending(components: "Fixtures", "optimizers.json")
    return try JSONDecoder().decode(Fixture.self, from: Data(contentsOf: url))
  }

  @Test(
    "Rates and parameters are PyTorch's over 100 steps, in vectors and one by one",
    arguments: 0..<6,
    [true, false]
  )
  func steps(index: Int, isInLanes: Bool) throws {
    let fixture = try Self.recorded.get()
    #expect(fixture.cases.count == 6)
    let expected = fixture.cases[index]
    var configuration = TrainingConfiguration()
    configuration.stepCount = fixture.stepCount
    configuration.learningRate = fixture.learningRate
    configuration.schedule = try #require(LearningRateSchedule(rawValue: expected.schedule))
    configuration.warmupStepCount = expected.warmup
    configuration.weightDecay = expected.weightDecay

    let tape = Tape()
    let parameters = tape.vector((0..<19).map { (Double($0) - 9) / 8 })
    var optimizer = Adam(parameterCount: parameters.count)
    var compared = 0
    for step in 1...fixture.stepCount {
      for (i, leaf) in parameters.enumerated() {
        leaf.grad = leaf.data / 2 + Double(step * (i + 3) % 11) / 4 - 1.25
      }
      let rate = configuration.learningRate(at: step - 1)
      #expect(abs(rate - expected.rates[step - 1]) <= 1e-15)
      if isInLanes {
        optimizer.update(parameters, step: step, learningRate: rate, weightDecay: configuration.weightDecay)
      } else {
        optimizer.updateOneByOne(
          parameters,
          step: step,
          learningRate: rate,
          weightDecay: configuration.weightDecay
        )
      }
      guard let recorded = expected.recorded.first(where: { $0.step == step }) else { continue }
      #expect(agree(parameters.data, recorded.parameters, within: 1e-12), "step \(step)")
      compared += 1
    }
    #expect(compared == 8)
  }

  @Test("The trainer multiplies every weight by 1 − ηλ, in its first step and with a warm-up")
  func trainer() throws {
    func weights(decay: Double, steps: Int) throws -> [Double] {
      let corpus = try Corpus(utf8: Array("abc\nbca\ncab\n".utf8), layout: .lines)
      var configuration = TrainingConfiguration()
      configuration.stepCount = 8
      configuration.warmupStepCount = 3
      configuration.weightDecay = decay
      var session = try TrainingSession(corpus, configuration: configuration)
      for _ in 0..<steps { _ = try session.trainer.next() }
      return session.model.parameterVector.data
    }
    let (begun, plain, decayed) = try (
      weights(decay: 0, steps: 0), weights(decay: 0, steps: 1), weights(decay: 20, steps: 1)
    )
    // η is 0.01 / 4.
    #expect(agree(zip(plain, begun).map { $0 - 0.0025 * 20 * $1 }, decayed, within: 1e-15))
    #expect(plain != decayed)
  }
}
