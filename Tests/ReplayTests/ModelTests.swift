import Autograd
import Replay
import TestSupport
import Testing
import Transformer

/// A model's step as a program, beside the same step recorded anew.
@Suite("Replays of a model")
struct ModelTests {
  @Test(
    "A replay gives every value and gradient of recording anew, for every variant",
    arguments: Variant.all
  )
  func variants(variant: Variant) throws {
    let model = try variant.model()
    let tape = model.tape
    let recorded = [Variant.document, [0, 2, 2, 1], [1, 0]]
    let replayed = [[1, 1, 2, 0, 0, 2, 2], [2, 1, 0, 1], [2, 2]]
    let program = tape.program { recorded.map { model.loss(of: $0) } }
    let mark = tape.mark
    for documents in [recorded, replayed] {
      tape.clearGradients()
      program.replay(Array(documents.joined()))
      program.backward(seed: 0.7)
      program.unfold()
      let values = (tape.run(from: 0).data, tape.run(from: 0).grad)
      tape.rewind(to: mark)

      tape.clearGradients()
      let losses = documents.map { model.loss(of: $0) }
      vector(of: losses).sum().backward(seed: 0.7)
      let count = values.0.count
      #expect(agree(values.0, Array(tape.run(from: 0).data.prefix(count)), within: 1e-12))
      #expect(agree(values.1, Array(tape.run(from: 0).grad.prefix(count)), within: 1e-12))
      tape.rewind(to: mark)
    }
  }
}
