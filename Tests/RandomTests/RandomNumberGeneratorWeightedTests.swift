import Random
import Testing

@Suite("Weighted choices of any generator")
struct RandomNumberGeneratorWeightedTests {
  // `random.seed(42); [random.choices(range(4), [1, 0, 2.5, 0.25])[0] for _ in range(12)]` in CPython 3.11.
  @Test("Weighted indices are those of CPython's choices")
  func likePython() {
    var generator = MersenneTwister(seed: 42)
    #expect(
      (0..<12).map { _ in generator.index(weightedBy: [1, 0, 2.5, 0.25]) } == [
        2, 0, 2, 0, 2, 2, 2, 0, 2, 0, 0, 2,
      ]
    )
  }

  @Test("The largest number drawn chooses the last weight above 0, whatever rounding and zeros follow")
  func lastWeight() {
    var generator = Highest()
    #expect(generator.index(weightedBy: [0.1, 0.2, 0.3, 0, 0]) == 2)
    #expect(generator.index(weightedBy: [0, 5, 0]) == 1)
  }

  /// Draws the largest number there is each time.
  private struct Highest: RandomNumberGenerator {
    mutating func next() -> UInt64 { .max }
  }
}
