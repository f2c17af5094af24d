import Testing
import Training
import Transformer

@Suite("Training that overflows")
struct NonFiniteTrainingTests {
  // With scores of size 10⁴ the probability of some target is 0; with activations of 10¹⁵⁰ a sum of squares overflows.
  @Test(
    "A loss that is not finite names the step and the operation, and leaves the parameters as they were",
    arguments: [(10, "= log("), (1e150, "= dot(")]
  )
  func nonFiniteLoss(learningRate: Double, operation: String) throws {
    var session = try SmallSession.session(SmallSession.configuration { $0.learningRate = learningRate })
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
    #expect(culprit.contains(operation))
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
    // A gradient left over from before is finite, and its square is not.
    session.model.parameters["lm_head"].elements[0].grad = 1e300
    let error = try #require(throws: TrainingError.self) { try session.trainer.next() }
    #expect(error == .nonFiniteGradient(step: 1, culprit: nil))
    #expect(error.description.contains("its norm is too large for a number"))
    #expect(session.model.parameterVector.data == parameters)
    #expect(session.model.parameterVector.grad.allSatisfy { $0 == 0 })
  }
}
