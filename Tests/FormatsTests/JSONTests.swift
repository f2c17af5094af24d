import Foundation
import Testing

@testable import Formats

@Suite("JSON that is written")
struct JSONTests {
  /// What Foundation writes for the same value.
  func expected(_ value: some Encodable) throws -> String {
    let encoder = JSONEncoder()
    encoder.outputFormatting = [.sortedKeys, .withoutEscapingSlashes]
    return String(decoding: try encoder.encode(value), as: UTF8.self)
  }

  @Test("Strings are JSONEncoder's: every ASCII character, and beyond")
  func strings() throws {
    let ascii = String(String.UnicodeScalarView((0..<0x80).map { Unicode.Scalar(UInt8($0)) }))
    for string in ["", ascii, "é e\u{301} 🇩🇪 \u{2028}\u{FEFF}", "</script>"] {
      #expect(JSON.string(string).text == (try expected(string)))
    }
  }

  @Test(
    "Numbers are JSONEncoder's: whole ones without decimals, all others at full precision",
    arguments: [
      0, -0.0, 1, -3, 0.1, 1 / 3, 1e15, 1e16, 1.5e300, .leastNonzeroMagnitude, 1e-5, 123_456.75, .pi,
      .greatestFiniteMagnitude,
    ]
  )
  func numbers(number: Double) throws {
    #expect(JSON.number(number).text == (try expected(number)))
  }

  @Test("Whole numbers keep all their digits")
  func integers() {
    #expect(JSON.integer(UInt64.max).text == "18446744073709551615")
    #expect(JSON.integer(Int.min).text == "-9223372036854775808")
  }

  @Test("Objects are JSONEncoder's: sorted keys, and none for what is nil")
  func objects() throws {
    struct Inner: Encodable { let words = [3, 1, 2], none: [Int] = [] }
    struct Outer: Encodable { let zeta = "z", alpha = 1.5, alphabet = Inner(), missing: Int? = nil }
    let json = JSON.object([
      "zeta": .string("z"), "missing": nil, "alpha": .number(1.5),
      "alphabet": .object(["words": .array([.integer(3), .integer(1), .integer(2)]), "none": .array([])]),
    ])
    #expect(json.text == (try expected(Outer())))
  }
}
