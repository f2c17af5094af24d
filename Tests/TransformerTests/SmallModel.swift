import Autograd
import Random
import Transformer

/// A generator of 64-bit words: SplitMix64 (Steele, Lea and Flood 2014).
struct SplitMix: RandomNumberGenerator {
  var state: UInt64

  mutating func next() -> UInt64 {
    state &+= 0x9E37_79B9_7F4A_7C15
    var word = state
    word = (word ^ (word >> 30)) &* 0xBF58_476D_1CE4_E5B9
    word = (word ^ (word >> 27)) &* 0x94D0_49BB_1331_11EB
    return word ^ (word >> 31)
  }
}

extension GPT {
  /// A model of two layers and two heads with parameters of size 1/2, on a tape of its own.
  static func small(
    vocabularySize: Int = 5,
    layerCount: Int = 2,
    contextLength: Int = 4
  ) throws(GPTConfigurationError) -> GPT {
    var generator = SplitMix(state: 42)
    let configuration = try GPTConfiguration(
      vocabularySize: vocabularySize,
      layerCount: layerCount,
      embeddingWidth: 6,
      headCount: 2,
      contextLength: contextLength
    )
    return GPT(configuration, on: Tape()) { generator.nextUnit() - 0.5 }
  }

  /// The logits after each of `tokens`, read one after the other.
  func logits(_ tokens: [Int]) -> [[Double]] {
    var state = initialState()
    return tokens.map { logits(after: tape.input($0), state: &state).data }
  }
}
