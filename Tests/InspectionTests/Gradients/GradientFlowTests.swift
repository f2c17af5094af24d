import Attention
import Autograd
import Basics
import TestSupport
import Testing
import Transformer

@testable import Inspection

@Suite("Gradient flow")
struct GradientFlowTests {
  @Test("the contributions of all positions sum to the whole gradient", arguments: Variant.all)
  func sums(variant: Variant) throws {
    let model = try variant.model()
    model.withForwardPass(over: Variant.document) { pass in
      let stored = pass.positions.flatMap { $0.stored }
      let runs = [model.parameterVector] + stored.flatMap { [$0.key, $0.value] }
      var sums = runs.map { [Double](repeating: 0, count: $0.count) }
      Contributions.forEachPosition(of: pass, to: runs.map(\.extent)) { contributions in
        for (index, run) in runs.enumerated() {
          sums[index] = zip(sums[index], contributions(to: run.extent)).map { $0 + $1 }
        }
      }
      for (run, sum) in zip(runs, sums) { #expect(agree(sum, run.grad, within: 1e-13)) }
    }
  }

  /// The gradient that one position's query sends to a stored key or value, by the formulas.
  @Test("flow to a key is |∂L/∂score| s |q|, flow to a value is w |∂L/∂z|, from each later position")
  func formulas() throws {
    let variant = Variant("one head") { _ in }
    let configuration = try GPTConfiguration(
      vocabularySize: 3,
      embeddingWidth: 4,
      headCount: 1,
      contextLength: 6
    )
    let model = Variant.model(configuration)
    let flow = GradientFlow(model, tokens: Variant.document)
    model.withForwardPass(over: Variant.document) { pass in
      for reader in 0..<pass.count {
        let head = pass.head(0, layer: 0, position: reader)
        let scores = head.scoreGradient
        for key in 0...reader {
          let toKey = scores[key].magnitude * head.scale.data * norm(head.query.data)
          let toValue = head.patternNumbers[key] * norm(head.output.grad)
          #expect(
            flow.caches[0].norms[reader][key].map { agree($0, toKey, within: 1e-13) } == true,
            "\(variant)"
          )
          #expect(flow.caches[1].norms[reader][key].map { agree($0, toValue, within: 1e-13) } == true)
        }
      }
    }
  }

  @Test(
    "what is hidden receives nothing and is absent; what comes later sends nothing back",
    arguments: Variant.all
  )
  func zeros(variant: Variant) throws {
    let flow = GradientFlow(try variant.model(), tokens: Variant.document, parts: Self.parts(variant))
    for cache in flow.caches {
      for reader in 0..<6 {
        for stored in 0..<6 {
          #expect((cache.norms[reader][stored] != nil) == variant.isVisible(reader, stored))
        }
      }
      // Nobody reads the last position later.
      #expect(cache.fromLater[5] == 0)
      for stored in 0..<6 {
        let sum = cache.norms.compactMap { $0[stored] }.reduce(0, +)
        #expect(cache.totals[stored] <= sum * (1 + 1e-12))
      }
    }
  }

  static func parts(_ variant: Variant) -> AttentionParts {
    var parts = AttentionParts(variant.choices)
    parts.absorbsLatents = variant.absorbsLatents
    return parts
  }

