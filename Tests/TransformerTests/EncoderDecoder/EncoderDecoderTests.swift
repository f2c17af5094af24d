import Autograd
import TestSupport
import Testing

@testable import Transformer

@Suite("The encoder–decoder")
struct EncoderDecoderTests {
  /// The boundary is 4.
  static let source = [0, 3, 3, 1, 4]
  static let target = [4, 1, 3, 3, 0]

  static func model(layerCount: Int = 2, seed: UInt64 = 42) throws -> EncoderDecoder {
    var generator = SplitMix(state: seed)
    let configuration = try EncoderDecoderConfiguration(
      vocabularySize: 5,
      shape: EncoderDecoderShape(
        layerCount: layerCount,
        embeddingWidth: 6,
        headCount: 2,
        contextLength: 5
      )
    )
    return EncoderDecoder(configuration, on: Tape()) { generator.nextUnit() - 0.5 }
  }

  static func activations(
    _ model: EncoderDecoder,
    _ source: [Input],
    _ target: [Int]
  ) -> [DecoderActivations] {
    let decoder = model.decoder(reading: source)
    var state = decoder.initialState()
    return target.map { decoder.activations(after: model.tape.input($0), state: &state) }
  }

  @Test("Logits and cross-attention are those of plain equations over whole sequences", arguments: 1...3)
  func plain(layers: Int) throws {
    let model = try Self.model(layerCount: layers)
    let plain = PlainEncoderDecoder(model.configuration, model.parameterVector.data)
    // Source and target may differ in length.
    for (source, target) in [(Self.source, Self.target), ([2], [4, 0, 1]), ([1, 2, 0, 4], [4])] {
      let computed = Self.activations(model, source.map { model.tape.input($0) }, target)
      let expected = plain.logits(source, target)
      #expect(computed.count == target.count)
      #expect(agree(computed.map { $0.logits.data }, expected.logits, within: 1e-12))
      for (layer, heads) in expected.patterns.enumerated() {
        for (head, rows) in heads.enumerated() {
          let patterns = computed.compactMap { $0.blocks[layer].crossAttention.heads[head].pattern?.data }
          #expect(agree(patterns, rows, within: 1e-12))
        }
      }
    }
  }

  @Test("Parameters are asked for in order, and none is left out of the run")
  func parameters() throws {
    var next = 0.0
    let configuration = try EncoderDecoderConfiguration(
      vocabularySize: 3,
      shape: EncoderDecoderShape(layerCount: 2, embeddingWidth: 2, headCount: 1, contextLength: 4)
    )
    let model = EncoderDecoder(configuration, on: Tape()) {
      next += 1
      return next
    }
    // 2 (V + T) C + 28 L C² for V = 3, T = 4, C = 2 and L = 2.
    #expect(configuration.parameterCount == 252)
    #expect(model.parameterVector.data == (1...configuration.parameterCount).map(Double.init))
    #expect(model.namedParameters.flatMap { $0.matrix.elements.data } == model.parameterVector.data)
    // Four tables, and in each layer six matrices of the encoder and ten of the decoder.
    #expect(Set(model.namedParameters.map { $0.name }).count == 36)
  }

