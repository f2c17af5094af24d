import Autograd

/// How much of every gradient comes from what was computed at which position.
///
///     ∂L/∂x = Σ over positions p of Σ over values y computed at p from x of ∂L/∂y · ∂y/∂x
///
/// The inner sum is the contribution of p to the gradient of x. It is read off the graph, operation by operation, so it
/// holds for every variant of attention.
struct Contributions {
  private let rows: [[Double]]

  /// The contributions of all positions of a pass, to values that stand at `targets` on the tape.
  ///
  /// Complexity: linear in the edges of the graph.
  init(_ pass: ForwardPass, to targets: [Range<Int>]) {
    let end = targets.map(\.upperBound).max() ?? 0
    var isTarget = [Bool](repeating: false, count: end)
    for target in targets { for index in target { isTarget[index] = true } }
    rows = pass.positions.map { position in
      var row = [Double](repeating: 0, count: end)
      let values = pass.model.tape.run(from: position.extent.lowerBound).prefix(position.extent.count)
      for value in values where value.grad != 0 {
        let gradient = value.grad
        for parent in value.parents where parent.value.position < end && isTarget[parent.value.position] {
          row[parent.value.position] += gradient * parent.localDerivative
        }
      }
      return row
    }
  }

  /// What the values computed at `position` contribute to the gradients of a run.
  func from(_ position: Int, to run: Range<Int>) -> ArraySlice<Double> { rows[position][run] }
}

extension Vector {
  /// Where the values stand on the tape.
  var extent: Range<Int> { position..<position + count }
}
