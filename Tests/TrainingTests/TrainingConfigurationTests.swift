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
  func interval() {
    for (steps, interval) in [(1, 1), (9, 1), (10, 1), (19, 1), (20, 2), (1000, 100), (1005, 100)] {
      var configuration = TrainingConfiguration()
      configuration.stepCount = steps
      #expect(configuration.validationInterval == interval)
    }
  }
}
