import Attention
import Autograd
import TestSupport
import Testing
import Transformer

@Suite("Interventions")
struct InterventionTests {
  /// What the tape holds after the document's loss was recorded, with the loss's bits and gradients.
  struct Recorded: Equatable {
    let valueCount, recordCount, multiplyAddCount: Int
    let loss: Double
    let gradients: [Double]

    init(_ model: some LanguageModel) {
      let tape = model.tape
      let mark = tape.mark
      let loss = model.loss(of: Variant.document)
      loss.backward()
      (valueCount, recordCount) = (tape.valueCount, tape.recordCount)
      multiplyAddCount = tape.multiplyAddCount
      self.loss = loss.data
      gradients = model.parameterVector.grad
      tape.rewind(to: mark)
      tape.clearGradients()
    }
  }

  @Test(
    "Where nothing is changed, the same operations are recorded and give the same bits",
    arguments: Variant.all
  )
  func nothingChanged(variant: Variant) throws {
    let model = try variant.model()
    let plain = Recorded(model)
    #expect(plain.recordCount > 100 && plain.gradients.contains { $0 != 0 })
    #expect(Recorded(try model.with(Intervention())) == plain)
    #expect(Recorded(try model.with(.observing { _, _ in })) == plain)
    #expect(Recorded(try model.with(Intervention(.z, layer: 1, Replacement { _, _ in nil }))) == plain)
    // An intervention leaves the model as it was.
    let off = try model.with(Intervention(.z, layer: 0, head: 0, .constant(0, on: model.tape)))
    #expect(Recorded(off) != plain)
    #expect(Recorded(model) == plain)
  }

  @Test("A mixture is the activation or its replacement, to the last bit", arguments: Variant.all)
  func mixture(variant: Variant) throws {
    let model = try variant.model()
    let (kept, put) = (model.tape.value(1), model.tape.value(0))
    for name in [ActivationName.z, .feedForwardOutput, .normalizedEmbedding] {
      let replacement = Replacement.constant(0.7, on: model.tape)
      let mixed = try model.with(Intervention(name, replacement.mixed(kept: kept, put: put)))
      #expect(mixed.documentLosses() == model.documentLosses())
      (kept.data, put.data) = (0, 1)
      #expect(try mixed.documentLosses() == model.with(Intervention(name, replacement)).documentLosses())
      (kept.data, put.data) = (1, 0)
    }
  }

  @Test(
    "The slope of a mixture is Σ ∂L/∂a (a′ − a), and the error of the forecast falls as ε²",
    arguments: Variant.all
  )
  func slope(variant: Variant) throws {
    let model = try variant.model()
    let tape = model.tape
    let (kept, put) = (tape.value(1), tape.value(0))
    for name in [ActivationName.z, .attentionOutput, .feedForwardOutput, .output] {
      var activations: [Vector] = []
      let observer = Intervention(
        name,
        layer: 0,
        Replacement { activation, _ in
          activations.append(activation)
          return nil
        }
      )
      let mark = tape.mark
      try model.with(observer).loss(of: Variant.document).backward()
      let expected = activations.reduce(0) { sum, activation in
        sum + zip(activation.data, activation.grad).reduce(0) { $0 + $1.1 * (0.3 - $1.0) }
      }
      tape.rewind(to: mark)
      tape.clearGradients()

      let replacement = Replacement.constant(0.3, on: tape).mixed(kept: kept, put: put)
      let mixed = try model.with(Intervention(name, layer: 0, replacement))
      let loss = mixed.loss(of: Variant.document)
      loss.backward()
      #expect(agree(put.grad - kept.grad, expected, within: 1e-13), "\(name)")
      let (base, slope) = (loss.data, put.grad - kept.grad)
      tape.rewind(to: mark)
      tape.clearGradients()

      func error(_ epsilon: Double) -> Double {
        (kept.data, put.data) = (1 - epsilon, epsilon)
        defer { (kept.data, put.data) = (1, 0) }
        let loss = mixed.documentLosses().reduce(0, +) / 6
        return loss - base - epsilon * slope
      }
      let (whole, half) = (error(2e-5), error(1e-5))
      #expect(abs(whole / half - 4) < 0.05, "\(name): \(whole) and \(half)")
    }
  }

  @Test("Every activation is observed where the model computes it, with its numbers", arguments: Variant.all)
  func observing(variant: Variant) throws {
    let model = try variant.model()
    var plain = variant.plain(model)
    var expected: [Site: [Double]] = [:]
    plain.replace = { numbers, site in
      expected[site] = numbers
      return numbers
    }
    _ = plain.losses(Variant.document)
    if variant.choices.kernel != .softmax {
      expected = expected.filter { $0.key.name != .scores && $0.key.name != .pattern }
    }
    var observed: [Site: [Double]] = [:]
    _ = try model.with(.observing { observed[$1] = $0.data }).documentLosses()
    #expect(Set(observed.keys) == Set(expected.keys))
    #expect(Set(model.sites) == Set(expected.keys.filter { $0.position == 0 }))
    for (site, numbers) in observed {
      #expect(agree(numbers, expected[site] ?? [], within: 1e-12), "\(site)")
    }
  }

  @Test("What a model has not can't be changed, and the error says what it has")
  func errors() throws {
    func message(_ variant: Variant, _ intervention: Intervention) throws -> String? {
      do {
        _ = try variant.model().with(intervention)
        return nil
      } catch let error as InterventionError {
        return error.description
      }
    }
    let off = Replacement { activation, _ in activation * 0 }
    let usual = Variant.all[0]
    let flash = Variant("flash") { $0.kernel = .flash(tileSize: 2) }
    let latent = Variant("latent") { $0.latentWidth = 3 }
    let rotary = Variant("rotary") { $0.positions = .rotary(base: 10) }
    #expect(
      try message(usual, Intervention(.z, layer: 2, off))
        == "there is no layer 2; the model has 2 layers, 0 to 1"
    )
    #expect(
      try message(usual, Intervention(.z, head: 4, off))
        == "there is no head 4; each layer has 4 heads, 0 to 3"
    )
    #expect(
      try message(usual, .hiding(position: 6))
        == "there is no position 6; the model reads 6 positions, 0 to 5"
    )
    #expect(try message(usual, .hiding(position: 0, layer: -1))?.hasPrefix("there is no layer -1") == true)
    #expect(
      try message(usual, Intervention(.feedForwardOutput, layer: 1, head: 0, off))
        == "the model computes no 'feed_forward_output' in layer 1 for head 0"
    )
    #expect(try message(usual, Intervention(.embedding, layer: 0, off)) != nil)
    #expect(try message(flash, Intervention(.pattern, off))?.contains("choose the kernel softmax") == true)
    #expect(try message(flash, Intervention(.scores, off)) != nil)
    #expect(try message(latent, Intervention(.key, off))?.contains("latent") == true)
    #expect(try message(usual, Intervention(.latent, off)) != nil)
    #expect(try message(rotary, Intervention(.embedding, off)) == "the model computes no 'embedding'")
    for name in [ActivationName.z, .pattern, .key, .value, .embedding, .logits] {
      #expect(try message(usual, Intervention(name, off)) == nil)
    }
  }
}
