import Foundation
import Lessons
import Testing

@Suite("Lesson basics")
struct BasicsTests {
  private let basics = Basics()

  /// softmax as it is written on paper.
  private func softmax(_ scores: [Double]) -> [Double] {
    let sum = scores.map(exp).reduce(0, +)
    return scores.map { exp($0) / sum }
  }

  private func isNear(_ numbers: [Double?], _ others: [Double]) -> Bool {
    numbers.count == others.count
      && zip(numbers, others).allSatisfy { abs(($0 ?? .nan) - $1) < 1e-15 * max(1, abs($1)) }
  }

  @Test("One-hot words: e^(1/√3) beside e^0 twice, and outputs that show the weights")
  func oneHot() {
    let own = exp(1 / 3.0.squareRoot()) / (exp(1 / 3.0.squareRoot()) + 2)
    let other = 1 / (exp(1 / 3.0.squareRoot()) + 2)
    #expect(own > 1.0 / 3 && own < 1)
    for word in 0..<3 {
      let row = (0..<3).map { $0 == word ? own : other }
      #expect(isNear(basics.words.pattern[word], row))
      #expect(isNear(basics.words.outputs[word], row))
    }
  }

  @Test("“it” means the animal or the street; without the scale the choice is harder")
  func it() throws {
    // q·k by hand: tired: animal 3 + 1, street 0 + 1; wide: animal 1, street 3 + 1.
    for (index, products) in [[4.0, 1], [1, 4]].enumerated() {
      #expect(isNear(basics.scaled.pattern[index], softmax(products.map { $0 / 5.0.squareRoot() })))
      #expect(isNear(basics.unscaled.pattern[index], softmax(products)))
      let right = index
      let soft = try #require(basics.scaled.pattern[index][right])
      let hard = try #require(basics.unscaled.pattern[index][right])
      #expect(hard > soft && soft > 0.5)
    }
  }
}
