import Foundation
import Testing

@testable import Drawing

@Suite("Axes of a line chart")
struct LineChartAxisTests {
  private static let ranges: [(Double, Double)] = [
    (0, 1), (1.93, 3.4), (-7, 12), (0.0021, 0.0022), (1, 1000), (-1e-7, 3e-7), (12345, 98765), (0, 5e12),
  ]

  private static let extremeRanges: [(Double, Double)] = [
    (3, 3), (0, 0), (-2.5, -2.5), (3, 3.0.nextUp), (1e300, 1e300), (1, 1 + 1e-9), (99_999_999, 100_000_000),
    (-1e300, 1e300), (0, 1e-290), (1e-300, 2e-300), (-1e-12, 1e12),
  ]

  private func isRound(_ digits: Int) -> Bool {
    var digits = digits.magnitude
    while digits > 0, digits.isMultiple(of: 10) { digits /= 10 }
    return [1, 2, 5].contains(digits)
  }

  @Test(
    "Linear ticks are multiples of 1, 2 or 5 times a power of ten, and cover the range",
    arguments: ranges
  )
  func linear(range: (Double, Double)) {
    let ticks = AxisTicks.linear(from: range.0, to: range.1, count: 5)
    #expect((ticks.values.first ?? .nan) <= range.0)
    #expect((ticks.values.last ?? .nan) >= range.1)
    #expect((2...9).contains(ticks.ticks.count))
    let steps = Set(zip(ticks.ticks, ticks.ticks.dropFirst()).map { $1.digits - $0.digits })
    #expect(steps.count == 1)
    #expect(steps.allSatisfy(isRound))
    #expect(Set(ticks.ticks.map(\.exponent)).count == 1)
  }

  @Test(
    "However flat or wide a range is, its ticks cover it, and their digits fit into 32 bits",
    arguments: extremeRanges
  )
  func extremes(range: (Double, Double)) {
    for count in [1, 5, 20] {
      let ticks = AxisTicks.linear(from: range.0, to: range.1, count: count)
      #expect((ticks.values.first ?? .nan) <= range.0)
      #expect((ticks.values.last ?? .nan) >= range.1)
      #expect((1...45).contains(ticks.ticks.count))
      #expect(ticks.ticks.allSatisfy { Int32(exactly: $0.digits) != nil }, "\(ticks.labels)")
    }
  }

