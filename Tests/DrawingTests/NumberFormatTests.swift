import Foundation
import Testing

@testable import Drawing

@Suite("Numbers as text")
struct NumberFormatTests {
  // The texts are what CPython's `'%.*f' % (decimals, value)` gives.
  @Test(
    "Fixed decimals are the exact value rounded once",
    arguments: [
      (2.65129, 4, "2.6513"), (0.125, 2, "0.12"), (0.375, 2, "0.38"), (2.5, 0, "2"), (3.5, 0, "4"),
      (0.5, 0, "0"),
      (1.005, 2, "1.00"), (2.675, 2, "2.67"), (9.9995, 3, "9.999"), (0.1, 20, "0.10000000000000000555"),
      (1e22, 1, "1.000e+22"), (-1e16, 0, "-1.000e+16"), (9_999_999_999_999_998, 1, "9999999999999998.0"),
      (123_456_789.987654321, 3, "123456789.988"), (.leastNonzeroMagnitude, 3, "0.000"),
      (0.00049999, 3, "0.000"),
      (0.006, 2, "0.01"), (-1.5, 0, "-2"), (-2.65, 1, "-2.6"), (99.99, 1, "100.0"), (0.95, 1, "0.9"),
      (1e-5, 5, "0.00001"), (999.5, 0, "1000"),
    ] as [(Double, Int, String)]
  )
  func fixed(value: Double, decimals: Int, expected: String) {
    #expect(NumberFormat.fixed(value, decimals: decimals) == expected)
  }

  @Test(
    "The size of an error keeps one digit of what has an exponent",
    arguments: [
      (0, "0"), (3.49e-15, "3e-15"), (3.999e-15, "3e-15"), (-2.5e-7, "-2e-07"), (0.002, "0.002000"),
      (1.25, "1.250"), (4.9e9, "4e+09"), (.nan, "nan"), (.infinity, "inf"),
    ] as [(Double, String)]
  )
  func size(value: Double, expected: String) {
    #expect(NumberFormat.size(value) == expected)
  }

  @Test("Fixed decimals of any bit pattern are those of C, with an exponent where a double has no decimals")
  func fixedAgreesWithC() {
    var generator = SplitMix(state: 1)
    for _ in 0..<2000 {
      let value = Double(bitPattern: generator.next())
      guard value.isFinite else { continue }
      let scaled = Double.random(in: -1000...1000, using: &generator)
      // C writes -0.00 where nothing but zeros is left; here a zero has no sign.
      let reference = String(format: value.magnitude < 1e16 ? "%.3f" : "%.3e", value)
      #expect(NumberFormat.fixed(value, decimals: 3) == (reference == "-0.000" ? "0.000" : reference))
      #expect(NumberFormat.fixed(scaled, decimals: 5) == String(format: "%.5f", scaled))
    }
  }

  @Test("Zero has no sign, and what is not finite is named")
  func special() {
    #expect(NumberFormat.fixed(-0.0, decimals: 2) == "0.00")
    #expect(NumberFormat.fixed(-0.001, decimals: 2) == "0.00")
    #expect(NumberFormat.fixed(.nan, decimals: 2) == "nan")
    #expect(NumberFormat.fixed(.infinity, decimals: 2) == "inf")
    #expect(NumberFormat.fixed(-.infinity, decimals: 2) == "-inf")
    #expect(NumberFormat.significant(.nan) == "nan")
    #expect(NumberFormat.significant(-.infinity) == "-inf")
    #expect(NumberFormat.significant(-0.0) == "0")
    #expect(NumberFormat.grouped(Double.nan) == "nan")
    #expect(NumberFormat.grouped(-0.2) == "0")
    #expect(NumberFormat.duration(.infinity) == "inf")
  }

