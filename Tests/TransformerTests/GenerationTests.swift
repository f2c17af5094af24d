import Autograd
import Testing

@testable import Transformer

@Suite("Generation")
struct GenerationTests {
  /// A model that prefers one token, whatever it has read: only that row of its output head is not small.
  func stubborn(_ token: Int) throws -> GPT {
    let model = try GPT.small()
    for leaf in model.parameters["lm_head"].elements { leaf.data = 0 }
    for row in 0..<5 {
      // The last block adds nothing and the norm keeps x from 0, so a row of x itself has a positive product.
      for leaf in model.parameters["lm_head"][row] { leaf.data = row == token ? 1 : 0 }
    }
    for layer in 0..<model.configuration.layerCount {
      for name in ["attn_wo", "mlp_fc2"] {
        for leaf in model.parameters["layer\(layer).\(name)"].elements { leaf.data = 0 }
      }
    }
    for leaf in Array(model.parameters["wte"].elements)
      + Array(model.parameters["wpe"].elements)
    {
      leaf.data = 1
    }
    return model
  }

  func generate(
    _ model: GPT,
    _ count: Int = 1,
    prompt: [Int] = [4],
    sampler: Sampler = Sampler(.greedy),
    seed: UInt64 = 1
  ) throws -> [[Int]] {
    var generator = SplitMix(state: seed)
    return try model.generate(count, continuing: prompt, until: 4, sampler: sampler, using: &generator)
  }

  @Test("A text ends at the boundary, which is not part of it but is shown")
  func boundary() throws {
    var shown: [GeneratedToken] = []
    var generator = SplitMix(state: 1)
    let texts = try stubborn(4).generate(
      2,
      continuing: [4],
      until: 4,
      sampler: Sampler(.greedy),
      using: &generator
    ) { shown.append($0) }
    #expect(texts == [[], []])
    #expect(shown.map(\.token) == [4, 4])
    #expect(shown.map(\.text) == [0, 1])
    #expect(shown.map(\.position) == [1, 1])
    #expect(shown.allSatisfy { $0.probabilities[4] > 0.5 && $0.isLast })
  }

  @Test(
    "A text that does not end is as long as the model can read, less what the prompt took",
    arguments: 1...4
  )
  func contextLength(promptLength: Int) throws {
    let prompt = Array([4, 0, 3, 1].prefix(promptLength))
    let texts = try generate(stubborn(2), 3, prompt: prompt)
    let expected = Array(repeating: 2, count: 5 - promptLength)
    #expect(texts == [expected, expected, expected])
  }

  @Test("Each token comes from the logits after all before it, read by hand", arguments: [[4], [4, 0, 3]])
  func byHand(prompt: [Int]) throws {
    let model = try GPT.small(contextLength: 8)
    let sampler = Sampler(.random(temperature: 1.3))
    var expected: [[Int]] = []
    var generator = SplitMix(state: 7)
    for _ in 0..<20 {
      var tokens = prompt
      while tokens.count <= 8 {
        let last = model.logits(tokens).last ?? []
        let token = sampler.draw(from: sampler.probabilities(of: last), using: &generator)
        if token == 4 { break }
        tokens.append(token)
      }
      expected.append(Array(tokens.dropFirst(prompt.count)))
    }
    #expect(try generate(model, 20, prompt: prompt, sampler: sampler, seed: 7) == expected)
    #expect(Set(expected).count > 5)
  }

  @Test("Positions and probabilities shown are those drawn from")
  func observed() throws {
    let model = try GPT.small()
    let sampler = Sampler(.random(temperature: 0.9, topK: 4))
    var generator = SplitMix(state: 3)
    var shown: [GeneratedToken] = []
    let texts = try model.generate(6, continuing: [4, 0], until: 4, sampler: sampler, using: &generator) {
      shown.append($0)
    }
    for (index, text) in texts.enumerated() {
      let own = shown.filter { $0.text == index }
      #expect(own.map(\.position) == Array(2..<2 + own.count))
      #expect(own.map(\.token).filter { $0 != 4 } == text)
      for token in own {
        let read = model.logits([4, 0] + text.prefix(token.position - 2)).last ?? []
        #expect(token.probabilities == sampler.probabilities(of: read))
      }
    }
  }

  @Test("The tape is left as it was")
  func leavesNoTrace() throws {
    let model = try GPT.small()
    let loss = model.loss(of: [4, 0, 3, 4])
    loss.backward()
    let mark = model.tape.mark
    let (data, gradients) = (model.tape.run(from: 0).data, model.tape.run(from: 0).grad)
    _ = try generate(model, 5)
    #expect(model.tape.mark == mark)
    #expect(model.tape.isRecording)
    #expect(model.tape.run(from: 0).data == data)
    #expect(model.tape.run(from: 0).grad == gradients)
  }

  @Test("No texts are none, and draw nothing")
  func none() throws {
    var generator = SplitMix(state: 3)
    let texts = try GPT.small().generate(
      0,
      continuing: [4],
      until: 4,
      sampler: Sampler(.random(temperature: 1)),
      using: &generator
    )
    #expect(texts.isEmpty)
    #expect(generator.state == 3)
  }
}
