import Transformer

/// Documents that are equal token by token.
extension Documents {
  /// Keeps of equal documents the first, and says how many are gone.
  mutating func dropDuplicates() -> Int {
    let before = count
    var seen: Set<ArraySlice<Int32>> = []
    seen.reserveCapacity(before)
    ranges = ranges.filter { seen.insert(slice($0)).inserted }
    return before - count
  }

  /// How many of these documents stand among others, too.
  func countContained(in others: Documents) -> Int {
    guard !isEmpty else { return 0 }
    var missing = Set(ranges.map(slice))
    for range in others.ranges where !missing.isEmpty { missing.remove(others.slice(range)) }
    return ranges.count { !missing.contains(slice($0)) }
  }
}
