import Autograd
import TestSupport
import Testing
import Transformer

@Suite("Texts of models that compute no numbers")
struct NonFiniteGenerationTests {
  /// Draws two texts after a prompt.
  static func texts(_ model: GPT, prompt: [Int] = [4, 1], _ choice: Sampler.Choice) throws -> [[Int]] {
    var generator = SplitMix(state: 1)
    return try model.generate(
      2,
      continuing: prompt,
      until: 4,
      sampler: Sampler(choice),
      using: &generator
    )
  }

  @Test(
    "Nothing is drawn where a logit, or what it is computed from, is no number",
    arguments: [
      ("lm_head", Double.nan), ("lm_head", .infinity), ("wte", 1e200), ("layer1.mlp_fc2", .nan),
      ("layer0.attn_wq", 1.7e308),
    ]
  )
  func refused(name: String, number: Double) throws {
    for choice in [
      Sampler.Choice.greedy, .random(temperature: 0.5), .random(temperature: 1, topK: 2, topP: 0.5),
    ] {
      let model = try GPT.small()
      for leaf in model.parameters[name].elements { leaf.data = number }
      let mark = model.tape.mark
      let error = try #require(throws: NonFiniteResult.self) { try Self.texts(model, choice) }
      #expect(error.position == 0)
      #expect(error.parameter == "\(name)[0,0] = \(number)")
      #expect(
        error.description.contains(
          "at position 0; \(number.isFinite ? "the parameter farthest from 0" : "the first parameter that is not finite") is \(name)[0,0]"
        )
      )
      #expect(model.tape.mark == mark)
    }
  }

  @Test("A fault that only a later token meets is found there")
  func laterToken() throws {
    let model = try GPT.small()
    // Of even logits greedy choice takes those of token 0, which is then read.
    for leaf in model.parameters["lm_head"].elements { leaf.data = 0 }
    for leaf in model.parameters["wte"][0] { leaf.data = .nan }
    let error = try #require(throws: NonFiniteResult.self) { try Self.texts(model, .greedy) }
    #expect(error.position == 2)
    #expect(error.parameter == "wte[0,0] = nan")
  }

  @Test("A document that a model can read has no such result, and large numbers that stay numbers are none")
  func finite() throws {
    let model = try GPT.small()
    #expect(model.firstNonFiniteResult(reading: [4, 0, 1, 2, 4]) == nil)
    #expect(!model.mayOverflow)
    for leaf in model.parameters["lm_head"].elements { leaf.data *= 1e100 }
    #expect(model.mayOverflow)
    #expect(model.firstNonFiniteResult(reading: [4, 0, 1, 2, 4], readsLast: true) == nil)
    #expect(try Self.texts(model, .random(temperature: 1)).count == 2)
  }
}
