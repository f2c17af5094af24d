import Foundation
import Random
import Testing

@testable import WebAssembly

/// The mathematics that the engine brings with it, against the platform's.
@Suite("Mathematics without a platform")
struct MathematicsTests {
  /// Numbers from a range, drawn with a seed.
  private func numbers(_ range: ClosedRange<Double>, _ count: Int = 20_000) -> [Double] {
    var generator = MersenneTwister(seed: 7)
    return (0..<count).map { _ in Double.random(in: range, using: &generator) }
  }

  /// How many units in the last place two numbers are apart.
  private func distance(_ a: Double, _ b: Double) -> Double {
    if a == b || a.isNaN && b.isNaN { return 0 }
    guard a.isFinite, b.isFinite else { return .infinity }
    return (a - b).magnitude / max(a.ulp, b.ulp)
  }

  private func largest(_ arguments: [Double], _ own: (Double) -> Double, _ platform: (Double) -> Double)
    -> Double
  {
    arguments.map { distance(own($0), platform($0)) }.max() ?? 0
  }

  static let special: [Double] = [
    0, -0.0, 1, -1, .infinity, -.infinity, .nan, .leastNonzeroMagnitude, .leastNormalMagnitude,
    .greatestFiniteMagnitude, 0.5, 2, 1e-300, 1e300, -745.1, 709.7, 709.79, -745.14,
  ]

  @Test("eˣ is within a unit in the last place of the platform's", arguments: [1.0, 40, 700])
  func exponentials(size: Double) {
    #expect(largest(numbers(-size...size), exponential, Foundation.exp) <= 1)
    for x in Self.special { #expect(distance(exponential(x), Foundation.exp(x)) <= 1, "\(x)") }
    // Results below the normal numbers.
    #expect(largest(numbers(-745...(-708)), exponential, Foundation.exp) <= 1)
  }

  @Test("ln x is within a unit in the last place of the platform's", arguments: [2.0, 1000, 1e300])
  func logarithms(size: Double) {
    #expect(largest(numbers(0...size), logarithm, Foundation.log) <= 1)
    #expect(largest(numbers(0.9...1.1), logarithm, Foundation.log) <= 1)
    for x in Self.special { #expect(distance(logarithm(x), Foundation.log(x)) <= 1, "\(x)") }
  }

  @Test("sin x and cos x are within a unit in the last place of the platform's", arguments: [1.0, 100, 1e6])
  func angles(size: Double) {
    #expect(largest(numbers(-size...size), sine, Foundation.sin) <= 1)
    #expect(largest(numbers(-size...size), cosine, Foundation.cos) <= 1)
    // Close to multiples of π/2 everything depends on the digits of π.
    let multiples = (1...1000).map { Double($0) * Double.pi / 2 }
    #expect(largest(multiples, sine, Foundation.sin) <= 1)
    #expect(largest(multiples, cosine, Foundation.cos) <= 1)
    #expect(sine(-0.0).sign == .minus && sine(.infinity).isNaN && cosine(0) == 1)
  }

  @Test("xʸ is within a unit in the last place of the platform's")
  func powers() {
    let bases = numbers(0...20)
    let exponents = numbers(-30...30)
    let worst = zip(bases, exponents).map { distance(power($0, $1), Foundation.pow($0, $1)) }.max()
    #expect(worst! <= 1)
    for base in [0.9, 0.99, 0.98, 0.85, 10, 2] {
      for exponent in 1...2000 {
        let y = Double(exponent)
        #expect(distance(power(base, y), Foundation.pow(base, y)) <= 1, "\(base) to \(y)")
      }
    }
  }

  @Test("xʸ has the platform's values at the ends", arguments: special)
  func powerEnds(x: Double) {
    for y in Self.special + [3, -3, 2, -2, 0.5, 1e17] {
      let expected = Foundation.pow(x, y)
      let result = power(x, y)
      #expect(distance(result, expected) <= 1, "\(x) to \(y): \(result), not \(expected)")
      if expected == 0 { #expect(result.sign == expected.sign, "\(x) to \(y)") }
    }
  }

  @Test("Half is rounded away from zero")
  func rounding() {
    for x in numbers(-10...10) + numbers(-1e15...1e15) + Self.special + [
      0.5, 1.5, 2.5, -0.5, -2.5, 0.49999999999999994,
    ] {
      let expected = Foundation.round(x)
      let result = roundedAwayFromZero(x)
      #expect(result == expected || result.isNaN && expected.isNaN, "\(x)")
    }
  }

  @Test("a b + c is rounded once")
  func fusedMultiplyAdds() {
    let a = numbers(-4...4)
    let b = numbers(-1e5...1e5).reversed()
    for (a, b) in zip(a, b) {
      // What the product's rounding leaves decides.
      for c in [-a * b, 1, a * b * 0x1p53, -(a * b) * (1 + 0x1p-52), 1e-30] {
        #expect(fusedMultiplyAdd(a, b, c) == Foundation.fma(a, b, c), "\(a) \(b) \(c)")
      }
    }
    for a in Self.special {
      for b in Self.special {
        for c in [0, 1, Double.infinity] {
          let expected = Foundation.fma(a, b, c)
          let result = fusedMultiplyAdd(a, b, c)
          #expect(distance(result, expected) <= 1, "\(a) \(b) \(c): \(result), not \(expected)")
        }
      }
    }
  }
}