  // Digits from CPython's `'%.3e'`, `'%#.4g'` and `'%.0f'`.
  @Test(
    "Four significant digits stay narrow",
    arguments: [
      (2.65129, "2.651"), (1.2345, "1.234"), (1.2355, "1.236"), (9.9996, "10.00"), (0.001234, "0.001234"),
      (0.00099996, "0.001000"), (0.00099994, "9.999e-04"), (1.234e-5, "1.234e-05"),
      (.leastNonzeroMagnitude, "4.941e-324"),
      (12345.6, "12346"), (1000, "1000"), (100, "100.0"), (1, "1.000"), (0.1, "0.1000"), (-0.5, "-0.5000"),
      (1e6, "1.000e+06"), (1_234_567, "1.235e+06"), (999_999.6, "1.000e+06"), (999_949, "999949"),
      (1e100, "1.000e+100"), (-1.2345e-5, "-1.234e-05"),
    ] as [(Double, String)]
  )
  func significant(value: Double, expected: String) {
    #expect(NumberFormat.significant(value) == expected)
  }

  @Test(
    "Commas stand between groups of three digits",
    arguments: [
      (0, "0"), (999, "999"), (1000, "1,000"), (6209, "6,209"), (-6209, "-6,209"), (123_456, "123,456"),
      (1_234_567, "1,234,567"), (-100, "-100"), (Int.min, "-9,223,372,036,854,775,808"),
    ] as [(Int, String)]
  )
  func grouped(value: Int, expected: String) {
    #expect(NumberFormat.grouped(value) == expected)
  }

  @Test("A grouped number is rounded to an integer")
  func groupedDouble() {
    #expect(NumberFormat.grouped(17_000.4) == "17,000")
    #expect(NumberFormat.grouped(-17_000.6) == "-17,001")
    #expect(NumberFormat.grouped(1e15) == "1,000,000,000,000,000")
  }

  @Test(
    "Sizes take the unit that keeps them under 1024",
    arguments: [
      (0, "0 B"), (512, "512 B"), (1023, "1023 B"), (1024, "1.0 KiB"), (1536, "1.5 KiB"),
      (1_258_291, "1.2 MiB"), (1_048_575, "1.0 MiB"), (1_048_576, "1.0 MiB"), (5 << 30, "5.0 GiB"),
      (-2048, "-2.0 KiB"), (Int.max, "8.0 EiB"),
    ] as [(Int, String)]
  )
  func bytes(count: Int, expected: String) {
    #expect(NumberFormat.bytes(count) == expected)
  }

  @Test(
    "Durations read as a clock from one second on, with a unit below",
    arguments: [
      (0, "0 ms"), (0.0000123, "12.3 µs"), (0.00123, "1.23 ms"), (0.0099949, "9.99 ms"), (0.0101, "10 ms"),
      (0.85, "850 ms"), (0.9994, "999 ms"), (0.9999, "0:01"), (7.2, "0:07"), (59.6, "1:00"), (61, "1:01"),
      (3599.7, "1:00:00"), (3723, "1:02:03"), (360_000, "100:00:00"), (-7, "-0:07"),
      (1e20, "1.000e+20 s"),
    ] as [(Double, String)]
  )
  func duration(seconds: Double, expected: String) {
    #expect(NumberFormat.duration(seconds) == expected)
  }

  @Test("A clock rounds to the second also below one")
  func clock() {
    #expect(NumberFormat.clock(0.4) == "0:00")
    #expect(NumberFormat.clock(-0.4) == "0:00")
    #expect(NumberFormat.clock(0.6) == "0:01")
  }
}

/// A small generator with a fixed seed (Steele et al., SplitMix64), so that a failure can be repeated.
struct SplitMix: RandomNumberGenerator {
  var state: UInt64

  mutating func next() -> UInt64 {
    state &+= 0x9E37_79B9_7F4A_7C15
    var bits = state
    bits = (bits ^ (bits >> 30)) &* 0xBF58_476D_1CE4_E5B9
    bits = (bits ^ (bits >> 27)) &* 0x94D0_49BB_1331_11EB
    return bits ^ (bits >> 31)
  }
}
