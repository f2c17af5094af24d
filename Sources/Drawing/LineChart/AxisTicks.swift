/// Round numbers along an axis: 1, 2 or 5 times powers of ten, or multiples of such a number.
struct AxisTicks: Equatable {
  /// The ticks in ascending order.
  let ticks: [Tick]

  /// A number `digits · 10^exponent`, kept as integers so that its text is exact.
  struct Tick: Equatable {
    let digits: Int
    let exponent: Int

    var value: Double { Double("\(digits)e\(exponent)") ?? 0 }
  }

  var values: [Double] { ticks.map { $0.value } }

  /// Multiples of a round step, about `count` of them.
  ///
  /// They cover the range: the first tick is not above `lowest` and the last not below `highest`. In a range that is narrow
  /// beside its numbers there are fewer, so that a tick's digits fit into 32 bits.
  static func linear(from lowest: Double, to highest: Double, count: Int) -> AxisTicks {
    let count = Double(max(1, count))
    let narrowest = max(lowest.magnitude, highest.magnitude) * 1e-8
    let step = roundStep(near: max(highest / count - lowest / count, narrowest))
    let size = step.value
    let first = Int((lowest / size).rounded(.down))
    let last = Int((highest / size).rounded(.up))
    return AxisTicks(
      ticks: (first...max(first, last)).map { Tick(digits: $0 * step.digits, exponent: step.exponent) }
    )
  }

  /// Ticks of a logarithmic axis, about `count` of them.
  ///
  /// Over a wide range they are powers of ten, over a few decades 1, 2 and 5 times those, and within one decade
  /// multiples of a round step. They cover the range as far as numbers go.
  static func logarithmic(from lowest: Double, to highest: Double, count: Int) -> AxisTicks {
    let bottom = decimalLogarithm(lowest)
    let top = decimalLogarithm(highest)
    let decades = top - bottom
    if decades < 1 {
      let ticks = linear(from: lowest, to: highest, count: count)
      if let first = ticks.ticks.first, first.digits > 0 { return ticks }
    }
    let factors = decades * 2 <= Double(count) ? [1, 2, 5] : [1]
    let stride = [1, 2, 5, 10, 20, 50, 100].first { decades / Double($0) <= Double(max(1, count)) } ?? 200
    let powers = max(-300, Int(bottom.rounded(.down)) - stride)...min(300, Int(top.rounded(.up)) + stride)
    let candidates = powers.filter { $0.isMultiple(of: stride) }
      .flatMap { power in factors.map { Tick(digits: $0, exponent: power) } }
    let start = candidates.lastIndex { $0.value <= lowest } ?? 0
    let end = candidates.firstIndex { $0.value >= highest } ?? candidates.count - 1
    return AxisTicks(ticks: Array(candidates[min(start, end)...end]))
  }

  /// The nearest of 1, 2 and 5 times a power of ten by ratio.
  private static func roundStep(near size: Double) -> Tick {
    let power = size > 1e-300 ? Int(decimalLogarithm(size).rounded(.down)) : -300
    for exponent in power - 1...power + 1 {
      // Up to the geometric mean of a step and the next one.
      for (digits, reach) in [(1, 1.414), (2, 1.581), (5, 1.414)] {
        let step = Tick(digits: digits, exponent: exponent)
        if step.value * reach >= size { return step }
      }
    }
    return Tick(digits: 1, exponent: power + 2)
  }
}

extension AxisTicks {
  /// The ticks as text: all written out (`0.05`, `20,000`), or all with powers of ten (`2×10⁷`) where a tick is a
  /// million or more, or needs more than five decimals.
  var labels: [String] {
    let isWritten = ticks.allSatisfy { $0.exponent >= -5 && $0.value.magnitude < 1e6 }
    return ticks.map { isWritten ? $0.writtenOut : $0.withPower }
  }
}

extension AxisTicks.Tick {
  fileprivate var writtenOut: String {
    guard digits != 0 else { return "0" }
    let text = exponent < 0 ? NumberFormat.fixed(value, decimals: -exponent) : NumberFormat.grouped(value)
    return String(text.map { $0 == "-" ? "−" : $0 })
  }

  fileprivate var withPower: String {
    guard digits != 0 else { return "0" }
    var shown = String(digits.magnitude)
    let power = exponent + shown.count - 1
    while shown.count > 1, shown.last == "0" { shown.removeLast() }
    if shown.count > 1 { shown.insert(".", at: shown.index(after: shown.startIndex)) }
    let factor = shown == "1" ? "" : shown + "×"
    return (digits < 0 ? "−" : "") + factor + "10" + Self.superscript(power)
  }

  private static func superscript(_ number: Int) -> String {
    let digits: [Character] = ["⁰", "¹", "²", "³", "⁴", "⁵", "⁶", "⁷", "⁸", "⁹"]
    return (number < 0 ? "⁻" : "")
      + String(number.magnitude).compactMap { $0.wholeNumberValue }.map { String(digits[$0]) }.joined()
  }
}
