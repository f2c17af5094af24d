import Attention
import Autograd
import TestSupport
import Testing
import Transformer

@Suite("Activations that others take the place of")
struct ReplacementTests {
  /// The names of what a model computes, each once, and whether it belongs to a layer and to a head.
  static func targets(_ model: GPT) -> [(name: ActivationName, layer: Int?, head: Int?)] {
    var seen: Set<ActivationName> = []
    return model.sites.filter { seen.insert($0.name).inserted }.map {
      ($0.name, $0.layer.map { _ in 1 }, $0.head.map { _ in 2 })
    }
  }

  @Test("Each changes the losses as plain loops do with the same change", arguments: Variant.all)
  func plainLoops(variant: Variant) throws {
    let model = try variant.model()
    var plain = variant.plain(model)
    let unchanged = model.documentLosses()
    let targets = Self.targets(model)
    #expect(targets.count >= 14)
    for (name, layer, head) in targets {
      for factor in [0, -0.5] {
        let changed = try model.with(
          Intervention(name, layer: layer, head: head, positions: [1, 4], .multiple(factor))
        )
        plain.replace = { numbers, site in
          let isConcerned =
            site.name == name && site.layer == layer && site.head == head && [1, 4].contains(site.position)
          return isConcerned ? numbers.map { factor * $0 } : numbers
        }
        let losses = changed.documentLosses()
        #expect(agree(losses, plain.losses(Variant.document), within: 1e-12), "\(name) times \(factor)")
        #expect(!agree(losses, unchanged, within: 1e-6), "\(name) times \(factor)")
      }
    }
  }

  @Test("Without a layer, a head or positions all are meant", arguments: Variant.all)
  func everywhere(variant: Variant) throws {
    let model = try variant.model()
    var plain = variant.plain(model)
    for name in [ActivationName.z, .feedForwardOutput, .output] {
      plain.replace = { numbers, site in site.name == name ? numbers.map { 0.3 * $0 } : numbers }
      let changed = try model.with(Intervention(name, .multiple(0.3)))
      #expect(agree(changed.documentLosses(), plain.losses(Variant.document), within: 1e-12), "\(name)")
    }
  }

  @Test("Numbers, constants and what was in another pass take an activation's place", arguments: Variant.all)
  func numbers(variant: Variant) throws {
    let model = try variant.model()
    var plain = variant.plain(model)
    var other: [Site: [Double]] = [:]
    plain.replace = { numbers, site in
      other[site] = numbers
      return numbers
    }
    _ = plain.logits([1, 2, 2, 0, 0, 1])
    for name in [ActivationName.z, .attentionOutput, .residualMiddle, .feedForwardOutput] {
      plain.replace = { numbers, site in
        site.name == name && site.layer == 0 ? other[site] ?? [] : numbers
      }
      let patched = try model.with(
        Intervention(name, layer: 0, .numbers(on: model.tape) { other[$0] ?? [] })
      )
      #expect(agree(patched.documentLosses(), plain.losses(Variant.document), within: 1e-12), "\(name)")

      plain.replace = { numbers, site in
        site.name == name && site.layer == 1 ? numbers.map { _ in 0.25 } : numbers
      }
      let constant = try model.with(Intervention(name, layer: 1, .constant(0.25, on: model.tape)))
      #expect(agree(constant.documentLosses(), plain.losses(Variant.document), within: 1e-12), "\(name)")
    }
  }

  @Test("Changes of one activation are made one after the other", arguments: Variant.all)
  func order(variant: Variant) throws {
    let model = try variant.model()
    let first = Intervention(.output, layer: 0, Replacement { activation, _ in activation + 0.5 })
    let second = Intervention(.output, layer: 0, .multiple(-2))
    var plain = variant.plain(model)
    plain.replace = { numbers, site in
      site.name == .output && site.layer == 0 ? numbers.map { ($0 + 0.5) * -2 } : numbers
    }
    let both = try model.with(first.followed(by: second)).documentLosses()
    #expect(agree(both, plain.losses(Variant.document), within: 1e-12))
    #expect(try !agree(model.with(second.followed(by: first)).documentLosses(), both, within: 1e-6))
  }

  @Test("A head without its z is a head whose columns of the output projection are zeros", arguments: 0..<4)
  func columns(head: Int) throws {
    let model = try Variant.all[0].model()
    let without = try model.with(Intervention(.z, layer: 1, head: head, .constant(0, on: model.tape)))
    let losses = without.documentLosses()
    let slice = model.configuration.headWidth * head..<model.configuration.headWidth * (head + 1)

    // The known trap: behind the output projection every element is of all heads.
    let trap = Replacement { activation, _ in
      vector(of: activation.indices.map { slice.contains($0) ? activation[$0] * 0 : activation[$0] })
    }
    let trapped = try model.with(Intervention(.attentionOutput, layer: 1, trap))
    #expect(!agree(trapped.documentLosses(), losses, within: 1e-6))

    let matrix = model.parameters["layer1.attn_wo"]
    for row in 0..<matrix.rows {
      for column in slice { matrix[row][matrix[row].startIndex + column].data = 0 }
    }
    #expect(agree(model.documentLosses(), losses, within: 1e-14))
  }

  @Test("Sampled with a head off, a model draws what one without the head's columns draws")
  func sampling() throws {
    let model = try Variant.all[0].model()
    func texts(_ model: some LanguageModel) throws -> [[Int]] {
      var generator = SplitMix(state: 3)
      return try model.generate(
        20,
        continuing: [2],
        until: 2,
        sampler: Sampler(.random(temperature: 1)),
        using: &generator
      )
    }
    let on = try texts(model)
    let off = try texts(model.with(Intervention(.z, layer: 0, head: 1, .constant(0, on: model.tape))))
    #expect(try texts(model) == on)
    let matrix = model.parameters["layer0.attn_wo"]
    for row in 0..<matrix.rows {
      for column in 2..<4 { matrix[row][matrix[row].startIndex + column].data = 0 }
    }
    #expect(try texts(model) == off)
    #expect(on != off)
  }
}
