import Attention
import Autograd
import TestSupport
import Testing
import Transformer

@testable import Inspection

@Suite("Several parts off at once")
struct JointAblationTests {
  private static let parts: [ModelPart] = [
    .head(1, layer: 0), .head(3, layer: 1), .feedForward(layer: 0),
  ]
  private static let tokens = [2, 0, 1, 1, 0, 2]

  @Test("The loss is that of plain loops with zeros in the parts' place", arguments: Variant.all)
  func plain(variant: Variant) throws {
    let model = try variant.model()
    let joint = JointAblation(model, documents: [Self.tokens], without: Self.parts)
    var plain = variant.plain(model)
    func mean(_ losses: [Double]) -> Double { losses.reduce(0, +) / Double(losses.count) }
    #expect(agree(joint.loss, mean(plain.losses(Self.tokens)), within: 1e-12))
    plain.replace = { numbers, site in
      let isOff =
        site.name == .z && (site.layer == 0 && site.head == 1 || site.layer == 1 && site.head == 3)
        || site.name == .feedForwardOutput && site.layer == 0
      return isOff ? numbers.map { _ in 0 } : numbers
    }
    #expect(agree(joint.ablatedLoss, mean(plain.losses(Self.tokens)), within: 1e-12))
    // The same model can be sampled and looked at.
    let without = try model.without(Self.parts)
    #expect(agree(AblationTests.loss(without, [Self.tokens]), joint.ablatedLoss, within: 1e-12))
    // A forecast of first order adds up.
    let alone = Ablation(model, documents: [Self.tokens])
    let forecast = [alone.rows[1], alone.rows[9], alone.rows[4]].reduce(0) { $0 + $1.forecast }
    #expect(agree(joint.forecast, forecast, within: 1e-12))
    #expect(joint.forecastError == joint.forecast - joint.change && joint.change != 0)
  }

  @Test("Without no part it is the whole model")
  func nothing() throws {
    let model = try Variant.all[0].model()
    let joint = JointAblation(model, documents: [Self.tokens], without: [])
    #expect(joint.change == 0 && joint.forecast == 0)
  }

  @Test("A part that the model lacks is refused")
  func missing() throws {
    let model = try Variant.all[0].model()
    #expect(throws: InterventionError.self) {
      _ = try model.without([.head(0, layer: 0), .head(9, layer: 0)])
    }
  }
}
