import Autograd
import TestSupport
import Testing

@testable import Transformer

@Suite("GPT")
struct GPTTests {
  @Test("Logits are those of plain loops over the same parameters", arguments: 1...3)
  func logits(layers: Int) throws {
    let model = try GPT.small(layerCount: layers)
    let plain = PlainGPT(model.configuration, model.parameterVector.data)
    for tokens in [[4], [4, 0, 3, 1], [2, 2, 2, 2]] {
      let (computed, expected) = (model.logits(tokens), plain.logits(tokens))
      #expect(computed.count == tokens.count)
      for (computed, expected) in zip(computed, expected) {
        #expect(computed.count == 5)
        #expect(agree(computed, expected, within: 1e-12))
      }
    }
  }

  @Test("Parameters are asked for in order and stand under their names")
  func parameters() throws {
    var next = 0.0
    let configuration = try GPTConfiguration(
      vocabularySize: 3,
      layerCount: 2,
      embeddingWidth: 2,
      headCount: 1,
      contextLength: 4
    )
    let model = GPT(configuration, on: Tape()) {
      next += 1
      return next
    }
    #expect(model.parameterVector.data == (1...configuration.parameterCount).map(Double.init))
    #expect(model.namedParameters.map(\.name) == configuration.parameterShapes.map(\.name))
    #expect(model.namedParameters.flatMap(\.matrix.elements.data) == model.parameterVector.data)
    #expect(model.parameters["wpe"][0].data == [7, 8])
    #expect(model.parameters["lm_head"][0].data == [15, 16])
    #expect(model.parameters["layer1.attn_wq"].elements.data[0] == 69)
    #expect(model.attentionScale.data == configuration.scaleFactor)
    #expect(!model.parameterVector.contains(model.attentionScale))
  }

  @Test("The gradient of a whole model's loss is right for every parameter and for the scale")
  func gradients() throws {
    let model = try GPT.small()
    let leaves = Array(model.parameterVector) + [model.attentionScale]
    let check = model.tape.checkGradients(of: leaves) { model.loss(of: [4, 0, 3, 1, 4]) }
    #expect(check.comparisons.count == model.configuration.parameterCount + 1)
    #expect(check.worstRelativeError < 1e-6)
    // All matrices take part, so none of the checks above compared nothing with nothing.
    model.loss(of: [4, 0, 3, 1, 4]).backward()
    for parameter in model.namedParameters {
      #expect(parameter.matrix.elements.grad.contains { $0.magnitude > 1e-3 }, "\(parameter.name)")
    }
    #expect(model.attentionScale.grad.magnitude > 1e-3)
  }

  @Test("The loss is the mean negative log-probability of the tokens that follow")
  func loss() throws {
    let model = try GPT.small()
    let plain = PlainGPT(model.configuration, model.parameterVector.data)
    for document in [[4, 4], [4, 0, 4], [4, 0, 3, 1, 4]] {
      let losses = plain.losses(document)
      #expect(losses.count == document.count - 1)
      #expect(agree(model.tokenLosses(of: document).map(\.data), losses, within: 1e-12))
      #expect(agree(model.loss(of: document).data, losses.reduce(0, +) / Double(losses.count), within: 1e-12))
    }
  }

  @Test("What lies beyond the context is not read")
  func truncated() throws {
    let model = try GPT.small()
    let document = [4, 0, 3, 1, 2, 0, 1, 4]
    let plain = PlainGPT(model.configuration, model.parameterVector.data)
    #expect(model.tokenLosses(of: document).count == 4)
    #expect(agree(model.tokenLosses(of: document).map(\.data), plain.losses(document), within: 1e-12))
    #expect(model.loss(of: document).data == model.loss(of: [4, 0, 3, 1, 2]).data)
    #expect(model.loss(of: document).data != model.loss(of: [4, 0, 3, 1, 0]).data)
  }

  @Test("With recording off the logits are the same bits")
  func recordingOff() throws {
    let model = try GPT.small()
    let recorded = model.logits([4, 0, 3, 1])
    let count = model.tape.recordCount
    #expect(count > 0)
    #expect(model.tape.withoutRecording { model.logits([4, 0, 3, 1]) } == recorded)
    #expect(model.tape.recordCount == count)
  }

  @Test("A fork of the state is a branch of its own")
  func branches() throws {
    let model = try GPT.small()
    var first = model.initialState()
    #expect(first.position == 0)
    _ = model.logits(after: model.tape.input(4), state: &first)
    var second = model.fork(first)
    let one = model.logits(after: model.tape.input(0), state: &first).data
    let other = model.logits(after: model.tape.input(3), state: &second).data
    #expect(first.position == 2)
    #expect(first.stores.map(\.count) == [2, 2])
    #expect(one == model.logits([4, 0])[1])
    #expect(other == model.logits([4, 3])[1])
  }

  #if compiler(>=6.2)
  @Test("Reading beyond the context stops with a message")
  func tooLong() async {
    let result = await #expect(processExitsWith: .failure, observing: [\.standardErrorContent]) {
      _ = try GPT.small().logits([4, 0, 3, 1, 2])
    }
    #if DEBUG
    let message = String(decoding: result?.standardErrorContent ?? [], as: UTF8.self)
    #expect(message.contains("the model reads 4 tokens, and the state already holds 4"))
    #endif
  }
  #endif
}
