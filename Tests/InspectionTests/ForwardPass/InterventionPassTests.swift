import Attention
import Autograd
import Inspection
import TestSupport
import Testing
import Training

@testable import Transformer

@Suite("Forward passes with an intervention")
struct InterventionPassTests {
  @Test("A pass is the loss of the model with the intervention, with its gradients", arguments: Variant.all)
  func lossAndGradients(variant: Variant) throws {
    let model = try variant.model()
    let intervention = Intervention(.z, layer: 0, head: 2, .constant(0, on: model.tape))
      .followed(by: .hiding(position: 1, layer: 1))
    let mark = model.tape.mark
    let loss = try model.with(intervention).loss(of: Variant.document)
    loss.backward()
    let (expected, gradients) = (loss.data, model.parameterVector.grad)
    model.tape.rewind(to: mark)
    model.withForwardPass(over: Variant.document, intervention: intervention) { pass in
      #expect(pass.loss.data == expected)
      #expect(agree(model.parameterVector.grad, gradients, within: 1e-13))
      #expect(pass.head(2, layer: 0, position: 3).output.data.allSatisfy { $0 == 0 })
      #expect(pass.head(1, layer: 0, position: 3).output.data.contains { $0 != 0 })
    }
  }

  @Test("Every list that a pass names has that name as a site", arguments: Variant.all)
  func names(variant: Variant) throws {
    let model = try variant.model()
    let named = Set(model.sites.map { $0.name.rawValue })
    let shown = model.withForwardPass(over: Variant.document) { Set(Shapes($0).lists.map { $0.name }) }
    // What is read only, and what belongs to the loss, is no site.
    let others: Set<String> = ["queries", "keys", "values", "shifted_logits", "probabilities"]
    #expect(named == shown.subtracting(others))
  }

  @Test("Replayed is recorded anew, to rounding", arguments: Variant.all)
  func replayed(variant: Variant) throws {
    let model = try variant.model()
    let documents = [Variant.document, [2, 1, 1, 0, 2, 0, 0], [0, 1, 2, 2], [1, 0, 0, 2], [2, 2, 1, 0]]
    for intervention in [
      Intervention(.z, head: 1, .constant(0, on: model.tape)),
      Intervention(.feedForwardOutput, layer: 1, positions: [0, 2], .constant(0.4, on: model.tape)),
      .hiding(position: 0), .seeingOnlyItself,
    ] {
      let changed = try model.with(intervention)
      let replayed = ReplayedGradients(changed).losses(of: documents)
      let recorded = RecordedGradients(changed).losses(of: documents)
      #expect(agree(replayed, recorded, within: 1e-14))
      #expect(!agree(recorded, RecordedGradients(model).losses(of: documents), within: 1e-6))
    }
  }

  @Test("Activations of a reading are those of the pass over it", arguments: Variant.all)
  func activations(variant: Variant) throws {
    let model = try variant.model()
    let read = model.activations(of: [.z, .output, .logits], reading: Array(Variant.document.dropLast()))
    #expect(read.count == 6 * (2 * 4 + 2 + 1))
    model.withForwardPass(over: Variant.document) { pass in
      for (site, numbers) in read {
        let activations = pass.positions[site.position].activations
        let block = site.layer.map { activations.blocks[$0] }
        let expected =
          switch site.name {
          case .z: block?.attention.heads[site.head ?? 0].output.data
          case .output: block?.output.data
          default: activations.logits.data
          }
        #expect(numbers == expected)
      }
    }
  }
}
