import Drawing
import Inspection
import Pictures
import TestSupport
import Testing
import Transformer

@Suite("Pictures of interventions")
struct InterventionPicturesTests {
  static let labels = ["<|>", "a", "b", "b", "a", "<|>"]
  static let other = [2, 1, 0, 0, 2, 1, 0]

  private func number(_ text: String) -> Double { Double(text.replacing("+", with: "")) ?? .nan }

  @Test("The table of an ablation has a row for each part, with its change and the forecast")
  func ablation() throws {
    let ablation = Ablation(try Variant.all[0].model(), text: Variant.document)
    let rows = ablation.table.rows
    #expect(
      rows.map { $0[0] }
        == (0..<2).flatMap { layer in
          (0..<4).map { "head \(layer).\($0)" } + ["feed-forward \(layer)", "layer \(layer)"]
        }
    )
    for (row, expected) in zip(rows, ablation.rows) {
      let numbers = [
        expected.ablatedLoss, expected.change, expected.forecast, expected.forecast - expected.change,
      ]
      #expect(agree(row.dropFirst().map(number), numbers, within: 6e-5))
      #expect(row[2].hasPrefix("+") == (expected.change > 0))
    }
  }

  @Test("What is hidden has a table and a map, a row of the map for each layer")
  func positions() throws {
    let ablation = Ablation(try Variant.all[0].model(), text: Variant.document)
    let rows = ablation.rows.filter { $0.kind == .position }
    let table = ablation.positionTable(labels: Self.labels)
    #expect(table.rows.map { $0[0] }[7] == "layer 1, 1 a" && table.rows.count == 12)
    let map = ablation.positionMap(labels: Self.labels)
    #expect(map.rows == ["0", "1"] && map.columns == Self.labels)
    #expect(map.cells.flatMap { $0 } == rows.map { $0.change })
    let heads = ablation.headMap
    #expect(heads.rows == ["0", "1"] && heads.columns == ["0", "1", "2", "3"])
    #expect(heads.cells.flatMap { $0 } == ablation.rows.filter { $0.kind == .head }.map { $0.change })
  }

  @Test("The map of pairs is symmetric, and each head's own change is its diagonal")
  func pairs() throws {
    let ablation = Ablation(try Variant.all[0].model(), text: Variant.document, isPairwise: true)
    #expect(ablation.pairTable.rows.count == 28)
    #expect(ablation.pairTable.rows[8][0] == "0.1 and 0.3")
    let cells = ablation.pairMap.cells
    let heads = ablation.rows.filter { $0.kind == .head }
    for row in 0..<8 {
      #expect(cells[row][row] == heads[row].change)
      for column in 0..<8 { #expect(cells[row][column] != nil && cells[row][column] == cells[column][row]) }
    }
    let pair = try #require(
      ablation.pairs.first { $0.first.head == 2 && $0.second.head == 1 && $0.second.layer == 1 }
    )
    #expect(cells[2][5] == pair.change - pair.sum)
  }

  @Test("Maps of patching show shares of the way, exact and forecast on one scale")
  func patching() throws {
    let patching = try Patching(try Variant.all[0].model(), text: Variant.document, from: Self.other)
    #expect(patching.isNormalized)
    let (exact, forecast) = (
      patching.heatMap(.exact, labels: Self.labels), patching.heatMap(.forecast, labels: Self.labels)
    )
    #expect(exact.cells.flatMap { $0 } == patching.rows.map { $0.normalized })
    #expect(forecast.cells.flatMap { $0 } == patching.rows.map { $0.normalizedForecast })
    #expect(exact.scale == forecast.scale && exact.title != forecast.title)
    #expect(exact.rows.count == 8 && exact.rows[5] == "head 1.1")
    #expect(patching.summary[1].contains("1 for the other's"))
    let table = patching.table(labels: Self.labels, limit: 5)
    #expect(table.rows.count == 5)
    let changes = table.rows.map { number($0[3]).magnitude }
    #expect(changes == changes.sorted(by: >) && changes[0] > 0)
  }

  @Test("Where the two runs are the same, maps show differences and say so")
  func sameRuns() throws {
    let patching = try Patching(try Variant.all[0].model(), text: Variant.document, from: Variant.document)
    #expect(!patching.isNormalized && patching.summary[1].contains("effects are differences"))
    #expect(
      patching.heatMap(.exact, labels: Self.labels).cells.flatMap { $0 } == patching.rows.map { $0.change }
    )
    #expect(patching.table(labels: Self.labels).rows[0][5] == "-")
  }

  @Test("The table of an evaluation has a row for the model that sees only itself where its losses are given")
  func seeingOnlyItself() throws {
    let model = try Variant.all[0].model()
    let documents = [Variant.document, [2, 0, 1, 2]]
    let tokenizer = Tokenizer(unit: .scalars, covering: Texts([ArraySlice("ab".utf8)]))
    let evaluation = Evaluation(model, tokenizer: tokenizer, documents: documents)
    let losses = Evaluation.lossesSeeingOnlyItself(model, documents: documents)
    let without = evaluation.table(.scalars, stepsDone: 1)
    let with = evaluation.table(.scalars, stepsDone: 1, seeingOnlyItself: losses)
    #expect(with.rows.count == 4 && without.rows == [with.rows[0]] + with.rows[2...])
    #expect(with.rows[1][0] == "same, seeing only itself")
    #expect(
      agree(
        [with.rows[1][1], with.rows[1][4]].map(number),
        [losses.perToken, losses.perDocument],
        within: 6e-5
      )
    )
  }
}
