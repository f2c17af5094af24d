import Foundation
import Lessons
import Testing

@Suite("Lesson basics")
struct BasicsTests {
  private let basics = Basics()

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
      #expect(
        isNear(basics.scaled.pattern[index], PlainAttention.softmax(products.map { $0 / 5.0.squareRoot() }))
      )
      #expect(isNear(basics.unscaled.pattern[index], PlainAttention.softmax(products)))
      let right = index
      let soft = try #require(basics.scaled.pattern[index][right])
      let hard = try #require(basics.unscaled.pattern[index][right])
      #expect(hard > soft && soft > 0.5)
    }
  }

  @Test("A word with a score of 0 has some weight, more than one with a negative score")
  func zero() {
    let attention = WorkedAttention(queries: [[1]], keys: [[0], [-1], [1]], values: [[1], [1], [1]])
    let row = attention.pattern[0].map { $0 ?? 0 }
    #expect(row[0] > row[1] && row[1] > 0)
  }

  @Test("Twice the key, twice the score; the answers that count as right are these")
  func claims() throws {
    let single = WorkedAttention(queries: [[1, 2]], keys: [[3, 1]], values: [[1]])
    let double = WorkedAttention(queries: [[1, 2]], keys: [[6, 2]], values: [[1]])
    #expect(isNear(double.scores[0], single.scores[0].map { 2 * ($0 ?? 0) }))
    #expect(
      try Lesson.basics.questions.map(\.rightChoice) == [
        "more than a third, less than all", "the larger weight grows and the smaller one shrinks",
      ]
    )
    let text = try Lesson.basics.text()
    #expect(text.contains("1/√5 ≈ 0.447") && text.contains("2.24 times as large"))
    // Every noun wins in its sentence, with the scale and without.
    for attention in [basics.scaled, basics.unscaled] {
      #expect(attention.pattern[0][0]! > 0.5 && attention.pattern[1][1]! > 0.5)
    }
    // Columns sum to 1 as rows do: the pattern is symmetric.
    for row in 0..<3 { #expect(isNear(basics.words.pattern[row], basics.words.pattern.map { $0[row] })) }
  }
}
