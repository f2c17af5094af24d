import Autograd
import Testing
import Training
import Transformer

@Suite("Trainer")
struct TrainerTests {
  static let lines = "ada\nbob\ncarla\ndan\neva\nfinn\ngus\nhana\nina\njon\nkai\nlena\n"
  static let source = Checkpoint.DataSource(
    name: "names",
    fingerprint: Fingerprint(of: Array(lines.utf8))
  )

  static func corpus(_ layout: Corpus.Layout = .lines) throws -> Corpus {
    try Corpus(utf8: Array(lines.utf8), layout: layout)
  }

  static func session(_ configuration: TrainingConfiguration) throws -> Session {
    try Session(
      corpus(configuration.layout),
      configuration: configuration,
      layerCount: 2,
      embeddingWidth: 4,
      headCount: 2,
      contextLength: 4
    )
  }

  static func configuration(
    steps: Int = 6,
    _ change: (inout TrainingConfiguration) -> Void = { _ in }
  ) -> TrainingConfiguration {
    var configuration = TrainingConfiguration()
    configuration.stepCount = steps
    change(&configuration)
    return configuration
  }

  static func run(_ session: inout Session, _ count: Int = .max) throws -> [Trainer<GPT>.Step] {
    var steps: [Trainer<GPT>.Step] = []
    while steps.count < count, let step = try session.trainer.next() { steps.append(step) }
    return steps
  }

  struct Way: Sendable, CustomTestStringConvertible {
    let testDescription: String
    let configuration: TrainingConfiguration

    init(_ description: String, _ change: (inout TrainingConfiguration) -> Void = { _ in }) {
      testDescription = description
      configuration = TrainerTests.configuration(change)
    }
  }

  static let ways = [
    Way("lines"),
    Way("stream") { $0.layout = .stream },
    Way("batch of 3") { $0.batchSize = 3 },
    Way("clipped") { $0.gradientClip = 0.5 },
    Way("a quarter held out") { $0.validationShare = 0.25 },
    Way("all together, bytes") {
      $0.layout = .stream
      $0.batchSize = 2
      $0.gradientClip = 0.5
      $0.validationShare = 0.25
      $0.unit = .bytes
      $0.seed = 7
    },
  ]

  @Test("The same seed gives the same bits, another seed others", arguments: ways)
  func determinism(way: Way) throws {
    var first = try Self.session(way.configuration)
    var second = try Self.session(way.configuration)
    #expect(try Self.run(&first) == Self.run(&second))
    #expect(first.checkpoint(source: Self.source) == second.checkpoint(source: Self.source))

    var configuration = way.configuration
    configuration.seed += 1
    var other = try Self.session(configuration)
    _ = try Self.run(&other)
    #expect(other.model.parameterVector.data != first.model.parameterVector.data)
  }

  @Test(
    "Resuming gives bit for bit what an uninterrupted run gives, wherever it stopped",
    arguments: ways,
    [0, 1, 4, 6]
  )
  func resume(way: Way, stop: Int) throws {
    var whole = try Self.session(way.configuration)
    let expected = try Self.run(&whole)
    #expect(expected.count == 6)

    var first = try Self.session(way.configuration)
    var steps = try Self.run(&first, stop)
    let checkpoint = first.checkpoint(source: Self.source)
    var second = try Session(resuming: checkpoint, on: Self.corpus(way.configuration.layout))
    #expect(second.checkpoint(source: Self.source) == checkpoint)
    steps += try Self.run(&second)
    #expect(steps == expected)
    #expect(second.checkpoint(source: Self.source) == whole.checkpoint(source: Self.source))
    let sampler = Sampler(.random(temperature: 0.7))
    #expect(second.sample(5, sampler: sampler) == whole.sample(5, sampler: sampler))
  }

  @Test("Resumed with more steps, training goes on to the new number")
  func extended() throws {
    var session = try Self.session(Self.configuration(steps: 3))
    _ = try Self.run(&session)
    var longer = try Session(
      resuming: session.checkpoint(source: Self.source),
      on: Self.corpus(),
      stepCount: 5
    )
    let steps = try Self.run(&longer)
    #expect(steps.map(\.number) == [4, 5])
    #expect(agree(steps.map(\.learningRate), [0.004, 0.002], within: 1e-15))
  }

