/// An axis: the range of numbers that it shows, where each of them stands, and its ticks.
struct ChartAxis {
  let scale: LineChart.AxisScale
  let lowest: Double
  let highest: Double
  let ticks: AxisTicks

  /// An axis that shows all `values`, of which there must be one at least and each drawable.
  ///
  /// It reaches to the ticks around the values, or only to those that are close where `isTight`.
  init(showing values: [Double], scale: LineChart.AxisScale, tickCount: Int, isTight: Bool) {
    let (low, high) = Self.range(of: values, scale: scale)
    // Steps are whole, and so are the marks between few of them.
    let isWhole = isTight && values.allSatisfy { $0 == $0.rounded() }
    let tickCount = isWhole ? min(tickCount, max(1, Int(min(high - low, 1000)))) : tickCount
    let around: AxisTicks =
      switch scale {
      case .linear: .linear(from: low, to: high, count: tickCount)
      case .logarithmic: .logarithmic(from: low, to: high, count: tickCount)
      }
    var (lowest, highest) = (low, high)
    let tight = ChartAxis(scale: scale, lowest: low, highest: high, ticks: around)
    for tick in around.values {
      let place = tight.place(of: tick)
      guard !isTight || (-0.04...1.04).contains(place) else { continue }
      lowest = min(lowest, tick)
      highest = max(highest, tick)
    }
    self.init(
      scale: scale,
      lowest: lowest,
      highest: highest,
      ticks: AxisTicks(ticks: around.ticks.filter { (lowest...highest).contains($0.value) })
    )
  }

  private init(scale: LineChart.AxisScale, lowest: Double, highest: Double, ticks: AxisTicks) {
    self.scale = scale
    self.lowest = lowest
    self.highest = highest
    self.ticks = ticks
  }

  /// Where a number stands on the axis: 0 at its lower end, 1 at its upper one.
  func place(of value: Double) -> Double {
    switch scale {
    case .linear:
      (value - lowest) / (highest - lowest)
    case .logarithmic:
      (decimalLogarithm(value) - decimalLogarithm(lowest))
        / (decimalLogarithm(highest) - decimalLogarithm(lowest))
    }
  }

  /// The range of values, widened where it is too narrow to be seen.
  private static func range(of values: [Double], scale: LineChart.AxisScale) -> (Double, Double) {
    let low = values.min() ?? 0
    let high = values.max() ?? 0
    let size = max(low.magnitude, high.magnitude)
    guard high - low <= max(1e-290, size * 1e-9) else { return (low, high) }
    switch scale {
    case .linear:
      let margin = size > 1e-290 ? size / 2 : 1
      return (low - margin, high + margin)
    case .logarithmic:
      return (max(1e-300, low / 2), high * 2)
    }
  }
}

extension LineChart.AxisScale {
  /// Whether a number has a place on an axis.
  func isDrawable(_ value: Double) -> Bool {
    switch self {
    case .linear: value.magnitude <= 1e300
    case .logarithmic: value >= 1e-300 && value <= 1e300
    }
  }

  /// Whether a number breaks a line: one that is not finite or too large, but not one that lacks a logarithm.
  func isBreak(_ value: Double) -> Bool {
    !(value.magnitude <= 1e300)
  }
}
