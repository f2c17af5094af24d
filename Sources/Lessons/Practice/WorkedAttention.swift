import Attention
import Autograd

/// One head's attention over given queries, keys and values, computed by the engine's own kernel.
///
///     scores = s · q·k,   pattern = softmax(scores),   output = Σ pattern · value
public struct WorkedAttention: Equatable, Sendable {
  /// q·k for each query and key, before the scale; nil where the key is hidden.
  public let products: [[Double?]]
  /// s · q·k; nil where the key is hidden.
  public let scores: [[Double?]]
  /// The softmax of each row of scores; nil where the key is hidden.
  public let pattern: [[Double?]]
  /// For each query the average of the visible values, weighted by its pattern.
  public let outputs: [[Double]]

  /// Attention of each query to the keys that a mask shows it; at least one of them.
  ///
  /// - Parameters:
  ///   - queries: one vector for each query.
  ///   - keys: one vector for each key, as wide as a query.
  ///   - values: one vector for each key.
  ///   - scale: s; 1/√d unless another is given.
  ///   - mask: what a query sees.
  public init(
    queries: [[Double]],
    keys: [[Double]],
    values: [[Double]],
    scale: Double? = nil,
    mask: Mask = .full
  ) {
    let tape = Tape()
    let factor = tape.value(scale ?? 1 / Double(keys[0].count).squareRoot())
    let keyVectors = keys.map { tape.vector($0) }
    let valueVectors = values.map { tape.vector($0) }
    var products: [[Double?]] = []
    var scores: [[Double?]] = []
    var pattern: [[Double?]] = []
    var outputs: [[Double]] = []
    for (position, query) in queries.enumerated() {
      let visible = keys.indices.filter { mask.isVisible(from: position, to: $0) }
      let query = tape.vector(query)
      let head = AttentionKernel.softmax.attend(
        query,
        visible.map { keyVectors[$0] },
        visible.map { valueVectors[$0] },
        factor
      )
      func row(_ numbers: [Double]) -> [Double?] {
        var row = [Double?](repeating: nil, count: keys.count)
        for (index, number) in zip(visible, numbers) { row[index] = number }
        return row
      }
      products.append(row(visible.map { dot(query, keyVectors[$0]).data }))
      scores.append(row(head.scores?.data ?? []))
      pattern.append(row(head.pattern?.data ?? []))
      outputs.append(head.output.data)
    }
    self.products = products
    self.scores = scores
    self.pattern = pattern
    self.outputs = outputs
  }
}
