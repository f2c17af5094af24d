import Drawing
import Inspection
import Pictures
import TestSupport
import Testing
import Transformer

/// How a row of attention is drawn, held to the row.
@Suite("Pictures of a row of attention", .serialized)
struct AttentionRowPicturesTests {
  static let labels = ["<|>", "a", "b", "b", "a", "<|>"]

  private func row(_ variant: Variant, head: Int = 2, position: Int = 4) throws -> AttentionRow {
    try variant.model().withForwardPass(over: Variant.document) {
      AttentionRow($0, layer: 1, head: head, position: position)
    }
  }

  @Test("Products sum to q·k in the table, weights to 1, and weighted values to z", arguments: Variant.all)
  func sums(variant: Variant) throws {
    let row = try row(variant)
    let labels = row.keys.map { "\($0.position) \(Self.labels[$0.position])" }
    let (products, weighted) = (
      row.productMap(labels: Self.labels), row.weightedMap(labels: Self.labels)
    )
    let table = row.weightTable(labels: Self.labels)
    #expect(products.rows == labels && weighted.rows == labels + ["z"])
    #expect(table.rows.map { $0[0] } == labels)
    for (cells, line) in zip(products.cells, table.rows) {
      #expect(line[1] == NumberFormat.fixed(cells.reduce(0) { $0 + ($1 ?? 0) }, decimals: 4))
    }
    #expect(agree(table.rows.reduce(0) { $0 + (Double($1[6]) ?? 9) }, 1, within: 1e-3))
    for column in weighted.columns.indices {
      let numbers = weighted.cells.compactMap { $0[column] }
      #expect(agree(numbers.dropLast().reduce(0, +), numbers[labels.count], within: 1e-13))
    }
    #expect(
      row.vectorMap(labels: Self.labels).cells == ([row.query] + row.keys.map(\.key)).map { $0.map { $0 } }
    )
  }

  @Test("What a variant does differently is said, and nothing of microgpt's own")
  func remarks() throws {
    func remarks(_ change: @escaping (inout AttentionChoices) -> Void) throws -> String {
      try row(Variant("", change)).remarks(labels: Self.labels).joined(separator: "\n")
    }
    #expect(try remarks { _ in } == "")
    #expect(try remarks { $0.keyValueHeadCount = 2 } == "head 2 reads the keys and values of stored head 1")
    #expect(try remarks { $0.mask = MaskChoice("window:2") ?? .causal }.hasSuffix(": 0 <|>, 1 a, 2 b"))
    #expect(try remarks { $0.latentWidth = 3 }.contains("are the stored latents"))
    #expect(try remarks { $0.positions = .rotary(base: 100) }.contains("after their rotation"))
    #expect(try remarks { $0.kernel = .flash(tileSize: 2) }.contains("keeps no weights"))
  }

  @Test(
    "Heads that share a stored one are drawn in a line",
    arguments: [
      (4, 4, nil), (4, 2, "heads 0 1 → stored head 0, heads 2 3 → stored head 1"),
      (4, 1, "heads 0 1 2 3 → stored head 0"),
      (16, 2, "heads 0 to 7 → stored head 0, heads 8 to 15 → stored head 1"),
      (
        16, 8,
        "heads 0 1 → stored head 0, heads 2 3 → stored head 1, …, heads 14 15 → stored head 7"
      ),
    ] as [(Int, Int, String?)]
  )
  func sharedHeads(heads: Int, stored: Int, expected: String?) throws {
    var attention = AttentionChoices()
    attention.keyValueHeadCount = stored
    let configuration = try GPTConfiguration(
      vocabularySize: 3,
      embeddingWidth: 16,
      headCount: heads,
      attention: attention
    )
    #expect(configuration.sharedHeads == expected)
    #expect(configuration.attentionFormula.count == (expected == nil ? 2 : 3))
  }
}