  @Test("A step says its number, learning rate and the loss of its documents before the parameters move")
  func steps() throws {
    let configuration = Self.configuration(steps: 5) { $0.batchSize = 3 }
    var session = try Self.session(configuration)
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
  func gradient(_ session: Session, _ documents: [[Int]]) -> [Double] {
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

  @Test("The gradient of a batch is the mean of its documents' gradients, and the parameters move against it")
  func batchGradient() throws {
    let configuration = Self.configuration(steps: 4) { $0.batchSize = 4 }
    var session = try Self.session(configuration)
    let expected = gradient(session, Array(session.trainer.dataset.training.prefix(4)))
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
    var free = try Self.session(Self.configuration())
    let norm = try #require(try free.trainer.next()).gradientNorm
    func clipped(_ limit: Double) throws -> (norm: Double, moments: [Double]) {
      var session = try Self.session(Self.configuration { $0.gradientClip = limit })
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
    var session = try Self.session(Self.configuration())
    #expect(session.trainer.state.smoothedLoss.isNaN)
    var weighted = 0.0
    var weights = 0.0
    for step in try Self.run(&session) {
      weighted = 0.98 * weighted + step.loss
      weights = 0.98 * weights + 1
      #expect(agree(step.smoothedLoss, weighted / weights, within: 1e-13))
    }
  }

  @Test("The held-out loss is measured at its interval and after the last step, over every token alike")
  func validation() throws {
    var session = try Self.session(
      Self.configuration(steps: 25) { $0.validationShare = 0.25 }
    )
    var measured: [Int] = []
    while let step = try session.trainer.next() {
      guard let loss = step.validationLoss else { continue }
      measured.append(step.number)
      let model = session.model
      let losses = session.trainer.dataset.validation.flatMap { document in
        model.tape.withoutRecording { model.tokenLosses(of: document).map(\.data) }
      }
      #expect(agree(loss, losses.reduce(0, +) / Double(losses.count), within: 1e-14))
      #expect(model.meanTokenLoss(of: session.trainer.dataset.validation) == loss)
    }
    #expect(measured == [2, 4, 6, 8, 10, 12, 14, 16, 18, 20, 22, 24, 25])
  }

  @Test("Nothing is measured where nothing is held out, and measuring changes no step")
  func measuringChangesNothing() throws {
    var session = try Self.session(Self.configuration())
    #expect(try Self.run(&session).allSatisfy { $0.validationLoss == nil })
    let mark = session.model.tape.mark
    let data = session.model.tape.run(from: 0).data
    _ = session.model.meanTokenLoss(of: session.trainer.dataset.training)
    #expect(session.model.tape.mark == mark)
    #expect(session.model.tape.run(from: 0).data == data)
  }

  @Test("The tape is between steps as long as the parameters and the scale")
  func tapeStaysShort() throws {
    var session = try Self.session(Self.configuration())
    let mark = session.model.tape.mark
    _ = try Self.run(&session)
    #expect(session.model.tape.mark == mark)
    #expect(session.model.tape.valueCount == session.model.configuration.parameterCount + 1)
  }

  @Test("Training lowers the loss")
  func learning() throws {
    var session = try Self.session(Self.configuration(steps: 60) { $0.batchSize = 4 })
    let steps = try Self.run(&session)
    #expect(steps[59].smoothedLoss < steps[0].smoothedLoss - 0.3)
  }

  // With scores of size 10⁴ the probability of some target is 0; with activations of 10¹⁵⁰ a sum of squares overflows.
  @Test(
    "A loss that is not finite names the step and the operation, and leaves the parameters as they were",
    arguments: [(10, "= log("), (1e150, "= dot(")]
  )
  func nonFiniteLoss(learningRate: Double, operation: String) throws {
    var session = try Self.session(Self.configuration { $0.learningRate = learningRate })
    _ = try session.trainer.next()
    let parameters = session.model.parameterVector.data
    let optimizer = session.trainer.state.optimizer
    let mark = session.model.tape.mark
    let error = try #require(throws: TrainingError.self) { try session.trainer.next() }
    guard case .nonFiniteLoss(let step, let loss, let culprit) = error else {
      Issue.record("\(error)")
      return
    }
    #expect(step == 2)
    #expect(!loss.isFinite)
    #expect(culprit.contains(operation))
    #expect(error.description.hasPrefix("the loss of step 2 is \(loss); the first operation whose result"))
    #expect(error.description.contains(culprit))
    #expect(session.model.parameterVector.data == parameters)
    #expect(session.model.parameterVector.grad.allSatisfy { $0 == 0 })
    #expect(session.trainer.state.optimizer == optimizer)
    #expect(session.trainer.state.stepsDone == 1)
    #expect(session.model.tape.mark == mark)
  }

  // Activations of 10²⁰⁰ are divided by an infinite norm: the loss is that of no knowledge, its gradient 0 · ∞.
  @Test("Numbers so large that only the gradient shows it stop training too")
  func overflowingActivations() throws {
    var session = try Self.session(Self.configuration { $0.learningRate = 1e200 })
    _ = try session.trainer.next()
    let parameters = session.model.parameterVector.data
    let error = try #require(throws: TrainingError.self) { try session.trainer.next() }
    guard case .nonFiniteGradient(2, let culprit?) = error else {
      Issue.record("\(error)")
      return
    }
    #expect(culprit.contains("= relu("), "the value next to the loss whose gradient is 0 · ∞")
    #expect(error.description.contains(culprit))
    #expect(session.model.parameterVector.data == parameters)
    #expect(session.trainer.state.stepsDone == 1)
  }

  @Test("A gradient whose norm alone is too large for a number stops training, and blames no operation")
  func overflowingNormAlone() throws {
    var session = try Self.session(Self.configuration())
    let parameters = session.model.parameterVector.data
    // A gradient left over from before is finite, and its square is not.
    session.model.parameters.outputHead.elements[0].grad = 1e300
    let error = try #require(throws: TrainingError.self) { try session.trainer.next() }
    #expect(error == .nonFiniteGradient(step: 1, culprit: nil))
    #expect(error.description.contains("its norm is too large for a number"))
    #expect(session.model.parameterVector.data == parameters)
    #expect(session.model.parameterVector.grad.allSatisfy { $0 == 0 })
  }
}

@Suite("Session")
struct SessionTests {
  @Test("Errors of the shape and of the corpus come through")
  func errors() throws {
    let corpus = try TrainerTests.corpus()
    #expect(throws: SessionError.shape(.headsDoNotDivideWidth(headCount: 3, embeddingWidth: 16))) {
      try Session(corpus, configuration: TrainingConfiguration(), headCount: 3)
    }
    var configuration = TrainingConfiguration()
    configuration.validationShare = 0.01
    let share = DatasetError.emptyShare(share: 0.01, count: 12, what: "documents")
    #expect(throws: SessionError.dataset(share)) { try Session(corpus, configuration: configuration) }
    #expect(SessionError.dataset(share).description == share.description)

    let session = try Session(corpus, configuration: TrainingConfiguration())
    let other = try Corpus(utf8: Array("xyz".utf8), layout: .lines)
    let unknown = TokenizerError.unknown([0x78], position: 0)
    #expect(throws: SessionError.dataset(.unencodable(unknown))) {
      try Session(resuming: session.checkpoint(source: TrainerTests.source), on: other)
    }
  }

  @Test("Sampling leaves the trainer's generator where it stands")
  func sampling() throws {
    let session = try TrainerTests.session(TrainerTests.configuration())
    let sampler = Sampler(.random(temperature: 1))
    let texts = session.sample(4, sampler: sampler)
    #expect(session.sample(4, sampler: sampler) == texts)
    #expect(Set(texts).count > 1)
  }

  @Test("A checkpoint's model is the one it was made from, on any tape")
  func checkpoint() throws {
    var session = try TrainerTests.session(TrainerTests.configuration())
    _ = try TrainerTests.run(&session)
    let tape = Tape()
    _ = tape.vector([0.7, 1.9])
    let model = session.checkpoint(source: TrainerTests.source).makeModel(on: tape)
    #expect(model.configuration == session.model.configuration)
    #expect(model.parameterVector.data == session.model.parameterVector.data)
    let document = session.trainer.dataset.training[0]
    #expect(model.loss(of: document).data == session.model.loss(of: document).data)
  }
}
