import Autograd
import Inspection
import TestSupport
import Testing
import Transformer

@Suite("A text as a model reads it")
struct TextReadingTests {
  @Test(
    "Loss, ∂L/∂s and patterns are those of the panels that show them alone",
    arguments: InspectedModel.all
  )
  func agreement(inspected: InspectedModel) throws {
    let model = try inspected.make()
    let loss = model.loss(of: Variant.document).data
    let (reading, gradients, maps) = model.withForwardPass(over: Variant.document) {
      (TextReading($0), ScaleGradients($0), AttentionMaps($0))
    }
    #expect(agree(reading.loss, loss, within: 1e-14))
    #expect(reading.heads.map { [$0.layer, $0.head] } == maps.heads.map { [$0.layer, $0.head] })
    for (head, map) in zip(reading.heads, maps.heads) {
      #expect(head.pattern == map.pattern)
      #expect(head.role == map.role)
      let entries = gradients.entries.filter { $0.layer == head.layer && $0.head == head.head }
      #expect(agree(head.scaleGradient, entries.reduce(0) { $0 + $1.covariance }, within: 1e-12))
    }
    #expect(agree(reading.scaleGradient, gradients.gradient, within: 1e-12))
    let relative = reading.relativeScaleGradients.reduce(0, +)
    #expect(agree(reading.relativeScaleGradient, relative, within: 1e-12))
  }

  @Test("s ∂L/∂s is how the loss changes when the scale grows in proportion")
  func relative() throws {
    func loss(_ factor: Double) throws -> Double {
      let scale = 0.7 * factor
      let model = try Variant("scaled") { $0.scale = .number(scale) }.model()
      return withExtendedLifetime(model.tape) { model.loss(of: Variant.document).data }
    }
    let step = 1e-4
    let difference = (try loss(1 + step) - loss(1 - step)) / (2 * step)
    let model = try Variant("scaled") { $0.scale = .number(0.7) }.model()
    let reading = model.withForwardPass(over: Variant.document) { TextReading($0) }
    #expect(reading.scale == 0.7)
    #expect(abs(reading.relativeScaleGradient) > 1e-6)
    #expect(agree(reading.relativeScaleGradient, difference, within: 1e-8))
  }
}
