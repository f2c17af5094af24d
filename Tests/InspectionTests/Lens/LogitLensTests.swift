import Autograd
import Foundation
import Inspection
import TestSupport
import Testing
import Transformer

@Suite("Logit lens")
struct LogitLensTests {
  @Test(
    "After the last part the lens is the model's own prediction, bit for bit",
    arguments: InspectedModel.all
  )
  func prediction(inspected: InspectedModel) throws {
    let model = try inspected.make()
    let tokens = Variant.document
    let lens = model.withForwardPass(over: tokens) { LogitLens($0) }
    let losses = model.tokenLosses(of: tokens).map { $0.data }
    var state = model.initialState()
    let last = try #require(lens.stages.last)
    #expect(last.layer == 1 && last.part == .feedForward)
    for (position, prediction) in last.predictions.enumerated() {
      let logits = model.logits(after: model.tape.input(tokens[position]), state: &state).data
      #expect(prediction.logits == logits)
      #expect(prediction.probabilities == Sampler(.greedy).probabilities(of: logits))
      #expect(prediction.loss == losses[position])
      #expect(prediction.next == tokens[position + 1])
    }
  }

  @Test("Each stage reads the residual stream with the output head", arguments: Variant.all)
  func stages(variant: Variant) throws {
    let model = try variant.model()
    let head = model.parameters["lm_head"]
    try model.withForwardPass(over: Variant.document) { pass in
      let lens = LogitLens(pass)
      #expect(lens.stages.map { $0.layer } == [nil, 0, 0, 1, 1])
      #expect(
        lens.stages.map { $0.part } == [.embedding, .attention, .feedForward, .attention, .feedForward]
      )
      for position in 0..<6 {
        let activations = pass.positions[position].activations
        let residuals =
          [activations.normalized] + activations.blocks.flatMap { [$0.middle, $0.output] }
        for (stage, residual) in zip(lens.stages, residuals) {
          let prediction = stage.predictions[position]
          let numbers = variant.finalVector(residual.data, of: model)
          let logits = (0..<3).map { row in
            zip(head[row].data, numbers).reduce(0) { $0 + $1.0 * $1.1 }
          }
          #expect(agree(prediction.logits, logits, within: 1e-13))
          let sum = logits.reduce(0) { $0 + exp($1) }
          #expect(agree(prediction.probabilities, logits.map { exp($0) / sum }, within: 1e-13))
          #expect(agree(prediction.loss, -log(prediction.probability), within: 1e-13))
          let largest = try #require(logits.max())
          #expect(prediction.likeliest == logits.firstIndex(of: largest))
          #expect(prediction.rank == logits.sorted(by: >).firstIndex(of: logits[prediction.next]))
        }
      }
    }
  }

  @Test("Looking leaves the tape as it was")
  func tape() throws {
    try Variant.all[0].model().withForwardPass(over: Variant.document) { pass in
      let count = pass.model.tape.valueCount
      let gradients = pass.model.parameterVector.grad
      _ = (LogitLens(pass), DirectAttribution(pass))
      #expect(pass.model.tape.valueCount == count && pass.model.tape.isRecording)
      #expect(pass.model.parameterVector.grad == gradients)
    }
  }
}
