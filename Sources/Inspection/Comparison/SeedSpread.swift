/// The mean of one figure over runs that differ only by seed, and how far apart the runs are.
///
///     let losses = SeedSpread([1.22, 1.20, 1.21])
///     losses?.mean               // 1.21
///     losses?.standardDeviation  // 0.01
///
/// A number that is not finite makes the mean and the deviation nan.
public struct SeedSpread: Equatable, Sendable, Encodable {
  /// n, how many runs there are.
  public let count: Int
  /// x̄ = Σ xᵢ / n.
  public let mean: Double
  /// √(Σ (xᵢ − x̄)² / (n − 1)), the standard deviation of the seeds that these are a sample of; nil for one run.
  @ExplicitNull public private(set) var standardDeviation: Double?
  /// The least of the figures.
  public let minimum: Double
  /// The largest of the figures.
  public let maximum: Double

  /// The spread of the figures of some runs, one for each; nil without any.
  public init?(_ figures: [Double]) {
    guard let first = figures.first else { return nil }
    count = figures.count
    // Before they are summed up: the same figure in all runs has exactly no deviation.
    let mean = first + figures.reduce(0) { $0 + ($1 - first) } / Double(figures.count)
    let isFinite = figures.allSatisfy { $0.isFinite }
    self.mean = isFinite ? mean : .nan
    minimum = isFinite ? figures.reduce(first) { min($0, $1) } : .nan
    maximum = isFinite ? figures.reduce(first) { max($0, $1) } : .nan
    guard figures.count > 1 else { return }
    let squares = figures.reduce(0) { $0 + ($1 - mean) * ($1 - mean) }
    standardDeviation = isFinite ? (squares / Double(figures.count - 1)).squareRoot() : .nan
  }
}
