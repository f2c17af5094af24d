import Autograd
import Inspection
import TestSupport
import Testing
import Transformer

@Suite("Forward pass")
struct ForwardPassTests {
  @Test("a pass computes the model's loss and gradients", arguments: Variant.all)
  func lossAndGradients(variant: Variant) throws {
    let expected = try variant.lossAndGradients()
    let model = try variant.model()
    model.withForwardPass(over: Variant.document) { pass in
      #expect(pass.loss.data == expected.loss)
      #expect(agree(model.parameterVector.grad, Array(expected.gradients.dropLast()), within: 1e-13))
      #expect(pass.count == 6)
      #expect(agree(pass.positions.map { $0.loss.data }.reduce(0, +) / 6, expected.loss, within: 1e-14))
    }
  }

  @Test("a pass leaves the tape as long as it was, and no gradients")
  func leavesNothing() throws {
    let model = try Variant.all[0].model()
    let count = model.tape.valueCount
    _ = model.withForwardPass(over: Variant.document) { $0.loss.data }
    #expect(model.tape.valueCount == count)
    #expect(model.parameterVector.grad.allSatisfy { $0 == 0 })
    #expect(model.attentionScale.grad == 0)
  }

  @Test("what a head sees is what its variant shows", arguments: Variant.all)
  func visibility(variant: Variant) throws {
    try variant.model().withForwardPass(over: Variant.document) { pass in
      for layer in 0..<2 {
        for position in 0..<pass.count {
          let visible = pass.visiblePositions(layer: layer, position: position)
          #expect(visible == (0..<pass.count).filter { variant.isVisible(position, $0) })
          let head = pass.head(3, layer: layer, position: position)
          #expect(head.keys.count == visible.count && head.values.count == visible.count)
        }
      }
    }
  }

  @Test("tokens beyond the context are not read")
  func truncation() throws {
    let long = Variant.document + [0, 1, 2]
    try Variant.all[0].model().withForwardPass(over: long) { pass in
      #expect(pass.tokens == Variant.document)
    }
  }
}
