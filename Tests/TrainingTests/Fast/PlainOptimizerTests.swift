import Autograd
import Random
import TestSupport
import Testing

@testable import Training

@Suite("Adam and the gradient's norm, by their formulas and in vectors")
struct PlainOptimizerTests {
  /// Random numbers of both signs, up to 10ⁿ and down to 10⁻ⁿ in size.
  static func numbers(_ count: Int, exponent: Double, _ generator: inout MersenneTwister) -> [Double] {
    (0..<count).map { _ in
      let size = Double.random(in: -exponent...exponent, using: &generator)
      return (Bool.random(using: &generator) ? 1 : -1) * pow10(size)
    }
  }

  static func pow10(_ x: Double) -> Double {
    let whole = Int(x.rounded(.down))
    return (1 + 9 * (x - Double(whole))) * (Double("1e\(whole)") ?? 0)
  }

  /// Whether two numbers are the same to rounding, relative to their size, however small, and the same if not finite.
  static func same(_ x: Double, _ y: Double, within tolerance: Double) -> Bool {
    if x.isNaN || y.isNaN { return x.isNaN && y.isNaN }
    return x == y || (x - y).magnitude <= tolerance * max(x.magnitude, y.magnitude, 1e-300)
  }

  static func same(_ x: [Double], _ y: [Double], within tolerance: Double) -> Bool {
    x.count == y.count && zip(x, y).allSatisfy { same($0, $1, within: tolerance) }
  }

  @Test(
    "Adam moves parameters and moments alike, for any count and size of gradients",
    arguments: [0, 1, 3, 8, 15, 64, 67],
    [0.5, 5, 150, 160, 300]
  )
  func adam(count: Int, exponent: Double) {
    var generator = MersenneTwister(seed: UInt64(count) * 1000 + UInt64(exponent))
    let start = Self.numbers(count, exponent: 1, &generator)
    let tape = Tape()
    let (first, second) = (tape.vector(start), tape.vector(start))
    var (fast, plain) = (Adam(parameterCount: count), Adam(parameterCount: count))
    for step in 1...5 {
      let gradients = Self.numbers(count, exponent: exponent, &generator)
      for (index, gradient) in gradients.enumerated() {
        first[first.startIndex + index].grad = gradient
        second[second.startIndex + index].grad = gradient
      }
      let isFinite = fast.update(first, step: step, learningRate: 0.01)
      let isFinitePlain = plain.updateOneByOne(second, step: step, learningRate: 0.01)
      #expect(isFinite == isFinitePlain)
      #expect(agree(first.data, second.data, within: 1e-13))
      #expect(Self.same(fast.firstMoments, plain.firstMoments, within: 1e-13))
      #expect(Self.same(fast.secondMoments, plain.secondMoments, within: 1e-13))
      #expect(first.grad.allSatisfy { $0 == 0 } && second.grad.allSatisfy { $0 == 0 })
    }
    #expect(count == 0 || first.data != start)
  }

  @Test(
    "Both say when a parameter is no longer finite, wherever it stands",
    arguments: [Double.nan, .infinity, -.infinity],
    [0, 7, 18]
  )
  func nonFinite(gradient: Double, place: Int) {
    let tape = Tape()
    let start = [Double](repeating: 0.5, count: 19)
    let (first, second) = (tape.vector(start), tape.vector(start))
    first[first.startIndex + place].grad = gradient
    second[second.startIndex + place].grad = gradient
    var (fast, plain) = (Adam(parameterCount: 19), Adam(parameterCount: 19))
    let isFinite = [
      fast.update(first, step: 1, learningRate: 0.1),
      plain.updateOneByOne(second, step: 1, learningRate: 0.1),
    ]
    #expect(isFinite == [false, false])
    #expect(Self.same(first.data, second.data, within: 0))
  }

  @Test(
    "The norm is that of the formula, where squares overflow and where they vanish, too",
    arguments: [0, 1, 5, 32, 33, 100],
    [0.5, 5, 150, 160, 290]
  )
  func norm(count: Int, exponent: Double) {
    var generator = MersenneTwister(seed: UInt64(count) * 1000 + UInt64(exponent))
    for shift in [1, 1e-200, 1e-140, 1e10] {
      let gradients = Self.numbers(count, exponent: exponent, &generator).map { $0 * shift }
      let tape = Tape()
      let v = tape.vector(Array(repeating: 0, count: count))
      for (value, gradient) in zip(v, gradients) { value.grad = gradient }
      #expect(v.gradientNorm.isFinite)
      #expect(Self.same(v.gradientNorm, Self.exactNorm(gradients), within: 1e-14))
    }
  }

  /// The norm by way of hypot's own recursion, which no square can overflow: √(x² + y²) = |x| √(1 + (y/x)²).
  static func exactNorm(_ numbers: [Double]) -> Double {
    numbers.map(\.magnitude).sorted(by: >).reduce(0) { norm, x in
      let (large, small) = (max(norm, x), min(norm, x))
      return large == 0 ? 0 : large * (1 + (small / large) * (small / large)).squareRoot()
    }
  }
}
