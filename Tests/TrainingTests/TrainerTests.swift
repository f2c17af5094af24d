import TestSupport
import Testing
import Training
import Transformer

@Suite("Trainer")
struct TrainerTests {
  @Test("A step says its number, learning rate and the loss of its documents before the parameters move")
  func steps() throws {
    let configuration = SmallSession.configuration(steps: 5) { $0.batchSize = 3 }
    var session = try SmallSession.session(configuration)
    for index in 0..<5 {
      let documents = (0..<3).map { session.trainer.dataset.training[(3 * index + $0) % 12] }
      let losses = documents.map { document in
        session.model.tape.withoutRecording { session.model.loss(of: document).data }
      }
      let step = try #require(try session.trainer.next())
      #expect(step.number == index + 1)
      #expect(session.trainer.state.stepsDone == index + 1)
      #expect(step.learningRate == configuration.learningRate(at: index))
      #expect(agree(step.loss, losses.reduce(0, +) / 3, within: 1e-15))
    }
    #expect(try session.trainer.next() == nil)
  }

  /// The gradient of the mean loss of `documents`, one by one.
  func gradient(_ session: TrainingSession, _ documents: [[Int]]) -> [Double] {
    let model = session.model
    let mark = model.tape.mark
    var total = [Double](repeating: 0, count: model.parameterVector.count)
    for document in documents {
      model.tape.clearGradients()
      model.loss(of: document).backward()
      for (index, gradient) in model.parameterVector.grad.enumerated() {
        total[index] += gradient / Double(documents.count)
      }
      model.tape.rewind(to: mark)
    }
    model.tape.clearGradients()
    return total
  }

  @Test(
    "The gradient of a batch is the mean of its documents' gradients, and the parameters move against it",
    arguments: [4, 100]
  )
  func batchGradient(count: Int) throws {
    let configuration = SmallSession.configuration(steps: 4) { $0.batchSize = count }
    var session = try SmallSession.session(configuration)
    let documents = (0..<count).map { session.trainer.dataset.training[$0 % 12] }
    let expected = gradient(session, documents)
    let before = session.model.parameterVector.data
    let step = try #require(try session.trainer.next())
    #expect(agree(step.gradientNorm, expected.reduce(0) { $0 + $1 * $1 }.squareRoot(), within: 1e-14))
    // After the first step m = (1 − β₁) g.
    let moments = session.trainer.state.optimizer.firstMoments
    #expect(agree(moments, expected.map { 0.15 * $0 }, within: 1e-15))
    for (index, (old, new)) in zip(before, session.model.parameterVector.data).enumerated() {
      #expect((old - new) * expected[index] >= 0)
    }
    #expect(session.model.parameterVector.grad.allSatisfy { $0 == 0 })
  }

  @Test("A gradient longer than the limit is shortened to it, and the norm told is the one before")
  func clipping() throws {
    var free = try SmallSession.session(SmallSession.configuration())
    let norm = try #require(try free.trainer.next()).gradientNorm
    func clipped(_ limit: Double) throws -> (norm: Double, moments: [Double]) {
      var session = try SmallSession.session(SmallSession.configuration { $0.gradientClip = limit })
      let step = try #require(try session.trainer.next())
      return (step.gradientNorm, session.trainer.state.optimizer.firstMoments)
    }
    let moments = free.trainer.state.optimizer.firstMoments
    let short = try clipped(norm / 4)
    #expect(short.norm == norm)
    #expect(agree(short.moments, moments.map { $0 / 4 }, within: 1e-15))
    let shortNorm = short.moments.reduce(0) { $0 + $1 * $1 }.squareRoot()
    #expect(agree(shortNorm, 0.15 * norm / 4, within: 1e-14))
    let long = try clipped(norm * 2)
    #expect(long.norm == norm)
    #expect(long.moments == moments)
  }

  @Test("The smoothed loss is Σ 0.98ⁿ⁻ᵗ lossₜ / Σ 0.98ⁿ⁻ᵗ")
  func smoothedLoss() throws {
    var session = try SmallSession.session(SmallSession.configuration())
    #expect(session.trainer.state.smoothedLoss.isNaN)
    var weighted = 0.0
    var weights = 0.0
    for step in try SmallSession.run(&session) {
      weighted = 0.98 * weighted + step.loss
      weights = 0.98 * weights + 1
      #expect(agree(step.smoothedLoss, weighted / weights, within: 1e-13))
    }
  }

  @Test(
    "The held-out loss is measured ten times, the last time at the end, as a mean over documents and one over tokens"
  )
  func validation() throws {
    var session = try SmallSession.session(
      SmallSession.configuration(steps: 25) { $0.validationShare = 0.25 }
    )
    var measured: [Int] = []
    while let step = try session.trainer.next() {
      guard let loss = step.validationLoss else { continue }
      measured.append(step.number)
      let model = session.model
      let perToken = try #require(step.validationLossPerToken)
      let losses = session.trainer.dataset.validation.map { document in
        model.tape.withoutRecording { model.tokenLosses(of: document).map(\.data) }
      }
      func mean(_ numbers: [Double]) -> Double { numbers.reduce(0, +) / Double(numbers.count) }
      #expect(agree(loss, mean(losses.map(mean)), within: 1e-14))
      #expect(agree(perToken, mean(losses.flatMap { $0 }), within: 1e-14))
      let measured = MeanLoss(perDocument: loss, perToken: perToken)
      #expect(model.meanLoss(of: session.trainer.dataset.validation) == measured)
      #expect(model.meanLoss(of: session.trainer.dataset.validation).perToken == perToken)
    }
    #expect(measured == [3, 5, 8, 10, 13, 15, 18, 20, 23, 25])
  }

  @Test("Nothing is measured where nothing is held out, and measuring changes no step")
  func measuringChangesNothing() throws {
    var session = try SmallSession.session(SmallSession.configuration())
    #expect(
      try SmallSession.run(&session).allSatisfy {
        $0.validationLoss == nil && $0.validationLossPerToken == nil
      }
    )
    let mark = session.model.tape.mark
    let data = session.model.tape.run(from: 0).data
    _ = session.model.meanLoss(of: session.trainer.dataset.training).perToken
    #expect(session.model.tape.mark == mark)
    #expect(session.model.tape.run(from: 0).data == data)
  }

  @Test("The tape is between steps as long as the parameters and the scale")
  func tapeStaysShort() throws {
    var session = try SmallSession.session(SmallSession.configuration())
    let mark = session.model.tape.mark
    _ = try SmallSession.run(&session)
    #expect(session.model.tape.mark == mark)
    #expect(session.model.tape.valueCount == session.model.configuration.parameterCount + 1)
  }

  @Test("Training lowers the loss")
  func learning() throws {
    var session = try SmallSession.session(SmallSession.configuration(steps: 60) { $0.batchSize = 4 })
    let steps = try SmallSession.run(&session)
    #expect(steps[59].smoothedLoss < steps[0].smoothedLoss - 0.3)
  }
}
