import Testing

@testable import Training

@Suite("UTF-8 validation")
struct UTF8ValidationTests {
  // The expected fingerprint is that of `bytes(results)`, where for each `b` in the same order
  //
  //     try: b.decode("utf-8"); result = 255
  //     except UnicodeDecodeError as e: result = e.start
  @Test("Every pair of bytes is judged as Python's decoder judges it, at the end and before other bytes")
  func everyPair() {
    var results: [UInt8] = []
    for first in 0x80...0xFF as ClosedRange<UInt8> {
      for second in 0...0xFF as ClosedRange<UInt8> {
        for tail in [[], [0x80], [0x80, 0x80], [0x80, 0x80, 0x80], [0xC0]] as [[UInt8]] {
          let position = UTF8Validation.firstInvalidPosition(in: [0xC3, 0xA9, first, second] + tail)
          results.append(UInt8(position ?? 255))
        }
      }
    }
    #expect(Fingerprint(of: results).description == "fnv1a64:e01ceda737e13765:163840")
  }

  @Test("Every scalar is valid, in one run")
  func everyScalar() {
    var bytes: [UInt8] = []
    for scalar in (0...0x10FFFF as ClosedRange<UInt32>).compactMap(Unicode.Scalar.init) {
      bytes += UTF8.encode(scalar).map(Array.init) ?? []
    }
    #expect(bytes.count == 128 + 2 * 1920 + 3 * (63_488 - 2048) + 4 * 1_048_576)
    #expect(UTF8Validation.firstInvalidPosition(in: bytes) == nil)
  }

  @Test("A bad byte is found wherever it stands in a run of ASCII")
  func everyOffset() {
    for count in 1...40 {
      for position in 0..<count {
        var bytes = [UInt8](repeating: UInt8(ascii: "a"), count: count)
        #expect(UTF8Validation.firstInvalidPosition(in: bytes) == nil)
        bytes[position] = 0x80
        #expect(UTF8Validation.firstInvalidPosition(in: bytes) == position)
      }
    }
  }
}
