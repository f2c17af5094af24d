import Autograd
import Inspection
import TestSupport
import Testing
import Transformer

@Suite("Scale gradients")
struct ScaleGradientsTests {
  @Test("the four ways agree", arguments: InspectedModel.all)
  func agreement(inspected: InspectedModel) throws {
    let model = try inspected.make()
    let gradients = model.withForwardPass(over: Variant.document) { ScaleGradients($0) }
    #expect(gradients.entries.count == 2 * 4 * 6)
    #expect(gradients.worstDisagreement < 1e-9)
    #expect(gradients.worstDifferenceDisagreement < 1e-6)
    for entry in gradients.entries {
      #expect(agree(entry.backpropagated, entry.covariance, within: 1e-12))
      #expect(entry.throughQuery.map { agree(entry.backpropagated, $0, within: 1e-12) } == true)
      #expect(agree(entry.backpropagated, entry.difference, within: 1e-8))
    }
    #expect(gradients.entries.contains { $0.backpropagated.magnitude > 1e-4 })
  }

  @Test("the exact ways agree where heads are sharp and terms cancel", arguments: [30, 1000] as [Double])
  func sharp(scale: Double) throws {
    let variant = Variant("sharp") { $0.scale = .number(scale) }
    let inspected = InspectedModel(variant: variant, stepCount: 300)
    let model = try inspected.make()
    let (gradients, evenness) = model.withForwardPass(over: Variant.document) { pass in
      (ScaleGradients(pass), AttentionMaps(pass).heads.compactMap(\.role.evenness).min() ?? 1)
    }
    #expect(gradients.worstDisagreement < 1e-9)
    #expect(evenness < 0.1)
  }

  @Test("with one visible key all four are exactly 0", arguments: InspectedModel.all)
  func oneKey(inspected: InspectedModel) throws {
    let model = try inspected.make()
    let gradients = model.withForwardPass(over: Variant.document) { ScaleGradients($0) }
    let alone = gradients.entries.filter { $0.visibleCount == 1 }
    #expect(alone.count >= 8)
    for entry in alone {
      #expect(entry.backpropagated == 0)
      #expect(entry.covariance == 0)
      #expect(entry.difference == 0)
      #expect(entry.throughQuery == 0)
      #expect(entry.disagreement == 0)
    }
  }

  @Test("the entries sum to the gradient of the model's own scale", arguments: Variant.all)
  func sum(variant: Variant) throws {
    let expected = try variant.lossAndGradients().gradients.last
    let gradients = try variant.model().withForwardPass(over: Variant.document) { ScaleGradients($0) }
    #expect(agree(gradients.gradient, try #require(expected), within: 1e-13))
  }

  @Test("a scale of 0 has a gradient, and the identity says 0 = 0")
  func zeroScale() throws {
    let variant = Variant("scale 0") { $0.scale = .number(0) }
    let gradients = try variant.model().withForwardPass(over: Variant.document) { ScaleGradients($0) }
    #expect(gradients.entries.contains { $0.backpropagated.magnitude > 1e-4 })
    #expect(gradients.entries.allSatisfy { $0.throughQuery == nil })
    #expect(gradients.worstDisagreement < 1e-9)
  }

  @Test("a gradient that is wrong is seen")
  func wrongGradient() throws {
    let model = try Variant.all[0].model()
    let gradients = model.withForwardPass(over: Variant.document) { pass in
      for position in pass.positions {
        for head in position.activations.blocks[1].attention.heads { head.scale.grad *= 1 + 1e-7 }
      }
      return ScaleGradients(pass)
    }
    #expect(gradients.worstDisagreement > 1e-9)
  }

  @Test("looking leaves the pass as it was")
  func restores() throws {
    try Variant.all[0].model().withForwardPass(over: Variant.document) { pass in
      let loss = pass.loss.data
      let first = ScaleGradients(pass)
      #expect(pass.loss.data == loss)
      #expect(ScaleGradients(pass) == first)
    }
  }
}

@Suite("Scale sweep")
struct ScaleSweepTests {
  @Test("the curve's slope at the model's scale is the gradient")
  func slope() throws {
    for variant in Variant.all {
      let model = try variant.model()
      let gradient = model.withForwardPass(over: Variant.document) { ScaleGradients($0).gradient }
      let sweep = ScaleSweep(model, tokens: Variant.document, multiples: [0.9999, 1, 1.0001])
      let slope = (sweep.losses[2] - sweep.losses[0]) / (sweep.scales[2] - sweep.scales[0])
      #expect(agree(slope, gradient, within: 1e-6), "\(variant)")
      #expect(sweep.losses[1] == model.loss(of: Variant.document).data)
    }
  }

  @Test("a sweep leaves the model as it was")
  func restores() throws {
    let model = try Variant.all[0].model()
    let (scale, count) = (model.attentionScale.data, model.tape.valueCount)
    let sweep = ScaleSweep(model, tokens: Variant.document)
    #expect(sweep.scales.count == 33 && sweep.scales[0] == 0)
    #expect(model.attentionScale.data == scale && model.tape.valueCount == count)
  }

  @Test("the curve holds the model's own scale and ascends, whatever its sign", arguments: Variant.all)
  func ownScale(variant: Variant) throws {
    let model = try variant.model()
    let sweep = ScaleSweep(model, tokens: Variant.document)
    #expect(sweep.scales == sweep.scales.sorted())
    #expect(sweep.scales.contains(model.attentionScale.data))
  }
}
