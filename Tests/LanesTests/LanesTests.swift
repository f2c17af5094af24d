import Foundation
import Lanes
import TestSupport
import Testing

/// The vectors of whatever build this is: see ``LaneNumber``.
@Suite("Lanes")
struct LanesTests {
  /// f of numbers, a vector at a time.
  static func map<Vector: LaneVector>(
    _ vector: Vector.Type,
    _ x: [Vector.Number],
    _ f: (Vector) -> Vector
  ) -> [Vector.Number] {
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

  @Test("Exponentials of Float are within two units in the last place of those of Double")
  func singleExponential() {
    let x = Self.numbers.map { Float($0) } + (0..<40_000).map { -87.3 + 0.0044 * Float($0) }
    for (argument, result) in zip(x, Self.map(Float.Lanes.self, x) { $0.exponential() }) {
      let expected = Foundation.exp(Double(argument))
      #expect((Double(result) - expected).magnitude <= 2 * Double(Float(expected).ulp), "exp(\(argument))")
    }
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

  @Test("So they are for Float")
  func singleExtremes() {
    let x: [Float] = [89, 1e5, .infinity, -104, -1e5, -.infinity, .nan, 88.72, -103, -95]
    let y = Self.map(Float.Lanes.self, x) { $0.exponential() }
    #expect(y[0...2].allSatisfy { $0 == .infinity })
    #expect(y[3...5].allSatisfy { $0 == 0 })
    #expect(y[6].isNaN)
    #expect(agree(Double(y[7]), Foundation.exp(Double(x[7])), within: 3e-7))
    for index in 8...9 {
      let expected = Foundation.exp(Double(x[index]))
      #expect((Double(y[index]) - expected).magnitude <= 2 * Double(Float.leastNonzeroMagnitude))
    }
  }

  @Test("Arithmetic is that of plain numbers, bit for bit")
  func arithmetic() {
    expectArithmetic(Lanes.self, Self.numbers)
    expectArithmetic(ShortLanes.self, Self.numbers)
    expectArithmetic(Float.Lanes.self, Self.numbers.map { Float($0) })
    expectArithmetic(Float.ShortLanes.self, Self.numbers.map { Float($0) })
  }

  private func expectArithmetic<Vector: LaneVector>(_ vector: Vector.Type, _ x: [Vector.Number]) {
    let c: Vector.Number = 1.7
    let all = Vector(repeating: c)
    #expect(Self.map(vector, x) { $0 + all } == x.map { $0 + c })
    #expect(Self.map(vector, x) { $0 - all } == x.map { $0 - c })
    #expect(Self.map(vector, x) { $0 * all } == x.map { $0 * c })
    #expect(Self.map(vector, x) { all / $0 } == x.map { c / $0 })
    #expect(Self.map(vector, x) { ($0 * $0).root() } == x.map { ($0 * $0).squareRoot() })
    #expect(Self.map(vector, x) { -$0 } == x.map { -$0 })
    #expect(Self.map(vector, x) { $0.atLeast(all) } == x.map { max($0, c) })
    #expect(Self.map(vector, x) { $0.atMost(all) } == x.map { min($0, c) })
    #expect(Self.map(vector, x) { $0.eachLane { $0 * 3 } } == x.map { $0 * 3 })
    #expect(
      Self.map(vector, x) { all.whereNotZero($0.atLeast(Vector(repeating: 0))) } == x.map { $0 > 0 ? c : 0 }
    )
  }

  @Test("A product is added, rounded once or twice")
  func addedProduct() {
    expectAddedProduct(Lanes.self, Self.numbers)
    expectAddedProduct(ShortLanes.self, Self.numbers)
    expectAddedProduct(Float.Lanes.self, Self.numbers.map { Float($0) })
    expectAddedProduct(Float.ShortLanes.self, Self.numbers.map { Float($0) })
  }

  private func expectAddedProduct<Vector: LaneVector>(_ vector: Vector.Type, _ x: [Vector.Number]) {
    let (a, b): (Vector.Number, Vector.Number) = (1.7, 0.3)
    let sums = Self.map(vector, x) { Vector(repeating: a).adding($0, times: Vector(repeating: b)) }
    for (x, sum) in zip(x, sums) { #expect(sum == a + x * b || sum == a.addingProduct(x, b)) }
  }

  @Test("Quotients are within one unit in the last place, and of the smallest numbers within 27 bits")
  func quotient() {
    let divisors = (0..<600).map { pow(10, Double($0) - 300) * (1.5 + sin(Double($0))) }
    for size in [Double.leastNormalMagnitude / 64, 1e-300, 1e-280, 1, 1e12] {
      let dividends = divisors.indices.map { cos(Double($0)) * size }
      let quotients = Self.map(Lanes.self, dividends, divisors) { $0.quotient(over: $1) }
      for (index, quotient) in quotients.enumerated() {
        let expected = dividends[index] / divisors[index]
        let tolerance = size < 1e-290 ? max(expected.magnitude * 0x1p-27, expected.ulp) : expected.ulp
        #expect(
          quotient.isFinite ? (quotient - expected).magnitude <= tolerance : !expected.isFinite,
          "\(dividends[index]) / \(divisors[index])"
        )
      }
    }
    let infinite = Self.map(
      Lanes.self,
      [0, 1, -1e300, .infinity, .nan],
      Array(repeating: .infinity, count: 5)
    ) {
      $0.quotient(over: $1)
    }
    #expect(infinite[..<3] == [0, 0, 0] && infinite[3].isNaN && infinite[4].isNaN)
    #expect(Self.map(Lanes.self, [1], [.nan]) { $0.quotient(over: $1) }[0].isNaN)
  }

  /// f of two lists of numbers, a vector of each at a time.
  private static func map<Vector: LaneVector>(
    _ vector: Vector.Type,
    _ x: [Vector.Number],
    _ y: [Vector.Number],
    _ f: (Vector, Vector) -> Vector
  ) -> [Vector.Number] {
    var y = y + Array(repeating: 1, count: Vector.width)
    var start = 0
    return y.withUnsafeMutableBufferPointer { y in
      guard let base = y.baseAddress else { return [] }
      return map(vector, x) { x in
        defer { start += Vector.width }
        return f(x, Vector(at: base + start))
      }
    }
  }

  @Test("Part of a vector is stored and kept, whatever its length")
  func parts() {
    expectParts(Lanes.self)
    expectParts(ShortLanes.self)
    expectParts(Float.Lanes.self)
    expectParts(Float.ShortLanes.self)
  }

  private func expectParts<Vector: LaneVector>(_ vector: Vector.Type) {
    var source = (0..<16).map { Vector.Number($0) + 1 }
    var target = [Vector.Number](repeating: -1, count: 16)
    source.withUnsafeMutableBufferPointer { source in
      target.withUnsafeMutableBufferPointer { target in
        guard let from = source.baseAddress, let to = target.baseAddress else { return }
        let lanes = Vector(at: from)
        for count in 0..<Vector.width where count > 0 {
          for index in 0..<16 { target[index] = -1 }
          lanes.store(first: count, at: to)
          #expect(Array(target) == (0..<16).map { $0 < count ? Vector.Number($0) + 1 : -1 })
          let kept = lanes.keeping(first: count, else: Vector(repeating: 9))
          #expect(
            kept.sum() == (0..<Vector.width).reduce(0) { $0 + ($1 < count ? Vector.Number($1) + 1 : 9) }
          )
        }
        #expect(lanes.largest() == Vector.Number(Vector.width))
        #expect((-lanes).largest() == -1)
      }
    }
  }

  @Test("A block is transposed")
  func transpose() {
    expectTransposes(Lanes.self)
    expectTransposes(ShortLanes.self)
    expectTransposes(Float.Lanes.self)
    expectTransposes(Float.ShortLanes.self)
  }

  private func expectTransposes<Vector: LaneVector>(_ vector: Vector.Type) {
    let width = Vector.width
    var source = (0..<width * (width + 3)).map { Vector.Number($0) }
    var target = [Vector.Number](repeating: -1, count: width * (width + 2))
    source.withUnsafeMutableBufferPointer { source in
      target.withUnsafeMutableBufferPointer { target in
        guard let from = source.baseAddress, let to = target.baseAddress else { return }
        Vector.transpose(from, width + 3, into: to, width + 2)
        for row in 0..<width {
          for column in 0..<width {
            #expect(target[column * (width + 2) + row] == source[row * (width + 3) + column])
          }
        }
      }
    }
  }
}
