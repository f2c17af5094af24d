import Testing
import Training
import Transformer

@Suite("Training that overflows")
struct NonFiniteTrainingTests {
  // With activations of 10¹⁵⁰ a sum of squares overflows.
  @Test(
    "A loss that is not finite names the step, the operation and the largest parameter, and leaves the parameters as they were"
  )
  func nonFiniteLoss() throws {
    var session = try SmallSession.session(SmallSession.configuration { $0.learningRate = 1e150 })
    _ = try session.trainer.next()
    let parameters = session.model.parameterVector.data
    let optimizer = session.trainer.state.optimizer
    let mark = session.model.tape.mark
    let error = try #require(throws: TrainingError.self) { try session.trainer.next() }
    guard case .nonFiniteLoss(let step, let loss, let culprit?) = error else {
      Issue.record("\(error)")
      return
    }
    #expect(step == 2)
    #expect(!loss.isFinite)
    #expect(culprit.contains("= dot("))
    #expect(
      culprit.contains(
        /the parameter farthest from 0 is [a-z0-9_.]+\[\d+,\d+\] = -?(1|9\.9)\d*(e\+150|e\+149)/
      )
    )
    #expect(
      error.description.hasPrefix(
        "the loss of step 2 is \(loss.isNaN ? "not a number" : "inf"); the first operation whose result"
      )
    )
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
    var session = try SmallSession.session(SmallSession.configuration { $0.learningRate = 1e200 })
    _ = try session.trainer.next()
    let parameters = session.model.parameterVector.data
    let error = try #require(throws: TrainingError.self) { try session.trainer.next() }
    guard case .nonFiniteGradient(2, let culprit?) = error else {
      Issue.record("\(error)")
      return
    }
    #expect(culprit.contains("result is not finite is") && culprit.contains("= dot("))
    #expect(error.description.contains(culprit))
    #expect(session.model.parameterVector.data == parameters)
    #expect(session.trainer.state.stepsDone == 1)
  }

  // Scores of size 10⁴ make the probability of some target 0, whose logarithm is not needed.
  @Test("A loss of any finite size is trained on", arguments: [10.0, 1e3, 1e10])
  func largeLoss(learningRate: Double) throws {
    var session = try SmallSession.session(SmallSession.configuration { $0.learningRate = learningRate })
    let steps = try SmallSession.run(&session)
    #expect(steps.count == 6)
    #expect(steps.contains { $0.loss > 745 })
  }

  @Test(
    "After the last step, a model that computes no numbers is an error too",
    arguments: [1e150, 1e160, 1e200]
  )
  func lastStep(learningRate: Double) throws {
    var session = try SmallSession.session(
      SmallSession.configuration(steps: 1) { $0.learningRate = learningRate }
    )
    let error = try #require(throws: TrainingError.self) { try session.trainer.next() }
    guard case .nonFiniteModel(1, learningRate, let culprit) = error else {
      Issue.record("\(error)")
      return
    }
    #expect(culprit.contains("result is not finite is v"))
    #expect(error.description.contains(culprit) && error.description.contains("smaller"))
    #expect(session.trainer.state.stepsDone == 0)
  }

  @Test("A model on the way can be looked at before it is saved")
  func check() throws {
    var session = try SmallSession.session(SmallSession.configuration())
    try session.trainer.check()
    _ = try session.trainer.next()
    let data = session.model.tape.run(from: 0).data
    let gradients = session.model.tape.run(from: 0).grad
    try session.trainer.check()
    #expect(session.model.tape.run(from: 0).data == data && session.model.tape.run(from: 0).grad == gradients)
    session.model.parameters["lm_head"].elements[0].data = 1.7e308
    #expect(throws: TrainingError.self) { try session.trainer.check() }
  }

  @Test(
    "A gradient whose square is too large for Adam is refused, unless it is clipped",
    arguments: [nil, 1.0]
  )
  func hugeSquare(clip: Double?) throws {
    var session = try SmallSession.session(SmallSession.configuration { $0.gradientClip = clip })
    session.model.parameters["lm_head"].elements[0].grad = 1e200
    guard clip != nil else {
      #expect(throws: TrainingError.nonFiniteGradient(step: 1, culprit: nil)) { try session.trainer.next() }
      return
    }
    #expect(try session.trainer.next()?.gradientNorm == 1e200)
    #expect(session.trainer.state.optimizer.secondMoments.allSatisfy { $0.isFinite })
    _ = try SmallSession.run(&session)
  }

  @Test("Parameters that a step moves beyond all numbers stop training at that step")
  func overflowingParameters() throws {
    var session = try SmallSession.session(SmallSession.configuration { $0.learningRate = 1.7e308 })
    #expect(throws: TrainingError.nonFiniteParameters(step: 1, learningRate: 1.7e308)) {
      try session.trainer.next()
    }
    #expect(session.trainer.state.stepsDone == 0)
  }

  @Test("A gradient whose norm alone is too large for a number stops training, and blames no operation")
  func overflowingNormAlone() throws {
    var session = try SmallSession.session(SmallSession.configuration())
    let parameters = session.model.parameterVector.data
    // Gradients left over from before are finite, and the root of the sum of their squares is not.
    for leaf in session.model.parameters["lm_head"].elements { leaf.grad = 1.7e308 }
    let error = try #require(throws: TrainingError.self) { try session.trainer.next() }
    #expect(error == .nonFiniteGradient(step: 1, culprit: nil))
    #expect(error.description.contains("the gradient of step 1 is too large; its norm, or the square of it"))
    #expect(session.model.parameterVector.data == parameters)
    #expect(session.model.parameterVector.grad.allSatisfy { $0 == 0 })
  }
}
