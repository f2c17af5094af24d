import Foundation
import Testing

@testable import Formats

@Suite("JSON that is read")
struct JSONParsingTests {
  private func error(_ text: String) -> JSONError? {
    do throws(JSONError) {
      _ = try JSON(parsing: text.utf8)
      return nil
    } catch { return error }
  }

  @Test("What is written reads as it was, every number to its last bit")
  func roundTrip() throws {
    var bits: UInt64 = 1
    let numbers = (0..<2000).map { _ in
      bits = bits &* 6_364_136_223_846_793_005 &+ 1_442_695_040_888_963_407
      return Double(bitPattern: bits)
    }.filter(\.isFinite)
    let json = JSON.object([
      "numbers": .array(
        (numbers + [0, 0.1, .leastNonzeroMagnitude, .greatestFiniteMagnitude, 1e16]).map { .number($0) }
      ),
      "text": .string("é\"\\/\n\r\t\u{0}\u{1F}\u{7F}\u{2028}😀"), "none": .array([]), "null": .null,
    ])
    let read = try JSON(parsing: json.text.utf8)
    #expect(read.text == json.text)
    #expect(read["numbers"]?.elements?.prefix(numbers.count).map { $0.number } == numbers)
  }

  @Test(
    "Strings are read as Foundation reads them",
    arguments: [
      #""""#, #""\u0041\u00e9\uD83D\uDE00""#, #""\"\\\/\b\f\n\r\t""#, "\"e\u{301}\u{FEFF}\"",
    ]
  )
  func strings(text: String) throws {
    let expected = try JSONDecoder().decode(String.self, from: Data(text.utf8))
    #expect(try JSON(parsing: text.utf8).string == expected)
  }

  @Test("Whole numbers are read exactly, and those that do not fit are not")
  func integers() throws {
    #expect(try JSON(parsing: "18446744073709551615".utf8).integer(as: UInt64.self) == .max)
    #expect(try JSON(parsing: "2.0".utf8).integer(as: Int.self) == 2)
    for text in ["256", "-1", "0.5", "1e400", "\"1\"", "true"] {
      #expect(try JSON(parsing: text.utf8).integer(as: UInt8.self) == nil, "\(text)")
    }
    #expect(try JSON(parsing: "1e400".utf8).number == nil)
  }

  @Test(
    "What is not JSON is refused where it goes wrong",
    arguments: [
      ("", .ended), (" ", .ended), ("[1", .ended), ("\"a", .ended), ("[1,]", .unexpected(byte: 4)),
      ("{\"a\":1,}", .unexpected(byte: 8)), ("{a:1}", .unexpected(byte: 2)), ("01", .unexpected(byte: 2)),
      ("1.", .ended), ("+1", .unexpected(byte: 1)), ("nul", .ended), ("1 2", .unexpected(byte: 3)),
      ("\"\n\"", .unexpected(byte: 2)), ("\"\\x\"", .unexpected(byte: 3)), ("NaN", .unexpected(byte: 1)),
      ("\"\\ud800\"", .loneSurrogate(byte: 3)), ("\"\\udc00\"", .loneSurrogate(byte: 3)),
      ("{\"a\":1,\"\\u0061\":2}", .duplicateKey("a")),
    ] as [(String, JSONError)]
  )
  func refusals(text: String, expected: JSONError) {
    #expect(error(text) == expected)
    #expect(!expected.description.isEmpty)
  }

  @Test("Keys are told apart by their bytes, where Unicode holds them equivalent too")
  func equivalentKeys() throws {
    // The angstrom sign, the letter, the letter with a mark: three keys, as Python reads them.
    let keys = ["\u{212B}", "\u{C5}", "A\u{30A}"]
    let text = "{" + keys.enumerated().map { "\"\($1)\":\($0)" }.joined(separator: ",") + "}"
    let json = try JSON(parsing: text.utf8)
    #expect(json.fields?.count == 3)
    #expect(keys.map { json[$0]?.integer(as: Int.self) } == [0, 1, 2])
    #expect(try JSON(parsing: "{\"\u{212B}\":1}".utf8)["\u{C5}"] == nil)
    #expect(error("{\"\u{C5}\":1,\"\u{C5}\":2}") == .duplicateKey("\u{C5}"))
  }

  @Test("Deep nesting is refused before it exhausts the stack")
  func depth() {
    func nested(_ depth: Int) -> String {
      String(repeating: "[", count: depth) + String(repeating: "]", count: depth)
    }
    #expect(error(nested(512)) == nil)
    #expect(error(nested(513)) == .tooDeep)
    #expect(error(String(repeating: "[", count: 1_000_000)) == .tooDeep)
  }

  @Test("Bytes that are not UTF-8 are refused")
  func encoding() {
    #expect(throws: JSONError.notUTF8) { try JSON(parsing: [0x22, 0xFF, 0x22]) }
  }
}
