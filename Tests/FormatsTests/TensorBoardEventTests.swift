import Formats
import Testing

@Suite("TensorBoard's events")
struct TensorBoardEventTests {
  @Test(
    "CRC-32C is that of RFC 3720",
    arguments: [
      ([UInt8](repeating: 0, count: 32), 0x8A91_36AA), ([UInt8](repeating: 0xFF, count: 32), 0x62A8_AB43),
      (Array(0..<32), 0x46DD_794E), (Array((0..<32).reversed()), 0x113F_DB5C),
      (Array("123456789".utf8), 0xE306_9283),
      ([], 0),
    ] as [([UInt8], UInt32)]
  )
  func checksum(bytes: [UInt8], expected: UInt32) {
    #expect(CRC32C.checksum(bytes) == expected)
  }

  @Test("A file begins with the bytes that TensorFlow's own begin with")
  func beginning() {
    let record = TensorBoardEvent(wallTime: 1.5, step: 0, content: .fileVersion).record
    // A length of 24 with its checksum, then the time and the version.
    #expect(record.prefix(12) == [0x18, 0, 0, 0, 0, 0, 0, 0, 0xA3, 0x7F, 0x4B, 0x22])
    #expect(record[12..<21] == [0x09, 0, 0, 0, 0, 0, 0, 0xF8, 0x3F])
    #expect(record[21..<23] == [0x1A, 13])
    #expect(Array(record[23..<36]) == Array("brain.Event:2".utf8))
    #expect(record.count == 40)
  }

  @Test("An event has its step as a variable number of bytes, and each number under its tag in 32 bits")
  func scalars() {
    let event = TensorBoardEvent(
      wallTime: 0,
      step: 300,
      content: .scalars([.init(tag: "a", value: 1), .init(tag: "bc", value: -2)])
    )
    let expected: [UInt8] =
      [0x09, 0, 0, 0, 0, 0, 0, 0, 0, 0x10, 0xAC, 0x02, 0x2A, 21]
      + [0x0A, 8, 0x0A, 1, 0x61, 0x15, 0, 0, 0x80, 0x3F]
      + [0x0A, 9, 0x0A, 2, 0x62, 0x63, 0x15, 0, 0, 0, 0xC0]
    #expect(Array(event.record[12..<event.record.count - 4]) == expected)
    #expect(event.record.first == UInt8(expected.count))
  }
}
