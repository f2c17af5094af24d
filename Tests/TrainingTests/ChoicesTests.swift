import Random
import Testing
import Training
import Transformer

@Suite("Drawing as Python draws")
struct ChoicesTests {
  // `r = random.Random(seed); [r.choices(range(len(w)), weights=w)[0] for _ in range(40)]`
  static let known: [(seed: UInt64, weights: [Double], tokens: [Int])] = [
    (
      42, [0.1, 0, 0.45, 0.05, 0.3, 0.1],
      [
        4, 0, 2, 2, 4, 4, 4, 0, 2, 0, 2, 2, 0, 2, 4, 2, 2, 3, 4, 0, 4, 4, 2, 2, 5, 2, 0, 0, 4, 4, 4, 4, 2, 5,
        2,
        3, 4, 4, 4, 3,
      ]
    ),
    (
      7, [0.1, 0, 0.45, 0.05, 0.3, 0.1],
      [
        2, 2, 4, 0, 2, 2, 0, 2, 0, 2, 0, 0, 2, 4, 2, 2, 4, 5, 3, 2, 5, 0, 4, 2, 2, 2, 2, 4, 2, 3, 4, 2, 2, 0,
        0,
        2, 4, 2, 2, 3,
      ]
    ),
    (
      1, [2.5, 1, 0, 4],
      [
        0, 3, 3, 0, 3, 1, 3, 3, 0, 0, 3, 1, 3, 0, 1, 3, 0, 3, 3, 0, 0, 3, 3, 1, 0, 1, 0, 0, 1, 3, 0, 0, 0, 1,
        0,
        0, 3, 3, 3, 0,
      ]
    ),
  ]

  @Test("Tokens are those of random.choices with the same seed and weights", arguments: 0..<3)
  func choices(index: Int) {
    let known = Self.known[index]
    var generator = MersenneTwister(seed: known.seed)
    let sampler = Sampler(.random(temperature: 1))
    let tokens = known.tokens.map { _ in sampler.draw(from: known.weights, using: &generator) }
    #expect(tokens == known.tokens)
  }
}
