/// Twelve numbered places in memory, as `view`, `transpose` and `repeat_kv` read them: the keys of 3 positions with 2 stored heads
/// of width 2.
public struct Regrouping: Equatable, Sendable {
  /// The keys as they are stored: a row for each position.
  public let stored: StridedNumbers
  /// `view`: [positions, heads, width].
  public let viewed: StridedNumbers
  /// `transpose`: [heads, positions, width].
  public let transposed: StridedNumbers
  /// `repeat_kv` of the view, for 4 query heads: [positions, query heads, width].
  public let repeated: StridedNumbers
  /// `view` as [heads, positions, width] at once.
  public let misread: StridedNumbers

  /// Numbers each place, and regroups them.
  public init() {
    let numbers = (0..<12).map { Double($0) }
    stored = StridedNumbers(numbers, shape: [3, 4])
    viewed = StridedNumbers(numbers, shape: [3, 2, 2])
    transposed = viewed.transposed(0, 1)
    repeated = viewed.repeated(2, along: 1)
    misread = StridedNumbers(numbers, shape: [2, 3, 2])
  }
}
