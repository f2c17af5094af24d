import Autograd
import TestSupport
import Testing
import Transformer

@Suite("A model without its mask")
struct UncoveredTests {
  private static let document = [2, 0, 1, 1, 0, 2]

  @Test(
    "The logits are those of plain loops over layers in which every query sees all positions",
    arguments: Variant.all
  )
  func plain(variant: Variant) throws {
    let model = try variant.model()
    let mark = model.tape.mark
    defer { model.tape.rewind(to: mark) }
    let read = Array(Self.document.dropLast())
    let logits = UncoveredGPT(model).activations(reading: read.map { model.tape.input($0) }).map {
      $0.logits.data
    }
    let expected = variant.plain(model).uncoveredLogits(read)
    #expect(logits.count == expected.count)
    for (own, plain) in zip(logits, expected) {
      #expect(zip(own, plain).allSatisfy { agree($0, $1, within: 1e-12) })
    }
  }

  @Test("A later token changes what is predicted before it, and by the model itself does not")
  func future() throws {
    let model = try GPT.small()
    func losses(_ model: some LanguageModel, _ tokens: [Int]) -> [Double] {
      let mark = model.tape.mark
      defer { model.tape.rewind(to: mark) }
      return model.tokenLosses(of: tokens).map { $0.data }
    }
    let (one, other) = ([0, 1, 2, 3, 0], [0, 1, 2, 4, 0])
    #expect(losses(model, one).prefix(2) == losses(model, other).prefix(2))
    let uncovered = UncoveredGPT(model)
    #expect(losses(uncovered, one)[0] != losses(uncovered, other)[0])
    // The last token is predicted and not read.
    #expect(losses(uncovered, one).prefix(3) == losses(uncovered, [0, 1, 2, 3, 4]).prefix(3))
    // One position has no future.
    #expect(losses(uncovered, [0, 1]) == losses(model, [0, 1]))
  }

  @Test("It writes as the model itself does, for nothing has been read that comes later")
  func writing() throws {
    let model = try GPT.small()
    func texts(_ model: some LanguageModel) throws -> [[Int]] {
      var generator = SplitMix(state: 7)
      return try model.generate(
        5,
        continuing: [0],
        until: 0,
        sampler: Sampler(.random(temperature: 1)),
        using: &generator
      )
    }
    #expect(try texts(UncoveredGPT(model)) == texts(model))
  }
}
