import Autograd
import Foundation
import Random
import Replay
import TestSupport
import Testing
import Threads
import Training
import Transformer

/// Training in numbers of 32 bits, held to the same in 64.
@Suite("Single precision")
struct SinglePrecisionTests {
  /// Half the distance between 1 and the next number: a result is rounded by at most so large a part of it.
  static let rounding = 0x1p-24

  // From a token to its loss lead about 25 operations a layer and 10 besides, 60 in two layers, and back to a parameter as many.
  // The dot products among them add 8 to 32 products, 20 roundings on the average where one operation has one; a third of the
  // operations are dot products. So there are at most 2 · 60 · (2/3 + 20/3) < 900 roundings on a way, and where their signs
  // are as random as those of rounding, √900 = 30 add up. Twice as many are allowed, of the largest number of a kind.
  static let lossBound = 60 * rounding
  static let gradientBound = 60 * rounding

  @Test(
    "Losses and gradients are those of double precision but for rounding, for every variant and batch size",
    arguments: Variant.all
  )
  func gradients(variant: Variant) throws {
    let (doubleModel, singleModel) = (try variant.model(), try variant.model())
    let double = ReplayedGradients(doubleModel)
    let single = ReplayedGradients(singleModel, arithmetic: .single)
    var generator = MersenneTwister(seed: 7)
    for size in BatchGradientsTests.batchSizes {
      let documents = BatchGradientsTests.documents(size, &generator)
      for model in [doubleModel, singleModel] {
        model.parameterVector.clearGradients()
        // What is there already is added to in double precision.
        model.parameterVector[3].grad = 1e9
      }
      let expected = double.differentiate(documents, workers: .one)
      let losses = single.differentiate(documents, workers: .one)
      for (loss, expected) in zip(losses, expected) {
        #expect((loss - expected).magnitude <= Self.lossBound * max(expected, 1))
      }
      #expect(losses != expected)
      let (gradients, exact) = (singleModel.parameterVector.grad, doubleModel.parameterVector.grad)
      let largest = exact.enumerated().reduce(0) { $1.offset == 3 ? $0 : max($0, $1.element.magnitude) }
      for (gradient, exact) in zip(gradients, exact) {
        #expect((gradient - exact).magnitude <= Self.gradientBound * largest)
      }
      #expect(single.losses(of: documents) == losses)
      #expect(singleModel.parameterVector.grad == gradients)
    }
  }

  @Test("The bits do not depend on the number of threads, nor on what was computed before")
  func threads() throws {
    var generator = MersenneTwister(seed: 5)
    let documents = BatchGradientsTests.documents(70, &generator)
    var found: [[Double]] = []
    for threadCount in 1...4 {
      let model = try Variant.all[0].model()
      let gradients = ReplayedGradients(model, arithmetic: .single)
      let workers = threadCount == 1 ? Workers.one : ThreadPool(threadCount: threadCount).workers
      for _ in 0..<2 {
        model.parameterVector.clearGradients()
        let losses = gradients.differentiate(documents, workers: workers)
        found.append(losses + model.parameterVector.grad)
      }
    }
    #expect(found.allSatisfy { $0 == found[0] })
  }

  @Test("The default run keeps within 1e-5 of double precision for 100 steps")
  func defaultRun() throws {
    let golden = try GoldenRun.recorded(0)
    var double = try golden.session()
    var single = try golden.session(precision: .single)
    var isOther = false
    for _ in 0..<100 {
      let (expected, step) = (
        try #require(try double.trainer.next()), try #require(try single.trainer.next())
      )
      #expect((step.loss - expected.loss).magnitude <= 1e-5)
      isOther = isOther || step.loss != expected.loss
    }
    #expect(isOther)
  }

  @Test(
    "The held-out loss of a large model is within what another seed changes",
    .enabled(if: isReleaseBuild, "120 large steps are for a release build")
  )
  func largeModel() throws {
    let corpus = try Corpus(utf8: [UInt8](Data(contentsOf: dataFile("names.txt"))), layout: .stream)
    func heldOutLoss(seed: UInt64, _ precision: Precision) throws -> Double {
      var configuration = TrainingConfiguration()
      configuration.stepCount = 30
      configuration.seed = seed
      configuration.learningRate = 0.001
      configuration.batchSize = 12
      configuration.validationShare = 0.02
      configuration.layout = .stream
      configuration.precision = precision
      var session = try TrainingSession(
        corpus,
        configuration: configuration,
        shape: GPTShape(layerCount: 4, embeddingWidth: 128, headCount: 4, contextLength: 64),
        arithmetics: [.double, .single]
      )
      while try session.trainer.next() != nil {}
      return session.model.meanLoss(of: session.trainer.dataset.validation).perToken
    }
    let losses = try (1...3).map { try heldOutLoss(seed: $0, .double) }
    let spread = losses.reduce(-.infinity, max) - losses.reduce(.infinity, min)
    let single = try heldOutLoss(seed: 1, .single)
    #expect(single != losses[0])
    #expect((single - losses[0]).magnitude < spread / 2, "\(single) \(losses)")
  }

  @Test("What a trained model computes when it is looked into is computed in double precision")
  func evaluation() throws {
    var session = try SmallSession.session(SmallSession.configuration { $0.precision = .single })
    _ = try SmallSession.run(&session)
    let checkpoint = session.checkpoint(source: SmallSession.source)
    #expect(checkpoint.training.precision == .single)
    let read = TrainingSession(lookingInto: checkpoint)
    let documents = Array(session.trainer.dataset.training)
    // Losses in double precision do not depend on how the parameters were trained.
    let recorded = RecordedGradients(session.model).losses(of: documents)
    #expect(agree(ReplayedGradients(read.model).losses(of: documents), recorded, within: 1e-14))
    #expect(read.model.meanLoss(of: documents) == session.model.meanLoss(of: documents))
  }

  @Test("What is too large for single precision and not for double is named, and nothing has moved")
  func overflow() throws {
    // Parameters of 10²⁵ have squares of 10⁵⁰.
    for (rate, precision) in [(1e25, Precision.single), (1e25, .double), (1e45, .single)] {
      var session = try SmallSession.session(
        SmallSession.configuration {
          $0.learningRate = rate
          $0.precision = precision
        }
      )
      _ = try session.trainer.next()
      guard precision == .single else {
        let step = try session.trainer.next()
        #expect(step?.loss.isFinite == true)
        continue
      }
      let parameters = session.model.parameterVector.data
      let error = try #require(throws: TrainingError.self) { try session.trainer.next() }
      guard case .tooLargeForSingle(step: 2, _) = error else {
        Issue.record("\(error)")
        continue
      }
      #expect(error.description.contains("is not finite in single precision"))
      #expect(error.description.contains("--precision double would do"))
      #expect(session.model.parameterVector.data == parameters)
      #expect(session.model.parameterVector.grad.allSatisfy { $0 == 0 })
      #expect(session.trainer.state.stepsDone == 1)
    }
  }

  @Test("Where nothing computes in single precision, a session that asks for it is refused")
  func refused() throws {
    let configuration = SmallSession.configuration { $0.precision = .single }
    #expect(throws: TrainingSessionError.precision(.single)) {
      try TrainingSession(SmallSession.corpus(), configuration: configuration)
    }
    let checkpoint = try SmallSession.session(configuration).checkpoint(source: SmallSession.source)
    #expect(throws: TrainingSessionError.precision(.single)) {
      try TrainingSession(resuming: checkpoint, on: SmallSession.corpus())
    }
  }
}