  @Test("Logarithmic ticks are round, ascending and cover the range")
  func logarithmic() {
    for (low, high) in [
      (1.0, 1000.0), (0.003, 0.2), (1e-9, 1e4), (1, 1e60), (2.1, 2.9), (0.5, 4), (1e-12, 1),
    ] {
      let ticks = AxisTicks.logarithmic(from: low, to: high, count: 6)
      #expect((ticks.values.first ?? .nan) <= low)
      #expect((ticks.values.last ?? .nan) >= high)
      #expect((2...12).contains(ticks.ticks.count), "\(low) to \(high): \(ticks.labels)")
      #expect(ticks.values == ticks.values.sorted())
    }
    #expect(AxisTicks.logarithmic(from: 1, to: 100, count: 6).values == [1, 2, 5, 10, 20, 50, 100])
    #expect(
      AxisTicks.logarithmic(from: 1e-3, to: 1e3, count: 6).values == [1e-3, 1e-2, 0.1, 1, 10, 100, 1000]
    )
  }

  @Test("Labels of one axis are written in one way")
  func labels() {
    #expect(AxisTicks.linear(from: 0, to: 1, count: 5).labels == ["0", "0.2", "0.4", "0.6", "0.8", "1.0"])
    #expect(
      AxisTicks.linear(from: -1000, to: 1000, count: 4).labels == ["−1,000", "−500", "0", "500", "1,000"]
    )
    #expect(AxisTicks.linear(from: 0, to: 2e7, count: 4).labels == ["0", "5×10⁶", "10⁷", "1.5×10⁷", "2×10⁷"])
    #expect(AxisTicks.linear(from: -2e-7, to: 0, count: 2).labels == ["−2×10⁻⁷", "−10⁻⁷", "0"])
    #expect(AxisTicks.logarithmic(from: 0.1, to: 1e3, count: 4).labels == ["0.1", "1", "10", "100", "1,000"])
    #expect(
      AxisTicks.logarithmic(from: 1e-8, to: 1, count: 4).labels == ["10⁻⁸", "10⁻⁶", "10⁻⁴", "10⁻²", "10⁰"]
    )
  }

  @Test("An axis shows every value; a tight one hardly more")
  func range() {
    let values = [0.0, 3, 1030]
    let open = ChartAxis(showing: values, scale: .linear, tickCount: 5, isTight: false)
    #expect(open.lowest == 0 && open.highest == 1200)
    let tight = ChartAxis(showing: values, scale: .linear, tickCount: 5, isTight: true)
    #expect(tight.lowest == 0 && tight.highest == 1030)
    let near = ChartAxis(showing: [1, 990], scale: .linear, tickCount: 5, isTight: true)
    #expect(near.lowest == 0 && near.highest == 1000)
    #expect(near.ticks.values == [0, 200, 400, 600, 800, 1000])
  }

  @Test("Places grow from 0 to 1, by equal ratios on a logarithmic axis")
  func places() {
    let linear = ChartAxis(showing: [0, 10], scale: .linear, tickCount: 5, isTight: false)
    #expect(linear.place(of: 2.5) == 0.25)
    let logarithmic = ChartAxis(showing: [1, 1e4], scale: .logarithmic, tickCount: 5, isTight: false)
    #expect(abs(logarithmic.place(of: 10) - 0.25) < 1e-12)
    #expect(abs(logarithmic.place(of: 1000) - 0.75) < 1e-12)
  }

  @Test("The logarithm agrees with the C library")
  func logarithm() {
    for x in [
      1, 2, 10, 0.1, 1e-300, 3e-5, 1.4142135, 1.4142137, 7, 1e300, .leastNonzeroMagnitude,
      .greatestFiniteMagnitude,
    ] {
      let expected = log10(x)
      #expect(abs(decimalLogarithm(x) - expected) <= 1e-14 * max(1, abs(expected)), "\(x)")
    }
  }

  @Test("Thinning keeps the ends, the extremes and the order")
  func thinning() {
    let line = (0..<10_000).map { (x: Double($0) / 100, y: Double($0 &* 7919 % 1009)) }
    let thinned = LineChart.thinned(line)
    #expect(thinned.count <= 2 * 100 + 2)
    #expect(thinned.first?.x == 0)
    #expect(thinned.last?.x == line.last?.x)
    #expect(zip(thinned, thinned.dropFirst()).allSatisfy { $0.x < $1.x })
    for column in 0..<100 {
      let all = line[column * 100..<(column + 1) * 100].map(\.y)
      let kept = thinned.filter { $0.x.rounded(.down) == Double(column) }.map(\.y)
      #expect(kept.min() == all.min())
      #expect(kept.max() == all.max())
    }
    let few = [(x: 0.0, y: 1.0), (x: 5, y: 2), (x: 9, y: 0)]
    #expect(LineChart.thinned(few).map(\.x) == [0, 5, 9])
  }

  @Test("Positions are moved apart as little as possible")
  func spreading() {
    #expect(spread([0, 10, 30], gaps: [5, 5]) == [0, 10, 30])
    #expect(spread([10, 10, 30], gaps: [4, 4]) == [8, 12, 30])
    #expect(spread([5, 1], gaps: [2]) == [2, 4])
    #expect(spread([0, 0], gaps: [3], weights: [1, 2]) == [-2, 1])
    #expect(spread([], gaps: []) == [])
    #expect(spread([0, 0, 0], gaps: [4, 4], within: 0...20) == [0, 4, 8])
    #expect(spread([19, 20], gaps: [4], within: 0...20) == [16, 20])
  }
}
