import Autograd
import Transformer

/// How much of every gradient comes from what was computed at which position.
///
///     ∂L/∂x = Σ over positions p of Σ over values y computed at p from x of ∂L/∂y · ∂y/∂x
///
/// The inner sum is the contribution of p to the gradient of x. It is read off the graph, operation by operation, so it
/// holds for every variant of attention.
struct Contributions {
  /// The position that contributes.
  let position: Int
  private let numbers: [Double]
  private let places: [Int32]

  /// What the position contributes to the gradients of a run, which must be one of those asked for.
  func callAsFunction(to run: Range<Int>) -> ArraySlice<Double> {
    let start = Int(places[run.lowerBound])
    return numbers[start..<start + run.count]
  }

  /// Shows the contributions of one position after the other to the values that stand at `targets` on the tape.
  ///
  /// Complexity: time linear in the edges of the graph, memory in the values of one position and the targets.
  static func forEachPosition(of pass: ForwardPass, to targets: [Range<Int>], _ body: (Contributions) -> Void)
  {
    var places = [Int32](repeating: -1, count: targets.map { $0.upperBound }.max() ?? 0)
    var count = 0
    for target in targets.sorted(by: { $0.lowerBound < $1.lowerBound }) {
      // A run that is part of another keeps the other's places, which are as consecutive.
      for index in target where places[index] < 0 {
        places[index] = Int32(count)
        count += 1
      }
    }
    for (index, position) in pass.positions.enumerated() {
      var numbers = [Double](repeating: 0, count: count)
      let values = pass.model.tape.run(from: position.extent.lowerBound).prefix(position.extent.count)
      for value in values where value.grad != 0 {
        let gradient = value.grad
        for parent in value.parents where parent.value.position < places.count {
          let place = Int(places[parent.value.position])
          if place >= 0 { numbers[place] += gradient * parent.localDerivative }
        }
      }
      body(Contributions(position: index, numbers: numbers, places: places))
    }
  }
}

extension Vector {
  /// Where the values stand on the tape.
  var extent: Range<Int> { position..<position + count }
}
