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
  }
}
