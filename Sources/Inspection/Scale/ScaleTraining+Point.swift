import Attention
import Autograd
import Basics
import Transformer

extension ScaleTraining.Point {
  /// Reads every document, and takes the means.
  init(_ model: GPT, _ documents: [[Int]], step: Int) {
    var loss = 0.0
    var scores = Moments()
    var evenness = Moments()
    var gradients = ProjectionGradients()
    for document in documents {
      model.withForwardPass(over: document) { pass in
        loss += pass.loss.data / Double(documents.count)
        gradients.add(pass.model, share: 1 / Double(documents.count))
        for position in pass.positions {
          for head in position.activations.blocks.flatMap({ $0.attention.heads }) {
            for score in head.scoreNumbers { scores.add(score) }
            let pattern = head.patternNumbers
            if pattern.count > 1 {
              evenness.add(entropy(pattern) / ElementaryFunctions.log(Double(pattern.count)))
            }
          }
        }
      }
    }
    self.step = step
    self.loss = loss
    queryGradientNorm = norm(gradients.queries)
    keyGradientNorm = norm(gradients.keys)
    scoreDeviation = scores.standardDeviation
    self.evenness = evenness.mean
  }
}

/// The gradients of all layers' query and key projections, a mean over documents.
private struct ProjectionGradients {
  private(set) var queries: [Double] = []
  private(set) var keys: [Double] = []

  mutating func add(_ model: GPT, share: Double) {
    Self.add(model, ["attn_wq"], share, to: &queries)
    // Of latents, keys are made by two matrices.
    Self.add(model, ["attn_wk", "attn_wuk", "attn_wkr"], share, to: &keys)
  }

  private static func add(_ model: GPT, _ names: [String], _ share: Double, to sum: inout [Double]) {
    let gradient = model.namedParameters
      .filter { matrix in names.contains { matrix.name.hasSuffix("." + $0) } }
      .flatMap { $0.matrix.elements.grad }
    if sum.isEmpty { sum = Array(repeating: 0, count: gradient.count) }
    for index in gradient.indices { sum[index] += share * gradient[index] }
  }
}
