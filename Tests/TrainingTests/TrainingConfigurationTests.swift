import Random
import TestSupport
import Testing
import Training

@Suite("Training configuration")
struct TrainingConfigurationTests {
  @Test("The learning rate falls in equal steps and would be 0 after the last")
  func learningRate() {
    var configuration = TrainingConfiguration()
    configuration.learningRate = 0.5
    configuration.stepCount = 4
    #expect((0...4).map(configuration.learningRate) == [0.5, 0.375, 0.25, 0.125, 0])
  }

  @Test("A warm-up rises in equal steps to the rate from which the schedule falls over the rest")
  func warmup() {
    var configuration = TrainingConfiguration()
    configuration.learningRate = 0.5
    configuration.stepCount = 7
    configuration.warmupStepCount = 3
    #expect((0...7).map(configuration.learningRate) == [0.125, 0.25, 0.375, 0.5, 0.375, 0.25, 0.125, 0])
    configuration.schedule = .constant
    #expect((0...7).map(configuration.learningRate) == [0.125, 0.25, 0.375, 0.5, 0.5, 0.5, 0.5, 0.5])
    configuration.schedule = .cosine
    #expect(configuration.learningRate(at: 3) == 0.5)
    #expect(agree(configuration.learningRate(at: 5), 0.25, within: 1e-15))
    #expect(configuration.learningRate(at: 7) == 0)
  }

  @Test("A warm-up that leaves no step for the schedule is refused")
  func longWarmup() throws {
    let corpus = try Corpus(utf8: Array("abc\nbca\n".utf8), layout: .lines)
    var configuration = TrainingConfiguration()
    configuration.stepCount = 3
    configuration.warmupStepCount = 3
    #expect(throws: TrainingSessionError.warmup(stepCount: 3, of: 3)) {
      try TrainingSession(corpus, configuration: configuration)
    }
    configuration.warmupStepCount = 2
    _ = try TrainingSession(corpus, configuration: configuration)
  }

  @Test("The defaults are microgpt's")
  func defaults() {
    let configuration = TrainingConfiguration()
    #expect(configuration.stepCount == 1000)
    #expect(configuration.seed == 42)
    #expect(configuration.learningRate == 0.01)
    #expect(configuration.batchSize == 1)
    #expect(configuration.gradientClip == nil)
    #expect(configuration.validationShare == 0)
    #expect([Adam.firstDecay, Adam.secondDecay, Adam.epsilon] == [0.85, 0.99, 1e-8])
  }

  @Test("The held-out loss is measured ten times, or after every step where there are fewer")
  func measurements() {
    for steps in [1, 2, 9, 10, 19, 20, 1000, 1005] {
      var configuration = TrainingConfiguration()
      configuration.stepCount = steps
      let measured = (1...steps).filter { configuration.measuresValidation(afterStep: $0) }
      #expect(measured.count == min(steps, 10))
      #expect(measured.last == steps)
    }
    var configuration = TrainingConfiguration()
    configuration.stepCount = 25
    let measured = (1...25).filter { configuration.measuresValidation(afterStep: $0) }
    #expect(measured == [3, 5, 8, 10, 13, 15, 18, 20, 23, 25])
  }

  @Test("Patience ends a run only while steps are left")
  func patience() {
    var configuration = TrainingConfiguration()
    configuration.patience = 3
    let generator = MersenneTwister(seed: 1)
    func state(_ stepsDone: Int, _ measurements: Int) -> TrainerState {
      TrainerState(
        stepsDone: stepsDone,
        optimizer: Adam(parameterCount: 1),
        generator: generator,
        lossAverage: 0,
        measurementsSinceBest: measurements
      )
    }
    for (step, measurements, stops) in [
      (10, 2, false), (10, 3, true), (999, 4, true), (1000, 3, false), (1000, 4, false),
    ] {
      #expect(configuration.stopsEarly(state(step, measurements)) == stops)
    }
    configuration.patience = nil
    #expect(!configuration.stopsEarly(state(10, 5)))
  }
}
