import Attention
import Foundation
import Inspection
import TestSupport
import Testing
import Transformer

/// What plain loops over a model's parameters computed, by layer, head and position.
private final class Record {
  private(set) var numbers: [Site: [Double]] = [:]

  init(_ plain: PlainGPT, reading tokens: [Int]) {
    var plain = plain
    plain.replace = { numbers, site in
      self.numbers[site] = numbers
      return numbers
    }
    _ = plain.logits(tokens)
  }

  func callAsFunction(_ name: ActivationName, _ layer: Int, _ head: Int? = nil, at position: Int) -> [Double]
  {
    numbers[Site(name, layer: layer, head: head, position: position)] ?? []
  }
}

@Suite("One row of attention, worked out")
struct AttentionRowTests {
  static let count = Variant.document.count - 1

  /// Every row of every head of the model's two layers.
  private func forEachRow(
    of variant: Variant,
    _ body: (AttentionRow, ForwardPass, Record) throws -> Void
  ) throws {
    let model = try variant.model()
    let record = Record(variant.plain(model), reading: Array(Variant.document.dropLast()))
    try model.withForwardPass(over: Variant.document) { pass in
      for layer in 0..<2 {
        for head in 0..<4 {
          for position in 0..<Self.count {
            try body(AttentionRow(pass, layer: layer, head: head, position: position), pass, record)
          }
        }
      }
    }
  }

  @Test("The numbers are those of plain loops over the parameters", arguments: Variant.all)
  func independent(variant: Variant) throws {
    try forEachRow(of: variant) { row, _, record in
      let (layer, head, position) = (row.layer, row.head, row.position)
      #expect(agree(row.query, record(.query, layer, head, at: position), within: 1e-12))
      #expect(agree(row.keys.map(\.score), record(.scores, layer, head, at: position), within: 1e-12))
      #expect(agree(row.keys.map(\.weight), record(.pattern, layer, head, at: position), within: 1e-12))
      #expect(agree(row.weightedSum, record(.z, layer, head, at: position), within: 1e-12))
      let visible = (0...position).filter { variant.isVisible(position, $0) }
      #expect(row.keys.map(\.position) == visible)
      #expect(row.hiddenPositions == (0...position).filter { !visible.contains($0) })
    }
  }

  @Test("Keys and values are what plain loops stored, of the head that is named", arguments: Variant.all)
  func stored(variant: Variant) throws {
    guard variant.choices.latentWidth == nil else { return }
    let storedCount = variant.choices.keyValueHeadCount ?? 4
    try forEachRow(of: variant) { row, _, record in
      // Heads are two wide; those that follow one another share a stored one.
      let stored = row.head * storedCount / 4
      #expect(row.storedHead == stored && row.origin == .stored)
      for key in row.keys {
        let both = [record(.key, row.layer, at: key.position), record(.value, row.layer, at: key.position)]
          .map { Array($0[stored * 2..<stored * 2 + 2]) }
        #expect(agree(key.key, both[0], within: 1e-12))
        #expect(agree(key.value, both[1], within: 1e-12))
      }
    }
  }

  @Test(
    "With latents, keys are the latents with their rotary part, or rebuilt from them; no stored head is named",
    arguments: Variant.all
  )
  func latents(variant: Variant) throws {
    guard let width = variant.choices.latentWidth else { return }
    try forEachRow(of: variant) { row, _, record in
      #expect(row.storedHead == nil)
      #expect(row.origin == (variant.absorbsLatents ? .latent : .rebuilt))
      for key in row.keys where variant.absorbsLatents {
        let latent = record(.latent, row.layer, at: key.position)
        #expect(agree(key.key, latent, within: 1e-12))
        #expect(agree(key.value, Array(latent.prefix(width)), within: 1e-12))
      }
    }
  }

  @Test("Each step follows from the one before", arguments: Variant.all)
  func steps(variant: Variant) throws {
    try forEachRow(of: variant) { row, _, _ in
      var sum = 0.0
      var z = [Double](repeating: 0, count: row.weightedSum.count)
      for key in row.keys {
        let products = row.query.indices.map { row.query[$0] * key.key[$0] }
        #expect(key.products == products)
        #expect(agree(key.rawScore, products.reduce(0, +), within: 1e-14))
        #expect(agree(key.score, key.rawScore * row.scale, within: 1e-14))
        #expect(agree(key.exponential, Foundation.exp(key.score - row.largestScore), within: 1e-14))
        sum += key.exponential
        #expect(agree(key.runningSum, sum, within: 1e-13))
        #expect(agree(key.weight * row.total, key.exponential, within: 1e-13))
        for index in z.indices {
          #expect(agree(key.weightedValue[index], key.weight * key.value[index], within: 1e-14))
          z[index] += key.weightedValue[index]
        }
      }
      #expect(row.keys.map(\.score).max() == row.largestScore)
      #expect(row.total == row.keys.last?.runningSum)
      #expect(agree(row.keys.map(\.weight).reduce(0, +), 1, within: 1e-14))
      #expect(agree(row.weightedSum, z, within: 1e-13))
    }
  }

  @Test("The sum is the model's own output, and what heads add sums to attention's", arguments: Variant.all)
  func output(variant: Variant) throws {
    var added: [Double] = []
    try forEachRow(of: variant) { row, pass, _ in
      let own = pass.head(row.head, layer: row.layer, position: row.position).output.data
      #expect(agree(row.weightedSum, own, within: 1e-12))
      #expect(row.deviation <= 1e-12)
      #expect(row.isPatternKept == (variant.choices.kernel == .softmax))
      #expect(row.isRotated == (variant.choices.positions != .learned))
      guard row.position == Self.count - 1 else { return }
      added = row.head == 0 ? row.addition : zip(added, row.addition).map { $0 + $1 }
      guard row.head == 3 else { return }
      let output = pass.positions[row.position].activations.blocks[row.layer].attention.output.data
      #expect(agree(added, output, within: 1e-12))
    }
  }
}
