import Drawing
import Inspection
import Pictures
import TestSupport
import Testing
import Transformer

/// The drawing of one step backward, held to the step.
@Suite("Pictures of a step backward", .serialized)
struct BackwardGraphTests {
  @Test("The arrows hand on to every operand its whole gradient", arguments: Variant.all)
  func gradients(variant: Variant) throws {
    let model = try variant.model()
    let steps = model.withForwardPass(over: Variant.document) { pass in
      try? BackwardSteps(pass, to: .score(mostRead: pass, layer: 0, position: pass.count - 1))
    }
    // A kernel that keeps no scores has no way to one.
    guard let steps else { return }
    for (index, step) in steps.steps.enumerated() {
      let graph = steps.graph(ofStep: index + 1)
      let results = graph.nodes.filter { $0.kind == .result }
      #expect(!results.isEmpty && results.count <= 3)
      let operands = step.operands.filter { operand in
        graph.nodes.contains { $0.id == operand.number.position }
      }
      #expect(operands.count == min(4, step.operands.count))
      for operand in operands {
        var shown = 0.0
        var rest: Double?
        for edge in graph.edges where edge.from == operand.number.position {
          switch edge.number {
          case .derivative(let derivative):
            shown += derivative * (results.first { $0.id == edge.to }?.gradient ?? .nan)
          case .handedOn(let sum): rest = sum
          }
        }
        // Everything else that is known to arrive.
        let hidden = operand.handedOn - shown + operand.elsewhere
        let size = operand.terms.reduce(operand.elsewhere.magnitude) { $0 + $1.product.magnitude }
        #expect(((rest ?? 0) - hidden).magnitude <= 1e-12 * max(size, 1e-6), "step \(index + 1)")
      }
    }
  }

  @Test("A step by itself reads as it does among all")
  func pictures() throws {
    let model = try Variant.all[0].model()
    let steps = try model.withForwardPass(over: Variant.document) { pass in
      try BackwardSteps(pass, to: .score(mostRead: pass, layer: 0, position: pass.count - 1))
    }
    let all = steps.pictures()
    #expect(all.map { $0.number } == Array(1...steps.steps.count))
    for picture in all {
      let one = steps.picture(ofStep: picture.number)
      #expect(one.title == picture.title && one.arrival == picture.arrival && one.notes == picture.notes)
      #expect(one.table.rows == picture.table.rows)
    }
  }
}
