import Testing
import Transformer

// Observing how a process ends, with values from outside, needs Swift 6.3.
#if compiler(>=6.3)
@Suite("Nothing is drawn from what are not probabilities")
struct SamplerMisuseTests {
  @Test(
    "Drawing stops with a message, greedily too",
    arguments: [
      ([], "none at all"), ([0.5, .nan], "not numbers"), ([.nan, 0.5], "not numbers"),
      ([1.5, -0.5], "negative"),
      ([-1, -2], "negative"), ([0, 0, 0], "all zero"), ([0.5, .infinity], "infinite"),
      ([.greatestFiniteMagnitude, .greatestFiniteMagnitude], "too large to be added up"),
    ] as [([Double], String)],
    [true, false]
  )
  func draw(from wrong: ([Double], String), isGreedy: Bool) async {
    let result = await #expect(processExitsWith: .failure, observing: [\.standardErrorContent]) {
      [bits = wrong.0.map(\.bitPattern) as [UInt64], isGreedy] in
      var generator = SplitMix(state: 42)
      let sampler = Sampler(isGreedy ? .greedy : .random(temperature: 1))
      print(sampler.draw(from: bits.map { Double(bitPattern: $0) }, using: &generator))
    }
    let said = String(decoding: result?.standardErrorContent ?? [], as: UTF8.self)
    #expect(said.contains("a token can't be drawn with probabilities that are \(wrong.1)"), "\(said)")
  }

  @Test("No logits have no probabilities, with any restriction")
  func nothing() {
    for choice in [
      Sampler.Choice.greedy, .random(temperature: 1), .random(temperature: 1, topK: 2, topP: 0.5),
    ] {
      #expect(Sampler(choice).probabilities(of: []) == [])
    }
  }

  @Test("A token without probability is never drawn, not even when the random number is as large as it gets")
  func impossible() {
    struct Largest: RandomNumberGenerator {
      mutating func next() -> UInt64 { .max }
    }
    var generator = Largest()
    // Added up one by one, tenths of a sum fall short of it.
    for count in 1...40 {
      let probabilities = [Double](repeating: 0.1, count: count) + [0, 0]
      #expect(Sampler(.random(temperature: 1)).draw(from: probabilities, using: &generator) == count - 1)
    }
  }
}
#endif
