import Foundation
import Lanes
import Testing

@testable import Replay

@Suite("Functions of single precision")
struct SingleArithmeticTests {
  private func map(_ x: [Float], _ f: (Float.Lanes) -> Float.Lanes) -> [Float] {
    var x = x
    let count = x.count
    while x.count % Float.Lanes.width != 0 { x.append(1) }
    return x.withUnsafeMutableBufferPointer { buffer in
      guard let base = buffer.baseAddress else { return [] }
      for index in stride(from: 0, to: count, by: Float.Lanes.width) {
        f(Float.Lanes(at: base + index)).store(at: base + index)
      }
      return Array(buffer.prefix(count))
    }
  }

  static let numbers = (1...4000).map { Float($0) * 0.37 } + [Float.leastNonzeroMagnitude, 1e-38, 3e38]

  @Test("Logarithms and powers are those of double precision, rounded once more")
  func logarithms() {
    #expect(map(Self.numbers) { $0.logarithm() } == Self.numbers.map { Float(Foundation.log(Double($0))) })
    #expect(
      map(Self.numbers) { $0.power(1.3) } == Self.numbers.map { Float(Foundation.pow(Double($0), 1.3)) }
    )
    #expect(map([0, -1, .infinity]) { $0.logarithm() }.prefix(1) == [-.infinity])
  }

  @Test("What is below 0 is cut off, and what is no number stays none")
  func rectified() {
    let y = map([-1, -0.0, 0, 2, .nan, -.infinity, .infinity]) { $0.rectified() }
    #expect(y[0] == 0 && y[1] == 0 && y[2] == 0 && y[3] == 2 && y[5] == 0 && y[6] == .infinity)
    #expect(y[4].isNaN)
  }
}
