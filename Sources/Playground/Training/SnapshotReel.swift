import Transformer

/// What a model was on the way, in a memory that does not grow: snapshots of its weights.
///
/// The weights are kept after each step until there are more than ``capacity``; then every second snapshot goes, and from there
/// on only every second step is kept, and so on. The first stays.
struct SnapshotReel {
  /// The weights after some step.
  final class Snapshot {
    /// After how many steps.
    let step: Int
    /// The scale of the scores that the step was made with; before the first step, that it is to be made with.
    let scale: Double
    /// The parameters in the order of ``/Transformer/GPTConfiguration/parameterShapes``.
    let parameters: [Double]

    init(step: Int, scale: Double, parameters: [Double]) {
      self.step = step
      self.scale = scale
      self.parameters = parameters
    }
  }

  /// The most snapshots there are.
  static let capacity = 40

  /// What is kept, in order.
  private(set) var snapshots: [Snapshot] = []
  /// Every how many steps one is kept.
  private(set) var interval = 1

  /// Takes the weights after a step, which follows the step before; they are read only where they are kept.
  mutating func append(step: Int, scale: Double, parameters: () -> [Double]) {
    let first = snapshots.first?.step ?? step
    guard (step - first).isMultiple(of: interval) else { return }
    if snapshots.count == Self.capacity {
      interval *= 2
      snapshots = snapshots.filter { ($0.step - first).isMultiple(of: interval) }
      guard (step - first).isMultiple(of: interval) else { return }
    }
    snapshots.append(Snapshot(step: step, scale: scale, parameters: parameters()))
  }
}
