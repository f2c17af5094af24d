import Attention
import Autograd
import TestSupport
import Testing
import Transformer

@Suite("Variants that are the same model")
struct VariantEqualityTests {
  /// Expects the same loss and the same gradients, of every parameter and of the scale.
  func expectEqual(_ first: Variant, _ second: Variant, within tolerance: Double) throws {
    let (first, second) = (try first.lossAndGradients(), try second.lossAndGradients())
    #expect(agree(first.loss, second.loss, within: tolerance))
    #expect(agree(first.gradients, second.gradients, within: tolerance))
    #expect(first.gradients.contains { $0.magnitude > 0.01 })
  }

  /// The variants that keep a list, with another change.
  static func listed(
    _ change: (inout AttentionChoices) -> Void
  ) -> [(plain: Variant, changed: Variant)] {
    Variant.all.filter { $0.choices.store == .list && $0.choices.kernel == .softmax }.map { variant in
      (
        variant,
        variant.changed(variant.description, change)
      )
    }
  }

  @Test("FlashAttention is softmax, whatever the size of a tile", arguments: [1, 2, 4, 5, 16, .max])
  func flash(tileSize: Int) throws {
    for (plain, changed) in Self.listed({ $0.kernel = .flash(tileSize: tileSize) }) {
      try expectEqual(plain, changed, within: 1e-12)
    }
  }

  @Test("Pages are a list, bit for bit, whatever their size", arguments: [1, 2, 3, 6])
  func paged(pageSize: Int) throws {
    for (plain, changed) in Self.listed({ $0.store = .paged(pageSize: pageSize) }) {
      try expectEqual(plain, changed, within: 0)
    }
  }

  @Test(
    "A rolling store is a sliding window, bit for bit, whatever its size",
    arguments: [1, 2, 3, 5, 6, .max]
  )
  func rolling(size: Int) throws {
    let mask = try #require(MaskChoice("window:\(size)"))
    for (plain, _) in Self.listed({ _ in }) where plain.choices.mask == .causal {
      let rolling = plain.changed("rolling") { $0.store = .rolling(size: size) }
      let window = plain.changed("window") { $0.mask = mask }
      try expectEqual(rolling, window, within: 0)
    }
  }

  @Test("As many stored heads as heads are multi-head attention, bit for bit")
  func multiHead() throws {
    try expectEqual(Variant("default") { _ in }, Variant("4 of 4") { $0.keyValueHeadCount = 4 }, within: 0)
  }

  @Test(
    "Latents attended themselves give what rebuilt keys and values give",
    arguments: [false, true],
    [1, 3, 13]
  )
  func latents(isRotary: Bool, width: Int) throws {
    for kernel in [KernelChoice.softmax, .flash(tileSize: 2)] {
      let forms = [true, false].map { absorbs in
        Variant("latent", absorbsLatents: absorbs) {
          $0.latentWidth = width
          $0.kernel = kernel
          if isRotary { $0.positions = .rotary(base: 50) }
        }
      }
      try expectEqual(forms[0], forms[1], within: 1e-12)
    }
  }

  @Test(
    "A mask that hides nothing of the past is causal",
    arguments: [
      "window:6", "window:9223372036854775807", "strided:1", "blocks:6", "global:6", "window:2+causal",
    ]
  )
  func hidesNothing(text: String) throws {
    let mask = try #require(MaskChoice(text))
    try expectEqual(Variant("causal") { _ in }, Variant(text) { $0.mask = mask }, within: 0)
  }

  @Test("A joined mask is the same in any order")
  func order() throws {
    let masks = try ["window:2+global:1", "global:1+window:2"].map { try #require(MaskChoice($0)) }
    try expectEqual(Variant("1") { $0.mask = masks[0] }, Variant("2") { $0.mask = masks[1] }, within: 0)
  }

  @Test("A factor written out is the factor that its name means")
  func scales() throws {
    try expectEqual(
      Variant("sqrt") { _ in },
      Variant("1/√2") { $0.scale = .number(0.5.squareRoot()) },
      within: 1e-14
    )
    try expectEqual(
      Variant("none") { $0.scale = .none },
      Variant("1") { $0.scale = .number(1) },
      within: 0
    )
  }

  @Test("With a factor of 0 every visible key weighs the same: what asks has no gradient")
  func zeroScale() throws {
    let model = try Variant("0") { $0.scale = .number(0) }.model()
    model.loss(of: Variant.document).backward()
    for name in ["layer0.attn_wq", "layer1.attn_wk"] {
      #expect(model.parameters[name].elements.grad.allSatisfy { $0 == 0 })
    }
    #expect(model.attentionScale.grad != 0)
  }

  // With a window of 2 and one layer, what comes before the last two tokens can be known by their positions only.
  @Test("With rotary positions only distances count; with learned ones the positions themselves")
  func distances() throws {
    for positions in [PositionChoice.rotary(base: 20), .learned] {
      for latentWidth in [nil, 3] {
        var choices = AttentionChoices()
        choices.positions = positions
        choices.latentWidth = latentWidth
        choices.mask = try #require(MaskChoice("window:2"))
        let model = Variant.model(
          try GPTConfiguration(
            vocabularySize: 3,
            embeddingWidth: 8,
            headCount: 2,
            contextLength: 6,
            attention: choices
          )
        )
        let early = try #require(model.logits([0, 1]).last)
        let late = try #require(model.logits([2, 2, 1, 0, 1]).last)
        #expect(agree(early, late, within: 1e-13) == (positions != .learned))
        // The order of the two still makes a difference.
        #expect(try !agree(early, #require(model.logits([1, 0]).last), within: 1e-3))
      }
    }
  }

  @Test("Rotary positions tell the distance of two tokens that are otherwise the same")
  func rotaryKnowsDistance() throws {
    var choices = AttentionChoices()
    choices.positions = .rotary(base: 20)
    let model = Variant.model(
      try GPTConfiguration(
        vocabularySize: 3,
        embeddingWidth: 8,
        headCount: 2,
        contextLength: 6,
        attention: choices
      )
    )
    let near = try #require(model.logits([0, 0, 1, 2]).last)
    let far = try #require(model.logits([1, 0, 0, 2]).last)
    #expect(!agree(near, far, within: 1e-3))
  }
}
