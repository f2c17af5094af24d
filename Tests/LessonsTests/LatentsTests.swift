import Lessons
import Testing

@Suite("Lesson latent")
struct LatentsTests {
  private let latents = Latents()

  @Test("By hand: the key rebuilt, and the query with the matrix folded into it, have the same score")
  func byHand() {
    // k = (1·2 + 2·1, 0·2 + 1·1, 3·2 − 1·1); Wᵀ q = (1·1 + 0·4 + 3·2, 2·1 + 1·4 − 1·2).
    #expect(latents.key == [4, 1, 5])
    #expect(latents.absorbedQuery == [7, 4])
    #expect(latents.score == 4 + 4 + 10 && latents.absorbedScore == 14 + 4)
  }

  @Test("A latent of 16 is stored in both forms, in place of 128 numbers")
  func stored() {
    #expect(latents.storedWithLatents == [16, 16])
    #expect(latents.storedWithKeysAndValues == 2 * 8 * 8)
  }

  @Test("Both forms have the same scores and outputs, up to rounding")
  func same() {
    #expect(latents.largestScore > 0.5)
    #expect(latents.scoreDifference < 1e-13 && latents.outputDifference < 1e-13)
  }

  @Test("Multiplications at position 32, by formula")
  func work() {
    let (width, heads, head, latent, length) = (64, 8, 8, 16, 32)
    let all = heads * head
    let ends = all * width + latent * width + width * all
    let rebuilt = length * 2 * all * latent + length * 2 * all
    let absorbed = 2 * all * latent + length * 2 * heads * latent
    #expect(latents.expandedWork == ends + rebuilt)
    #expect(latents.absorbedWork == ends + absorbed)
    func ordinary(_ position: Int) -> Int { 4 * all * width + 2 * all * position }
    func folded(_ position: Int) -> Int { ends + 2 * all * latent + position * 2 * heads * latent }
    #expect(latents.ordinaryWork == ordinary(length) && latents.absorbedWork == folded(length))
    #expect(latents.firstCostlierPosition == (1...1000).first { folded($0) > ordinary($0) })
  }

  @Test("Keys and values of all heads would take 8 times as much; the text compares all three forms")
  func claims() throws {
    let questions = try Lesson.latent.questions
    #expect(questions[0].answer == .number(8, tolerance: 0))
    let text = try Lesson.latent.text().replacing("\n", with: " ")
    #expect(text.contains("ordinary attention:           20,480") && text.contains("From 41 keys on"))
  }
}