  @Test("The encoder sees both ways: each source token has a say in what is made of each other")
  func bothWays() throws {
    let model = try Self.model(layerCount: 1)
    let embeddings = Self.source.indices.map { _ in model.tape.vector([0.3, -0.2, 0.5, 0.1, -0.4, 0.7]) }
    let block = model.encoderBlocks[0]
    for position in embeddings.indices {
      model.tape.clearGradients()
      block(embeddings, scale: model.attentionScale)[position][2].backward()
      for embedding in embeddings { #expect(embedding.grad.contains { $0.magnitude > 1e-6 }) }
    }
  }

  @Test("The decoder sees no later token of the target: its gradient there is exactly zero")
  func causal() throws {
    let model = try Self.model(layerCount: 2)
    let source = Self.source.map { model.tape.input($0) }
    for position in Self.target.indices {
      model.tape.clearGradients()
      let activations = Self.activations(model, source, Self.target)
      activations[position].logits[1].backward()
      for (later, activation) in activations.enumerated() {
        let gradient = activation.blocks[0].selfAttention.input.grad
        #expect(gradient.contains { $0 != 0 } == (later <= position))
      }
    }
  }

  @Test("A later token of the target changes nothing before it")
  func laterTokens() throws {
    let model = try Self.model()
    let source = Self.source.map { model.tape.input($0) }
    let one = Self.activations(model, source, [4, 1, 3]).map { $0.logits.data }
    let other = Self.activations(model, source, [4, 1, 0]).map { $0.logits.data }
    #expect(one[0] == other[0] && one[1] == other[1] && one[2] != other[2])
  }

  @Test("A fork of the state goes on by itself and reads the same source")
  func fork() throws {
    let model = try Self.model()
    let decoder = model.decoder(reading: Self.source.map { model.tape.input($0) })
    var first = decoder.initialState()
    _ = decoder.logits(after: model.tape.input(4), state: &first)
    var second = decoder.fork(first)
    let one = decoder.logits(after: model.tape.input(1), state: &first).data
    let other = decoder.logits(after: model.tape.input(2), state: &second).data
    let plain = PlainEncoderDecoder(model.configuration, model.parameterVector.data)
    #expect(agree(one, plain.logits(Self.source, [4, 1]).logits[1], within: 1e-12))
    #expect(agree(other, plain.logits(Self.source, [4, 2]).logits[1], within: 1e-12))
  }

  @Test("Keys and values moved alike change nothing but rounding; moved apart, weights follow the keys")
  func rearranged() throws {
    let model = try Self.model()
    let decoder = model.decoder(reading: Self.source.map { model.tape.input($0) })
    #expect(decoder.sourceLength == 5)
    let (places, order) = (Array(0..<5), [3, 0, 4, 1, 2])
    func activations(keys: [Int], values: [Int]) -> DecoderActivations {
      let moved = decoder.rearranged(keys: keys, values: values)
      var state = moved.initialState()
      return moved.activations(after: model.tape.input(4), state: &state)
    }
    let unmoved = activations(keys: places, values: places)
    let plain = PlainEncoderDecoder(model.configuration, model.parameterVector.data)
    #expect(agree(unmoved.logits.data, plain.logits(Self.source, [4]).logits[0], within: 1e-12))
    let alike = activations(keys: order, values: order)
    #expect(agree(alike.logits.data, unmoved.logits.data, within: 1e-12))
    // Place i has the key of order[i], so the value of place j meets it where order[i] was j.
    let byKeys = activations(keys: order, values: places)
    let byValues = activations(keys: places, values: places.map { order.firstIndex(of: $0) ?? 0 })
    #expect(agree(byKeys.logits.data, byValues.logits.data, within: 1e-12))
    #expect(!agree(byKeys.logits.data, unmoved.logits.data, within: 1e-3))
    for (head, moved) in zip(unmoved.blocks[0].crossAttention.heads, byKeys.blocks[0].crossAttention.heads) {
      let weights = try #require(head.pattern?.data)
      #expect(try agree(#require(moved.pattern?.data), order.map { weights[$0] }, within: 1e-12))
    }
  }

  @Test("No model has a shape that a GPT can't have, or more parameters than there may be")
  func refusals() {
    func error(_ shape: EncoderDecoderShape) -> GPTConfigurationError? {
      do { _ = try EncoderDecoderConfiguration(vocabularySize: 27, shape: shape) } catch { return error }
      return nil
    }
    #expect(error(EncoderDecoderShape()) == nil)
    #expect(error(EncoderDecoderShape(layerCount: 0)) == .notPositive)
    #expect(error(EncoderDecoderShape(layerCount: .max)) == .tooManyParameters)
    #expect(error(EncoderDecoderShape(layerCount: .min)) == .notPositive)
    #expect(
      error(EncoderDecoderShape(headCount: 3)) == .headsDoNotDivideWidth(headCount: 3, embeddingWidth: 16)
    )
    // A GPT of twice the blocks has 24 L C² parameters in them and might be made; 28 L C² are too many.
    #expect(error(EncoderDecoderShape(layerCount: 160, embeddingWidth: 64)) == .tooManyParameters)
    #expect(error(EncoderDecoderShape(layerCount: 140, embeddingWidth: 64)) == nil)
  }
}
