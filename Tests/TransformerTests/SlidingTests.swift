import Autograd
import Foundation
import TestSupport
import Testing
import Transformer

@Suite("Texts beyond the context")
struct SlidingTests {
  private static let boundary = Variant.document[0]

  /// The boundary and the last tokens that fit behind it.
  private static func window(_ text: [Int], of size: Int) -> [Int] {
    text.count <= size ? text : [text[0]] + text.suffix(size - 1)
  }

  private static func draw(
    _ model: GPT,
    _ count: Int,
    continuing prompt: [Int],
    length: Int?,
    sampler: Sampler = Sampler(.random(temperature: 1.2), repetitionPenalty: 1.1),
    seed: UInt64,
    observe: (GeneratedToken) -> Void = { _ in }
  ) throws -> [[Int]] {
    var generator = SplitMix(state: seed)
    return try model.generate(
      count,
      continuing: prompt,
      // No token of the vocabulary: texts that go on to their length.
      until: 3,
      length: length,
      sampler: sampler,
      using: &generator,
      observe: observe
    )
  }

  @Test(
    "Each token has the very probabilities that it has anew after a prompt of the window, of which what is left behind is counted",
    arguments: Variant.all
  )
  func anew(variant: Variant) throws {
    let model = try variant.model()
    let size = model.contextLength
    for prompt in [[Self.boundary], [Self.boundary] + (0..<size + 3).map { $0 % 2 }] {
      var shown: [GeneratedToken] = []
      let length = 2 * size + 4
      let texts = try Self.draw(model, 3, continuing: prompt, length: length, seed: 11) { shown.append($0) }
      #expect(shown.contains { $0.forgottenCount > 1 })
      for (index, text) in texts.enumerated() {
        let whole = prompt + text
        #expect(whole.count - 1 <= length)
        for token in shown where token.text == index {
          let read = Array(whole.prefix(token.position))
          #expect(token.forgottenCount == max(0, read.count - size))
          let window = Self.window(read, of: size)
          var anew: [GeneratedToken] = []
          _ = try Self.draw(model, 1, continuing: window, length: window.count, seed: 1) { anew.append($0) }
          #expect(anew.count == 1 && anew[0].forgottenCount == 0)
          #expect(token.probabilities == anew[0].probabilities)
        }
      }
    }
  }

  @Test("Plain loops over the window give the same probabilities", arguments: Variant.all.prefix(2))
  func plain(variant: Variant) throws {
    let model = try variant.model()
    var plain = PlainGPT(model.configuration, model.parameterVector.data)
    plain.isVisible = variant.isVisible
    var shown: [GeneratedToken] = []
    let texts = try Self.draw(
      model,
      2,
      continuing: [Self.boundary, 1],
      length: 14,
      sampler: Sampler(.random(temperature: 1)),
      seed: 4
    ) { shown.append($0) }
    var slidCount = 0
    for token in shown where token.forgottenCount > 0 {
      let read = ([Self.boundary, 1] + texts[token.text]).prefix(token.position)
      let window = Self.window(Array(read), of: model.contextLength)
      // −ln p of the token that came, by way of a document that ends with it.
      let losses = plain.losses(window + [token.token])
      #expect(agree(-log(token.probabilities[token.token]), losses[losses.count - 1], within: 1e-12))
      slidCount += 1
    }
    #expect(slidCount > 5)
  }

  @Test("A shorter length cuts texts, and one at the context length changes nothing", arguments: [1, 2, 4])
  func shorter(length: Int) throws {
    let model = try GPT.small(contextLength: 6)
    let sampler = Sampler(.random(temperature: 0.7))
    func texts(_ length: Int?) throws -> [[Int]] {
      try (0..<20).map { index in
        var generator = SplitMix(state: UInt64(index))
        return try model.generate(
          1,
          continuing: [4],
          until: 4,
          length: length,
          sampler: sampler,
          using: &generator
        )[0]
      }
    }
    let whole = try texts(nil)
    #expect(whole.contains { $0.count == 6 })
    #expect(try texts(6) == whole)
    #expect(try texts(length) == whole.map { Array($0.prefix(length)) })
  }

  @Test("A model that reads one token draws each from the boundary alone")
  func one() throws {
    let model = try GPT.small(contextLength: 1)
    var shown: [GeneratedToken] = []
    var generator = SplitMix(state: 8)
    let texts = try model.generate(
      30,
      continuing: [4],
      until: 4,
      length: 9,
      sampler: Sampler(.random(temperature: 1)),
      using: &generator
    ) { shown.append($0) }
    #expect(texts.contains { $0.count == 9 })
    let probabilities = Sampler(.random(temperature: 1)).probabilities(of: model.logits([4])[0])
    for token in shown {
      #expect(token.probabilities == probabilities)
      #expect(token.forgottenCount == token.position - 1)
    }
  }
}
