import Random
import Testing

/// Gives the same 64 bits for ever.
private struct ConstantGenerator: RandomNumberGenerator {
  var word: UInt64
  mutating func next() -> UInt64 { word }
}

@Suite("Uniform numbers of any generator")
struct RandomNumberGeneratorUnitTests {
  @Test("All bits clear give 0, all bits set the largest number below 1")
  func ends() {
    var low = ConstantGenerator(word: 0)
    var high = ConstantGenerator(word: .max)
    #expect(low.nextUnit() == 0)
    #expect(high.nextUnit() == 1 - 0x1p-53)
  }

  @Test("The upper 27 bits of the high word and the upper 26 of the low word count, and no others")
  func bits() {
    for bit in 0..<64 {
      var generator = ConstantGenerator(word: 1 << UInt64(bit))
      let expected: Double
      switch bit {
      case 37...: expected = Double(sign: .plus, exponent: bit - 64, significand: 1)
      case 6..<32: expected = Double(sign: .plus, exponent: bit - 59, significand: 1)
      default: expected = 0
      }
      #expect(generator.nextUnit() == expected, "bit \(bit)")
    }
  }
}
