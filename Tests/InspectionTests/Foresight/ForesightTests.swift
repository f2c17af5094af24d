import Autograd
import Foundation
import TestSupport
import Testing
import Transformer

@testable import Inspection

@Suite("Foresight")
struct ForesightTests {
  private static let tokens = [2, 0, 1, 1, 0, 2]

  @Test(
    "Losses and probabilities are those of plain loops, with later tokens hidden and shown",
    arguments: Variant.all
  )
  func plain(variant: Variant) throws {
    let model = try variant.model()
    let end = model.tape.valueCount
    let foresight = Foresight(model, text: Self.tokens)
    #expect(model.tape.valueCount == end)
    let plain = variant.plain(model)
    let uncovered = zip(plain.uncoveredLogits(Array(Self.tokens.dropLast())), Self.tokens.dropFirst()).map {
      logits,
      next in
      log(logits.reduce(0) { $0 + exp($1) }) - logits[next]
    }
    for (reading, expected) in [
      (foresight.covered, plain.losses(Self.tokens)), (foresight.uncovered, uncovered),
    ] {
      #expect(zip(reading.losses, expected).allSatisfy { agree($0, $1, within: 1e-12) })
      #expect(zip(reading.probabilities, expected).allSatisfy { agree($0, exp(-$1), within: 1e-12) })
      #expect(agree(reading.loss, expected.reduce(0, +) / 5, within: 1e-12))
    }
    for head in foresight.heads {
      #expect(head.pattern.count == 5)
      for row in head.pattern {
        #expect(row.count == 5 && row.allSatisfy { $0 > 0 } && agree(row.reduce(0, +), 1, within: 1e-12))
      }
      let weights = (0..<4).map { head.pattern[$0][$0 + 1] }
      #expect(agree(head.weightOnNext, weights.reduce(0, +) / 4, within: 1e-12))
    }
    #expect(
      foresight.heads.map { [$0.layer, $0.head] } == (0..<2).flatMap { layer in (0..<4).map { [layer, $0] } }
    )
  }
}
