import Autograd
import Random
import TestSupport
import Testing
import Threads
import Training
import Transformer

@Suite("The gradients of a batch, recorded anew and replayed")
struct BatchGradientsTests {
  /// Documents of 2 to 9 tokens out of three, in a model that reads 6.
  static func documents(_ count: Int, _ generator: inout MersenneTwister) -> [[Int]] {
    (0..<count).map { _ in
      (0..<Int.random(in: 2...9, using: &generator)).map { _ in Int.random(in: 0..<3, using: &generator) }
    }
  }

  /// With one shard and with several; a debug build leaves out the largest.
  static let batchSizes = isReleaseBuild ? [1, 7, 40, 70] : [1, 7, 40]

  @Test(
    "Losses and gradients are equal, for every variant, batch size, length and number of threads",
    arguments: Variant.all
  )
  func equal(variant: Variant) throws {
    let (recordedModel, replayedModel) = (try variant.model(), try variant.model())
    let recorded = RecordedGradients(recordedModel)
    let replayed = ReplayedGradients(replayedModel)
    var generator = MersenneTwister(seed: 7)
    var shardCounts: Set<Int> = []
    for threadCount in 1...3 {
      let workers = threadCount == 1 ? Workers.one : ThreadPool(threadCount: threadCount).workers
      for size in Self.batchSizes {
        let documents = Self.documents(size, &generator)
        // They add to what is there.
        for model in [recordedModel, replayedModel] {
          model.parameterVector.clearGradients()
          model.parameterVector[3].grad = 0.25
        }
        let expected = recorded.differentiate(documents, workers: workers)
        #expect(agree(replayed.differentiate(documents, workers: workers), expected, within: 1e-14))
        let gradients = (recordedModel.parameterVector.grad, replayedModel.parameterVector.grad)
        // Where queries and keys are normalized, 1/√ of their small squares makes roundings larger.
        #expect(agree(gradients.1, gradients.0, within: 2e-14))
        #expect(gradients.0.count { $0 != 0 } > gradients.0.count / 2)

        #expect(agree(recorded.losses(of: documents), expected, within: 1e-14))
        #expect(agree(replayed.losses(of: documents), expected, within: 1e-14))
        #expect(recordedModel.parameterVector.grad == gradients.0)
        #expect(replayedModel.parameterVector.grad == gradients.1)
        shardCounts.insert(
          replayed.usefulWorkerCount(positions: documents.map { min($0.count - 1, 6) }.reduce(0, +))
        )
      }
    }
    #expect(shardCounts == (isReleaseBuild ? [1, 2, 4] : [1, 2]))
    #expect(recorded.usefulWorkerCount(positions: 10_000) == 1)
  }

  @Test("A gradient is that of the mean loss, as central differences have it")
  func differences() throws {
    let model = try Variant.all[0].model()
    var generator = MersenneTwister(seed: 3)
    let documents = Self.documents(5, &generator)
    let gradients = RecordedGradients(model)
    _ = gradients.differentiate(documents, workers: .one)
    for parameter in model.parameterVector.enumerated().filter({ $0.offset % 17 == 0 }).map(\.element) {
      let number = parameter.data
      func meanLoss(at x: Double) -> Double {
        parameter.data = x
        defer { parameter.data = number }
        return gradients.losses(of: documents).reduce(0, +) / 5
      }
      let difference = (meanLoss(at: number + 1e-5) - meanLoss(at: number - 1e-5)) / 2e-5
      #expect(agree(parameter.grad, difference, within: 1e-8))
    }
  }

  @Test("A trainer makes the same steps with either", arguments: [1, 50], [nil, 0.5])
  func training(batchSize: Int, clip: Double?) throws {
    let configuration = SmallSession.configuration(steps: 8) {
      $0.batchSize = batchSize
      $0.gradientClip = clip
      $0.validationShare = 0.25
    }
    let session = try SmallSession.session(configuration)
    var parameters = session.model.parameterVector.data[...]
    let copy = GPT(session.model.configuration, on: Tape()) { parameters.removeFirst() }
    var fast = session.trainer
    var plain = Trainer(
      copy,
      on: fast.dataset,
      configuration: configuration,
      state: fast.state,
      gradients: { RecordedGradients($0) }
    )
    #expect(plain.usefulWorkerCount == 1)
    var count = 0
    while let step = try fast.next() {
      let other = try #require(try plain.next())
      #expect(agree(other.loss, step.loss, within: 1e-12))
      #expect(agree(other.gradientNorm, step.gradientNorm, within: 1e-12))
      #expect(agree(other.validationLoss ?? -1, step.validationLoss ?? -1, within: 1e-12))
      count += 1
    }
    #expect(count == 8)
    let end = try plain.next()
    #expect(end == nil)
    #expect(agree(copy.parameterVector.data, session.model.parameterVector.data, within: 1e-10))
    #expect(copy.tape.valueCount == session.model.tape.valueCount)
  }

  @Test("With recorded gradients, too, a trainer stops where the loss is no number")
  func nonFinite() throws {
    let session = try SmallSession.session(SmallSession.configuration())
    session.model.parameters["wte"].elements[0].data = .nan
    session.model.parameters["lm_head"].elements[0].data = .nan
    var trainer = Trainer(
      session.model,
      on: session.trainer.dataset,
      configuration: session.trainer.configuration,
      state: session.trainer.state,
      gradients: { RecordedGradients($0) }
    )
    #expect {
      try trainer.next()
    } throws: {
      if case .nonFiniteLoss(step: 1, loss: _, culprit: let culprit?)? = $0 as? TrainingError {
        culprit.contains("nan")
      } else {
        false
      }
    }
  }
}
