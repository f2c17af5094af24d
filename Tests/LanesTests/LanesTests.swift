import Foundation
import Lanes
import TestSupport
import Testing

/// The vectors of whatever build this is: see ``Lanes``.
@Suite("Lanes")
struct LanesTests {
  /// f of numbers, a vector at a time.
  static func map<Vector: LaneVector>(_ vector: Vector.Type, _ x: [Double], _ f: (Vector) -> Vector)
    -> [Double]
  {
    var x = x
    let count = x.count
    while x.count % Vector.width != 0 { x.append(0) }
    return x.withUnsafeMutableBufferPointer { buffer in
      guard let base = buffer.baseAddress else { return [] }
      for index in stride(from: 0, to: count, by: Vector.width) {
        f(Vector(at: base + index)).store(at: base + index)
      }
      return Array(buffer.prefix(count))
    }
  }

  static let numbers = (0..<4001).map { 7 * sin(Double($0) * Double($0)) } + [0, -0.0, 1, -1, 0.5]

  @Test("Exponentials are within two units in the last place")
  func exponential() {
    let x = Self.numbers + (0..<4000).map { -708 + 0.354 * Double($0) }
    for (argument, result) in zip(x, Self.map(Lanes.self, x) { $0.exponential() }) {
      let expected = Foundation.exp(argument)
      #expect((result - expected).magnitude <= 2 * expected.ulp, "exp(\(argument))")
    }
    #expect(
      Self.map(ShortLanes.self, Self.numbers) { $0.exponential() }
        == Self.map(Lanes.self, Self.numbers) { $0.exponential() }
    )
  }

  @Test(
    "Exponentials of the largest and smallest numbers are infinite and 0, and what is no number stays none"
  )
  func extremes() {
    let x = [710, 1e5, .infinity, -746, -1e5, -.infinity, .nan, 709.78, -745, -720]
    let y = Self.map(Lanes.self, x) { $0.exponential() }
    #expect(y[0...2].allSatisfy { $0 == .infinity })
    #expect(y[3...5].allSatisfy { $0 == 0 })
    #expect(y[6].isNaN)
    for index in 7..<10 { #expect(agree(y[index], Foundation.exp(x[index]), within: 1e-15)) }
    #expect((y[9] - Foundation.exp(-720)).magnitude <= 2 * Double.leastNonzeroMagnitude)
  }

  @Test("Arithmetic is that of plain numbers, bit for bit")
  func arithmetic() {
    let x = Self.numbers
    let c = 1.7
    #expect(Self.map(Lanes.self, x) { $0 + Lanes(repeating: c) } == x.map { $0 + c })
    #expect(Self.map(Lanes.self, x) { $0 - Lanes(repeating: c) } == x.map { $0 - c })
    #expect(Self.map(Lanes.self, x) { $0 * Lanes(repeating: c) } == x.map { $0 * c })
    #expect(Self.map(Lanes.self, x) { Lanes(repeating: c) / $0 } == x.map { c / $0 })
    #expect(Self.map(Lanes.self, x) { ($0 * $0).root() } == x.map { ($0 * $0).squareRoot() })
    #expect(Self.map(Lanes.self, x) { -$0 } == x.map { -$0 })
    #expect(Self.map(Lanes.self, x) { $0.atLeast(Lanes(repeating: c)) } == x.map { max($0, c) })
    #expect(Self.map(Lanes.self, x) { $0.atMost(Lanes(repeating: c)) } == x.map { min($0, c) })
    #expect(Self.map(Lanes.self, x) { $0.eachLane { $0 * 3 } } == x.map { $0 * 3 })
    #expect(
      Self.map(Lanes.self, x) { Lanes(repeating: c).whereNotZero($0.atLeast(Lanes(repeating: 0))) }
        == x.map { $0 > 0 ? c : 0 }
    )
  }

  @Test("Part of a vector is stored and kept, whatever its length")
  func parts() {
    expectParts(Lanes.self)
    expectParts(ShortLanes.self)
  }

  private func expectParts<Vector: LaneVector>(_ vector: Vector.Type) {
    var source = (0..<8).map { Double($0) + 1 }
    var target = [Double](repeating: -1, count: 8)
    source.withUnsafeMutableBufferPointer { source in
      target.withUnsafeMutableBufferPointer { target in
        guard let from = source.baseAddress, let to = target.baseAddress else { return }
        let lanes = Vector(at: from)
        for count in 0..<Vector.width where count > 0 {
          for index in 0..<8 { target[index] = -1 }
          lanes.store(first: count, at: to)
          #expect(Array(target) == (0..<8).map { $0 < count ? Double($0) + 1 : -1 })
          let kept = lanes.keeping(first: count, else: Vector(repeating: 9))
          #expect(kept.sum() == (0..<Vector.width).reduce(0) { $0 + ($1 < count ? Double($1) + 1 : 9) })
        }
        #expect(lanes.largest() == Double(Vector.width))
      }
    }
  }

  @Test("A block is transposed")
  func transpose() {
    let width = Lanes.width
    var source = (0..<width * (width + 3)).map { Double($0) }
    var target = [Double](repeating: -1, count: width * (width + 2))
    source.withUnsafeMutableBufferPointer { source in
      target.withUnsafeMutableBufferPointer { target in
        guard let from = source.baseAddress, let to = target.baseAddress else { return }
        Lanes.transpose(from, width + 3, into: to, width + 2)
        for row in 0..<width {
          for column in 0..<width {
            #expect(target[column * (width + 2) + row] == source[row * (width + 3) + column])
          }
        }
      }
    }
  }
}
