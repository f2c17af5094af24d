enum Stopwatch {
  /// How long `body` takes, in microseconds.
  @inline(__always)
  static func microseconds<Failure: Error>(_ body: () throws(Failure) -> Void) throws(Failure) -> Double {
    let clock = ContinuousClock()
    let start = clock.now
    try body()
    return (clock.now - start).microseconds
  }

  /// Does `body` at most `count` times, and no longer than `seconds`, but five times at least.
  static func repeatedly(_ count: Int, seconds: Double = 2, _ body: () throws -> Void) rethrows {
    let clock = ContinuousClock()
    let start = clock.now
    for index in 0..<count {
      if index >= 5, (clock.now - start).microseconds > seconds * 1e6 { return }
      try body()
    }
  }
}

extension Duration {
  /// The duration in microseconds.
  var microseconds: Double { Double(components.seconds) * 1e6 + Double(components.attoseconds) * 1e-12 }
}

/// The number in the middle.
func median(_ numbers: some Sequence<Double>) -> Double {
  let sorted = numbers.sorted()
  return sorted.isEmpty ? .nan : sorted[sorted.count / 2]
}

extension Array where Element == Double {
  /// The median without the first tenth, in which programs are recorded and caches fill.
  var settledMedian: Double { median(dropFirst(count / 10)) }
}
