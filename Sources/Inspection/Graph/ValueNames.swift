import Autograd
import Transformer

/// What the values on a tape are in the model.
struct ValueNames {
  private struct Run {
    let extent: Range<Int>
    let prefix: String
    let columns: Int?
    let suffix: String
  }

  /// In the order of their beginnings.
  private let runs: [Run]

  init(_ pass: ForwardPass) {
    var runs = pass.model.namedParameters.map {
      Run(extent: $0.matrix.elements.extent, prefix: $0.name, columns: $0.matrix.columns, suffix: "")
    }
    for position in pass.positions.indices {
      for activation in pass.namedActivations(at: position) {
        let layer = activation.layer.map { "layer\($0)." } ?? ""
        // Keys and values are named where they are stored, queries where a head reads them.
        guard !["keys", "values", "queries"].contains(activation.name) else { continue }
        for run in activation.runs {
          runs.append(
            Run(
              extent: run.vector.extent,
              prefix: layer + activation.name + run.index,
              columns: nil,
              suffix: "@\(position)"
            )
          )
        }
      }
      for (layer, block) in pass.positions[position].activations.blocks.enumerated() {
        for (head, activations) in block.attention.heads.enumerated() {
          let scale = activations.scale.position
          runs.append(
            Run(
              extent: scale..<scale + 1,
              prefix: "layer\(layer).scale[\(head)]",
              columns: nil,
              suffix: "@\(position)"
            )
          )
        }
      }
      let loss = pass.positions[position].loss.position
      runs.append(Run(extent: loss..<loss + 1, prefix: "loss", columns: nil, suffix: "@\(position)"))
    }
    self.runs = runs.sorted {
      ($0.extent.lowerBound, $0.extent.upperBound) < ($1.extent.lowerBound, $1.extent.upperBound)
    }
  }

  /// The name of the value at a position on the tape; empty where it has none.
  func name(of position: Int) -> String {
    // The last run that begins at or before it; runs do not overlap but where one is part of another.
    var lower = 0
    var upper = runs.count
    while lower < upper {
      let middle = (lower + upper) / 2
      if runs[middle].extent.lowerBound <= position { lower = middle + 1 } else { upper = middle }
    }
    guard let run = runs[..<lower].last(where: { $0.extent.contains(position) }) else { return "" }
    let offset = position - run.extent.lowerBound
    if let columns = run.columns { return "\(run.prefix)[\(offset / columns),\(offset % columns)]" }
    return run.prefix + (run.extent.count > 1 ? "[\(offset)]" : "") + run.suffix
  }
}
