/// The losses of a training of any length in a memory that does not grow.
///
/// Each step is kept until there are ``capacity``; then every second goes, and from there on only every second comes, and so
/// on. A training that has made a thousand steps is whole.
struct LossHistory {
  /// One step that is kept.
  struct Point {
    /// Its number, counted from 1.
    let step: Int
    /// The mean loss of its documents.
    let loss: Double
    /// The running mean.
    let smoothedLoss: Double
  }

  /// The most points there are.
  static let capacity = 2048

  /// What is kept, in order.
  private(set) var points: [Point] = []
  /// Every how many steps one is kept.
  private(set) var interval = 1
  /// The last step, kept or not.
  private(set) var last: Point?

  /// Takes the next step.
  mutating func append(_ point: Point) {
    last = point
    guard (point.step - 1).isMultiple(of: interval) else { return }
    points.append(point)
    guard points.count > Self.capacity else { return }
    interval *= 2
    points = points.filter { ($0.step - 1).isMultiple(of: interval) }
  }
}
