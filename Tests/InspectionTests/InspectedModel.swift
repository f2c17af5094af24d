import Autograd
import TestSupport
import Training
import Transformer

/// A variant's model, as it is made or after some training.
struct InspectedModel: Sendable, CustomStringConvertible {
  let variant: Variant
  let stepCount: Int

  var description: String { "\(variant), \(stepCount == 0 ? "untrained" : "trained")" }

  static let all = Variant.all.flatMap {
    [InspectedModel(variant: $0, stepCount: 0), InspectedModel(variant: $0, stepCount: 40)]
  }

  func make() throws -> GPT {
    let model = try variant.model()
    var optimizer = Adam(parameterCount: model.parameterVector.count)
    let mark = model.tape.mark
    for step in 0..<stepCount {
      model.loss(of: [2, step % 3, 1, (step + 1) % 2, 0, 2]).backward()
      _ = optimizer.update(model.parameterVector, step: step + 1, learningRate: 0.02)
      model.tape.rewind(to: mark)
      model.tape.clearGradients()
    }
    return model
  }
}
