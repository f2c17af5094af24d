import Training
import Transformer

/// A cell of a map of attention, as the page names it: `0.2 3 1` is the weight that in layer 0 the query of head 2 at position
/// 3 gives to position 1.
struct ChosenCell: Equatable {
  let layer: Int
  let head: Int
  let row: Int
  let column: Int

  /// The cell of that name, nil where the model has no such head or the text no such positions.
  init?(_ text: String?, in reading: Playground.Reading) {
    let parts = (text ?? "").split { $0 == " " || $0 == "." }.compactMap { Int($0) }
    let configuration = reading.training.session.model.configuration
    let positions = 0..<reading.tokens.count - 1
    guard parts.count == 4, (0..<configuration.layerCount).contains(parts[0]),
      (0..<configuration.headCount).contains(parts[1]), positions.contains(parts[2]),
      positions.contains(parts[3])
    else { return nil }
    (layer, head, row, column) = (parts[0], parts[1], parts[2], parts[3])
  }
}
