/// The places of `count` of `total` things, evenly spread, the first and the last among them; all where there are no more.
func evenlySpread(_ count: Int, of total: Int) -> [Int] {
  guard count < total else { return Array(0..<total) }
  guard count > 1 else { return count == 1 ? [total - 1] : [] }
  // Rounded to the nearest, in whole numbers.
  return (0..<count).map { (2 * $0 * (total - 1) + count - 1) / (2 * (count - 1)) }
}
