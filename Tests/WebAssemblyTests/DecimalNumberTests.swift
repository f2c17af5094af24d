import Random
import Testing

@testable import WebAssembly

/// Numbers read without a platform, against the standard library's reading.
@Suite("Decimal numbers without a platform")
struct DecimalNumberTests {
  private func read(_ text: String) -> (value: Double, length: Int)? {
    var bytes = Array(text.utf8) + [0]
    return bytes.withUnsafeMutableBufferPointer { bytes in
      bytes.baseAddress.flatMap { DecimalNumber(at: UnsafePointer($0)) }.map { ($0.value, $0.length) }
    }
  }

  @Test("What a double prints is read back to the bit")
  func printed() {
    var generator = MersenneTwister(seed: 5)
    for _ in 0..<20_000 {
      let bits = UInt64.random(in: 0..<UInt64.max, using: &generator)
      let number = Double(bitPattern: bits)
      guard number.isNormal, number.magnitude > 1e-290, number.magnitude < 1e290 else { continue }
      #expect(read("\(number)")?.value == number, "\(number)")
    }
  }

  @Test(
    "Numbers as people write them",
    arguments: [
      "0", "-0", "1", "+1", "0.5", ".5", "5.", "1e3", "1E-3", "1e+22", "123456789012345678901234567890",
      "0.1", "0.000000000000000000000000000001", "1e400", "1e-400", "3.14159265358979323846264338327950288",
      "9007199254740993", "inf", "-infinity", "nan", "2.5e-3",
    ]
  )
  func written(text: String) throws {
    let number = try #require(read(text))
    let expected = try #require(Double(text))
    #expect(number.value == expected || number.value.isNaN && expected.isNaN)
    #expect(number.length == text.utf8.count)
  }

  @Test(
    "What follows a number is left",
    arguments: [("1x", 1), ("1e", 1), ("1e+", 1), ("1.2.3", 3), ("12 ", 2), ("-3-", 2)]
  )
  func followed(text: String, length: Int) { #expect(read(text)?.length == length) }

  @Test("What is no number is none", arguments: ["", "-", ".", "e3", "x1", "+.", " 1"])
  func nothing(text: String) { #expect(read(text) == nil) }
}
