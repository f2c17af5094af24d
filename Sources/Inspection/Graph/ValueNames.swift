import Attention
import Autograd
import Transformer

/// What the values on a tape are in the model.
struct ValueNames {
  private struct Run {
    let extent: Range<Int>
    let prefix: String
    /// How many columns a matrix has.
    var columns: Int?
    /// At which position it is computed.
    var suffix = ""
    /// For which position each element is, where the elements are for positions.
    var elementPositions: [Int]?

    func name(of position: Int) -> String {
      let offset = position - extent.lowerBound
      if let columns { return "\(prefix)[\(offset / columns),\(offset % columns)]" }
      if let elementPositions { return "\(prefix)[\(elementPositions[offset])]\(suffix)" }
      return prefix + (extent.count > 1 ? "[\(offset)]" : "") + suffix
    }
  }

  /// In the order of their beginnings.
  private let runs: [Run]

  init(_ pass: ForwardPass) {
    var runs = pass.model.namedParameters.map {
      Run(extent: $0.matrix.elements.extent, prefix: $0.name, columns: $0.matrix.columns)
    }
    for position in pass.positions.indices {
      func add(_ extent: Range<Int>, _ prefix: String, elementPositions: [Int]? = nil) {
        runs.append(
          Run(
            extent: extent,
            prefix: prefix,
            suffix: "@\(position)",
            elementPositions: elementPositions
          )
        )
      }
      for activation in pass.namedActivations(at: position) {
        let name = (activation.layer.map { "layer\($0)." } ?? "") + activation.name
        for run in activation.runs {
          add(run.vector.extent, name + run.index, elementPositions: run.elementPositions)
        }
      }
      for (layer, block) in pass.positions[position].activations.blocks.enumerated() {
        for (head, activations) in block.attention.heads.enumerated() {
          add(activations.scale.position..<activations.scale.position + 1, "layer\(layer).scale[\(head)]")
        }
      }
      let loss = pass.positions[position].loss.position
      add(loss..<loss + 1, "loss")
    }
    self.runs = runs.sorted { $0.extent.lowerBound < $1.extent.lowerBound }
  }

  /// The name of the value at a position on the tape; empty where it has none.
  func name(of position: Int) -> String {
    let next = firstRun(after: position)
    guard next > 0, runs[next - 1].extent.contains(position) else { return "" }
    return runs[next - 1].name(of: position)
  }

  /// The list that the value at a position is in, or where it is in none, the next one on the tape; empty at the end.
  func list(at position: Int) -> String {
    let next = firstRun(after: position)
    if next > 0, runs[next - 1].extent.contains(position) {
      return runs[next - 1].prefix + runs[next - 1].suffix
    }
    return next < runs.count ? runs[next].prefix + runs[next].suffix : ""
  }

  /// The number of the first run that begins behind a position; the one before may hold it, as runs do not overlap.
  private func firstRun(after position: Int) -> Int {
    var lower = 0
    var upper = runs.count
    while lower < upper {
      let middle = (lower + upper) / 2
      if runs[middle].extent.lowerBound <= position { lower = middle + 1 } else { upper = middle }
    }
    return lower
  }
}