  @Test("latents are one flow a layer, keys and values are two", arguments: Variant.all)
  func contents(variant: Variant) throws {
    let flow = GradientFlow(try variant.model(), tokens: Variant.document, parts: Self.parts(variant))
    let isLatent = variant.choices.latentWidth != nil
    #expect(
      flow.caches.map(\.content) == (isLatent ? [.latents, .latents] : [.keys, .values, .keys, .values])
    )
    #expect(flow.caches.map(\.layer) == (isLatent ? [0, 1] : [0, 0, 1, 1]))
  }

  @Test("a detached cache computes the same loss", arguments: Variant.all)
  func sameLoss(variant: Variant) throws {
    let tape = Tape()
    var parts = Self.parts(variant)
    let makeStore = parts.makeStore
    parts.makeStore = { DetachedStore(makeStore(), on: tape) }
    let model = try variant.model()
    var parameters = model.parameterVector.data[...]
    let detached = GPT(model.configuration, on: tape, parts: parts) { parameters.removeFirst() }
    #expect(detached.loss(of: Variant.document).data == model.loss(of: Variant.document).data)
  }

  @Test("detaching loses the flow from later positions and no other", arguments: Variant.all)
  func detaching(variant: Variant) throws {
    let model = try variant.model()
    let flow = GradientFlow(model, tokens: Variant.document, parts: Self.parts(variant))
    let output = try #require(flow.matrices.first { $0.name == "lm_head" })
    // The output head lies behind all caches.
    #expect(output.lostShare < 1e-13)
    #expect(flow.matrices.map(\.name) == model.namedParameters.map(\.name))
    #expect(flow.matrices.allSatisfy { $0.normByPosition.count == 6 })
    for matrix in flow.matrices {
      let sum = matrix.normByPosition.reduce(0, +)
      #expect(matrix.norm <= sum * (1 + 1e-12))
    }
    let cosines = flow.matrices.compactMap(\.cosine)
    #expect(!cosines.isEmpty && cosines.allSatisfy { $0 <= 1 + 1e-12 })
    // Where each position sees itself alone, nothing flows through the cache.
    let embedding = try #require(flow.matrices.first { $0.name == "wte" })
    #expect(embedding.lostShare > 1e-3)
  }

  @Test("where each query sees itself alone, detaching loses nothing")
  func nothingLost() throws {
    let variant = Variant.masked("window:1") { $0 == $1 }
    let flow = GradientFlow(try variant.model(), tokens: Variant.document)
    #expect(flow.matrices.allSatisfy { $0.lostShare == 0 })
    #expect(flow.caches.allSatisfy { $0.fromLater.allSatisfy { $0 == 0 } })
  }

  /// The gradients of a variant's matrices with the cache detached.
  private static func detachedGradients(_ variant: Variant) throws -> [String: [Double]] {
    let model = try variant.model()
    let gradients = GradientFlow.detachedGradients(of: model, tokens: Variant.document, parts: parts(variant))
    return Dictionary(uniqueKeysWithValues: zip(model.namedParameters.map(\.name), gradients))
  }

  @Test(
    "detached, what makes keys and values in the last layer learns from each position's reading of itself alone",
    arguments: Variant.all
  )
  func detachedLastLayer(variant: Variant) throws {
    let detached = try Self.detachedGradients(variant)
    // Turned by angles or normalized, a stored key is not its matrix times the normalized vector.
    let isChanged = variant.choices.positions != .learned || variant.choices.normalizesQueriesAndKeys
    let isLatent = variant.choices.latentWidth != nil
    let model = try variant.model()
    try model.withForwardPass(over: Variant.document) { pass in
      let blocks = pass.positions.map { $0.activations.blocks[1] }
      func check(_ name: String, _ run: (StoredPosition) -> Vector) throws {
        let runs = pass.positions.map { run($0.stored[1]) }
        var expected = [Double](repeating: 0, count: runs[0].count * 8)
        Contributions.forEachPosition(of: pass, to: runs.map(\.extent)) { contributions in
          let own = contributions(to: runs[contributions.position].extent)
          let input = blocks[contributions.position].attention.input.data
          for (row, gradient) in own.enumerated() {
            for column in 0..<8 { expected[row * 8 + column] += gradient * input[column] }
          }
        }
        #expect(agree(try #require(detached["layer1.\(name)"]), expected, within: 1e-13), "\(name)")
      }
      if isLatent {
        // The latent itself is not turned: the rotary key stands behind it.
        try check("attn_wdkv") { $0.value }
      } else {
        try check("attn_wv") { $0.value }
        if !isChanged { try check("attn_wk") { $0.key } }
      }
    }
  }

  @Test("detached or not, what makes queries in the last layer learns the same", arguments: Variant.all)
  func detachedQueries(variant: Variant) throws {
    let model = try variant.model()
    let detached = try #require(try Self.detachedGradients(variant)["layer1.attn_wq"])
    model.withForwardPass(over: Variant.document) { _ in
      #expect(agree(model.parameters["layer1.attn_wq"].elements.grad, detached, within: 1e-13))
    }
  }

  @Test("a detached gradient is that of the loss with earlier keys and values held fixed")
  func detachedIsPartial() throws {
    // W_v's gradient without the cache: only each position's own value varies. By the contributions: those of the position
    // itself, from which what later positions sent to its value is left out.
    let configuration = try GPTConfiguration(
      vocabularySize: 3,
      embeddingWidth: 4,
      headCount: 1,
      contextLength: 6
    )
    let model = Variant.model(configuration)
    let flow = GradientFlow(model, tokens: Variant.document)
    let matrix = try #require(flow.matrices.first { $0.name == "layer0.attn_wv" })
    let expected = model.withForwardPass(over: Variant.document) { pass in
      var gradient = [Double](repeating: 0, count: 16)
      for position in pass.positions {
        let block = position.activations.blocks[0]
        let head = block.attention.heads[0]
        let own = head.patternNumbers[head.patternNumbers.count - 1]
        for row in 0..<4 {
          for column in 0..<4 {
            gradient[row * 4 + column] +=
              own * head.output.grad[row] * block.attention.input.data[column]
          }
        }
      }
      return gradient
    }
    #expect(agree(matrix.detachedNorm, norm(expected), within: 1e-13))
    #expect(matrix.detachedNorm != matrix.norm)
  }
}

@Suite("Matrix check")
struct MatrixCheckTests {
  @Test("every matrix of every variant passes", arguments: Variant.all)
  func passes(variant: Variant) throws {
    let model = try variant.model()
    let check = MatrixCheck(model, tokens: Variant.document, largestCount: 12)
    #expect(check.worstRelativeError < 1e-6)
    #expect(check.matrices.map(\.name) == model.namedParameters.map(\.name) + ["scale"])
    #expect(check.matrices.allSatisfy { $0.checkedCount == min(12, $0.elementCount) })
    #expect(agree(check.loss, model.loss(of: Variant.document).data, within: 1e-13))
  }

  @Test("a gradient that is wrong is seen, and where")
  func wrongGradient() throws {
    let model = try Variant.all[0].model()
    var gradients = MatrixCheck.gradients(of: model, tokens: Variant.document)
    gradients[4][17] *= 1.001
    let check = MatrixCheck(model, tokens: Variant.document, largestCount: .max, gradients: gradients)
    #expect(check.worstRelativeError > 1e-5)
    #expect(check.matrices.filter { $0.worstRelativeError > 1e-6 }.map(\.name) == ["layer0.attn_wk"])
    #expect(check.matrices[4].row == 2 && check.matrices[4].column == 1)
  }

  @Test("the element with the worst error is where it is said to be")
  func worstElement() throws {
    let model = try Variant.all[0].model()
    let check = MatrixCheck(model, tokens: Variant.document, largestCount: .max)
    model.withForwardPass(over: Variant.document) { _ in
      for (matrix, named) in zip(check.matrices, model.namedParameters) {
        #expect(agree(named.matrix[matrix.row][matrix.column].grad, matrix.backpropagated, within: 1e-12))
        #expect(matrix.checkedCount == named.matrix.count)
      }
    }
  }
}
