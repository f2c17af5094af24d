import Autograd
import Inspection
import TestSupport
import Testing
import Transformer

@Suite("Direct attribution")
struct DirectAttributionTests {
  @Test(
    "The parts sum to the logit of the token that came, and to that less the mean",
    arguments: InspectedModel.all
  )
  func sums(inspected: InspectedModel) throws {
    try inspected.make().withForwardPass(over: Variant.document) { pass in
      let attribution = DirectAttribution(pass)
      #expect(attribution.tokens == Array(pass.tokens.dropFirst()))
      for position in 0..<6 {
        let logits = pass.positions[position].activations.logits.data
        let logit = logits[pass.tokens[position + 1]]
        #expect(attribution.logits[position] == logit)
        let sum = attribution.parts.reduce(0) { $0 + $1.logits[position] }
        #expect(agree(sum, logit, within: 1e-12))
        let relative = attribution.parts.reduce(0) { $0 + $1.relative[position] }
        #expect(agree(relative, logit - logits.reduce(0, +) / 3, within: 1e-12))
        #expect(agree(attribution.relative[position], relative, within: 1e-12))
      }
    }
  }

  @Test("Heads' additions sum to what attention adds to the residual stream", arguments: InspectedModel.all)
  func heads(inspected: InspectedModel) throws {
    try inspected.make().withForwardPass(over: Variant.document) { pass in
      for position in 0..<6 {
        for layer in 0..<2 {
          let additions = pass.headAdditions(layer: layer, position: position)
          #expect(additions.count == 4)
          let block = pass.positions[position].activations.blocks[layer]
          let sum = (0..<8).map { column in additions.reduce(0) { $0 + $1[column] } }
          #expect(agree(sum, block.attention.output.data, within: 1e-13))
        }
      }
    }
  }

  @Test("Without a final norm nothing is multiplied; with one each part is, by the same number at a position")
  func finalNorm() throws {
    try Variant.all[0].model().withForwardPass(over: Variant.document) { pass in
      #expect(DirectAttribution(pass).finalNormFactors == nil)
    }
    let variant = try #require(Variant.all.last { $0.shape.hasFinalNorm && $0.shape.norm == .weighted })
    let model = try variant.model()
    let weights = model.parameters["final_norm"][0].data
    try model.withForwardPass(over: Variant.document) { pass in
      let attribution = DirectAttribution(pass)
      let factors = try #require(attribution.finalNormFactors)
      for position in 0..<6 {
        let activations = pass.positions[position].activations
        let x = try #require(activations.blocks.last).output.data
        let normalized = try #require(activations.finalNormalized).data
        for index in x.indices {
          #expect(agree(weights[index] * x[index] * factors[position], normalized[index], within: 1e-13))
        }
        let row = pass.model.parameters["lm_head"][pass.tokens[position + 1]].data
        let embedding = activations.normalized.data
        let logit = row.indices.reduce(0) { $0 + row[$1] * weights[$1] * embedding[$1] } * factors[position]
        #expect(agree(attribution.parts[0].logits[position], logit, within: 1e-13))
      }
    }
  }

  @Test("A head adds its slice of the output projection times what it read", arguments: Variant.all)
  func slices(variant: Variant) throws {
    let model = try variant.model()
    let output = model.parameters["layer1.attn_wo"]
    let up = model.parameters.optional("layer1.attn_wuv")
    model.withForwardPass(over: Variant.document) { pass in
      let additions = pass.headAdditions(layer: 1, position: 4)
      for head in 0..<4 {
        let read = pass.head(head, layer: 1, position: 4).output.data
        func dot(_ x: some Sequence<Double>) -> Double { zip(x, read).reduce(0) { $0 + $1.0 * $1.1 } }
        // What was read is a latent where these are attended themselves.
        let value =
          up.flatMap { variant.absorbsLatents ? $0 : nil }
          .map { up in (0..<2).map { dot(up[head * 2 + $0].data) } } ?? read
        for row in 0..<8 {
          let expected = (0..<2).reduce(0) { $0 + output[row].data[head * 2 + $1] * value[$1] }
          #expect(agree(additions[head][row], expected, within: 1e-13))
        }
      }
    }
  }

  @Test(
    "The parts are the embedding, then each layer's heads and feed-forward part; any token can be asked for"
  )
  func parts() throws {
    try Variant.all[0].model().withForwardPass(over: Variant.document) { pass in
      let tokens = [1, 0, 2, 2, 1, 0]
      let attribution = DirectAttribution(pass, of: tokens)
      #expect(attribution.tokens == tokens)
      let layers: [Int?] = [nil, 0, 0, 0, 0, 0, 1, 1, 1, 1, 1]
      let heads: [Int?] = [nil, 0, 1, 2, 3, nil, 0, 1, 2, 3, nil]
      #expect(attribution.parts.map { $0.layer } == layers)
      #expect(attribution.parts.map { $0.head } == heads)
      #expect(attribution.parts.map { $0.part }.count { $0 == .attention } == 8)
      let embedding = pass.positions[3].activations.normalized.data
      let row = pass.model.parameters["lm_head"][2].data
      let logit = zip(row, embedding).reduce(0) { $0 + $1.0 * $1.1 }
      #expect(agree(attribution.parts[0].logits[3], logit, within: 1e-14))
    }
  }
}
