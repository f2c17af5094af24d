import Attention
import Autograd
import TestSupport
import Testing
import Transformer

@Suite("Every variant of attention")
struct VariantTests {
  @Test("Losses are those of plain loops over the same parameters", arguments: Variant.all)
  func values(variant: Variant) throws {
    let model = try variant.model()
    var plain = PlainGPT(model.configuration, model.parameterVector.data)
    plain.isVisible = variant.isVisible
    let losses = model.tokenLosses(of: Variant.document).map(\.data)
    #expect(losses.count == 6)
    #expect(agree(losses, plain.losses(Variant.document), within: 1e-12))
  }

  // Every matrix and the scale take part, in steps that meet every row and every column; fewer of the feed-forward parts,
  // which are the same in all.
  @Test("The gradient of a whole model's loss is right", arguments: Variant.all)
  func gradients(variant: Variant) throws {
    let model = try variant.model()
    let leaves = model.namedParameters.flatMap { parameter in
      let step = parameter.name.contains("mlp") ? 61 : 7
      return stride(from: 0, to: parameter.matrix.elements.count, by: step).map {
        parameter.matrix.elements[parameter.matrix.elements.startIndex + $0]
      }
    }
    let check = model.tape.checkGradients(of: leaves + [model.attentionScale]) {
      model.loss(of: Variant.document)
    }
    #expect(check.comparisons.count > 60)
    #expect(check.worstRelativeError < 1e-6, "\(String(describing: check.worst))")
    // Nothing was compared with nothing.
    model.loss(of: Variant.document).backward()
    for parameter in model.namedParameters {
      #expect(parameter.matrix.elements.grad.contains { $0.magnitude > 1e-3 }, "\(parameter.name)")
    }
    #expect(model.attentionScale.grad.magnitude > 1e-5)
  }

  @Test("Sampling reads the same: with recording off the logits are the same bits", arguments: Variant.all)
  func recordingOff(variant: Variant) throws {
    let model = try variant.model()
    let tokens = Array(Variant.document.prefix(6))
    let recorded = model.logits(tokens)
    #expect(model.tape.withoutRecording { model.logits(tokens) } == recorded)
  }

  @Test("A fork of the state goes on by itself, and leaves the other as it was", arguments: Variant.all)
  func forks(variant: Variant) throws {
    let model = try variant.model()
    var first = model.initialState()
    for token in [2, 0, 1] { _ = model.logits(after: model.tape.input(token), state: &first) }
    var second = model.fork(first)
    var third = model.fork(first)
    let tails = [[1, 0], [2, 2], [0, 1]]
    var read: [[[Double]]] = [[], [], []]
    for step in 0..<2 {
      read[0].append(model.logits(after: model.tape.input(tails[0][step]), state: &first).data)
      read[1].append(model.logits(after: model.tape.input(tails[1][step]), state: &second).data)
      read[2].append(model.logits(after: model.tape.input(tails[2][step]), state: &third).data)
      if step == 0 { model.release(model.fork(second)) }
    }
    for (tail, logits) in zip(tails, read) {
      // The positions of keys on the tape decide in which order a kernel reads them, not what it computes.
      #expect(agree(logits, Array(model.logits([2, 0, 1] + tail).suffix(2)), within: 1e-14))
    }
    #expect(read[0] != read[1])
  }
}
