/// The mean and the standard deviation of numbers that come one after the other.
///
/// Source: "Note on a Method for Calculating Corrected Sums of Squares and Products", Welford 1962.
struct Moments {
  private var count = 0.0
  private(set) var mean = 0.0
  private var squares = 0.0

  mutating func add(_ number: Double) {
    count += 1
    let distance = number - mean
    mean += distance / count
    squares += distance * (number - mean)
  }

  /// The root of the mean squared distance from the mean; 0 for no numbers.
  var standardDeviation: Double { count == 0 ? 0 : (squares / count).squareRoot() }
}
