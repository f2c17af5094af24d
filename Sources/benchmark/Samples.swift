/// What one step cost.
struct Sample {
  /// Microseconds.
  var forward = 0.0, backward = 0.0, adam = 0.0, bare = 0.0
  var values = 0, records = 0, bytes = 0, multiplyAdds = 0
}

/// What many steps cost.
struct Samples {
  private var samples: [Sample] = []

  mutating func append(_ sample: Sample) { samples.append(sample) }

  func median(_ figure: (Sample) -> Double) -> Double {
    let sorted = samples.map(figure).sorted()
    return sorted[sorted.count / 2]
  }

  func mean(_ figure: (Sample) -> Int) -> Double {
    Double(samples.reduce(0) { $0 + figure($1) }) / Double(samples.count)
  }
}

enum Stopwatch {
  /// How long `body` takes, in microseconds.
  @inline(__always)
  static func microseconds(_ body: () -> Void) -> Double {
    let duration = ContinuousClock().measure(body)
    return Double(duration.components.seconds) * 1e6 + Double(duration.components.attoseconds) * 1e-12
  }
}
