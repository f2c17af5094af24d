import Foundation
import Testing

@testable import microgpt

/// The digits of figures, beside those of Foundation and the standard library.
@Suite struct FigureBytesTests {
  private static func text(_ append: (inout FigureBytes) -> Void) -> String {
    var figures = FigureBytes()
    append(&figures)
    return String(decoding: figures.bytes, as: UTF8.self)
  }

  @Test(
    "A number reads as the standard library describes it",
    arguments: [
      0, -0.0, 1, 0.1, 1 / 3, -2.5, 1e22, 1e-7, .leastNonzeroMagnitude, .greatestFiniteMagnitude,
      2.4912345678901234,
    ] as [Double]
  )
  func numbers(number: Double) {
    #expect(Self.text { $0.append(number) } == "\(number)")
  }

  @Test(
    "A count reads as the standard library describes it",
    arguments: [0, 7, 10, 12_345, 1_000_000_007, .max] as [Int]
  )
  func counts(count: Int) {
    #expect(Self.text { $0.append(count) } == "\(count)")
  }

  @Test(
    "A time reads as Foundation prints it with nine decimals",
    arguments: [0, 1e-9, 0.000_006_123, 0.999_999_999, 1, 59.000_000_25, 86_400.123_456, 8_999_999]
      as [Double]
  )
  func times(seconds: Double) {
    #expect(Self.text { $0.append(seconds: seconds) } == String(format: "%.9f", seconds))
  }

  @Test("A time below a nanosecond is 0, and one of years has its shortest digits")
  func extremeTimes() {
    #expect(Self.text { $0.append(seconds: -1) } == "0.000000000")
    #expect(Self.text { $0.append(seconds: 4e-10) } == "0.000000000")
    #expect(Self.text { $0.append(seconds: 9e6) } == "9000000.0")
    #expect(Self.text { $0.append(seconds: 1e300) } == "1e+300")
  }

  @Test("What is forgotten leaves nothing behind")
  func removing() {
    let text = Self.text { figures in
      figures.append(123)
      figures.removeAll()
      figures.write("\"a\":")
      figures.append(Array("b".utf8))
    }
    #expect(text == "\"a\":b")
  }
}
