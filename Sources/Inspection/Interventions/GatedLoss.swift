import Autograd
import Training
import Transformer

/// The loss per token over texts as a function of gates, replayed.
struct GatedLoss {
  private let gates: Gates
  private let gradients: ReplayedGradients<GatedModel>
  private let documents: [[Int]]
  private let contextLength: Int
  /// How many tokens are predicted.
  let tokenCount: Int

  /// Of documents of at least two tokens each; nothing may be appended to the tape from then on.
  init(_ model: GatedModel, documents: [[Int]]) {
    gates = model.gates
    gradients = ReplayedGradients(model)
    self.documents = documents
    contextLength = model.contextLength
    tokenCount = documents.reduce(0) { $0 + min($1.count - 1, model.contextLength) }
  }

  private func positionCount(of document: [Int]) -> Int { min(document.count - 1, contextLength) }

  /// −(1/n) Σ ln p(token) over all n tokens of all texts, in nats.
  var loss: Double {
    let total = zip(documents, gradients.losses(of: documents)).reduce(0) {
      $0 + $1.1 * Double(positionCount(of: $1.0))
    }
    return total / Double(tokenCount)
  }

  /// The loss where some of the gates are at x.
  func loss(_ indices: [Int], at x: Double = 1) -> Double { gates.with(indices, at: x) { loss } }

  /// ∂loss/∂x for each gate.
  var slopes: [Double] {
    var slopes = [Double](repeating: 0, count: gates.count)
    // A batch's gradient is that of the mean over texts, which is the mean over tokens where they are equally long.
    let groups = Dictionary(grouping: documents, by: positionCount)
    for (positions, documents) in groups.sorted(by: { $0.key < $1.key }) {
      gates.leaves.clearGradients()
      _ = gradients.differentiate(documents, workers: .one)
      let share = Double(documents.count * positions) / Double(tokenCount)
      for (index, slope) in gates.slopes.enumerated() { slopes[index] += share * slope }
    }
    gates.leaves.clearGradients()
    return slopes
  }
}
