import Drawing
import Inspection
import Pictures
import TestSupport
import Testing
import Transformer

/// What is drawn of lens, attribution and circuits, held to the results.
@Suite("Pictures of parts", .serialized)
struct LensPicturesTests {
  static let labels = ["a", "b", "<|>"]
  static let tokens = Variant.document

  @Test(
    "The lens's map has a row for each stage and the probability of the token that came",
    arguments: Variant.all
  )
  func lens(variant: Variant) throws {
    let lens = try variant.model().withForwardPass(over: Self.tokens) { LogitLens($0) }
    let map = lens.heatMap { Self.labels[$0] }
    #expect(map.rows == ["embedding", "attention 0", "feed-forward 0", "attention 1", "feed-forward 1"])
    #expect(map.columns == ["a", "b", "b", "a", "<|>", "b"])
    for (row, stage) in zip(map.cells, lens.stages) {
      #expect(row == stage.predictions.map { $0.probabilities[$0.next] })
    }
  }

  @Test("The lens's table has for each position what came and what was likeliest after each part")
  func lensTable() throws {
    let lens = try Variant.all[0].model().withForwardPass(over: Self.tokens) { LogitLens($0) }
    let table = lens.table(read: Self.tokens.dropLast().map { Self.labels[$0] }) { Self.labels[$0] }
    #expect(table.rows.map { $0[0] } == ["<|>", "a", "b", "b", "a", "<|>"])
    #expect(table.rows.map { $0[1] } == ["a", "b", "b", "a", "<|>", "b"])
    for (position, row) in table.rows.enumerated() {
      for (stage, cell) in zip(lens.stages, row.dropFirst(3)) {
        let prediction = stage.predictions[position]
        let likeliest = Self.labels[prediction.likeliest]
        #expect(
          cell == likeliest + " " + NumberFormat.fixed(prediction.probabilities.max() ?? 0, decimals: 3)
        )
      }
    }
  }

  @Test("Columns of an attribution's map sum to their last row", arguments: DirectAttribution.Cells.allCases)
  func attribution(cells: DirectAttribution.Cells) throws {
    let attribution = try Variant.all[0].model().withForwardPass(over: Self.tokens) { DirectAttribution($0) }
    let map = attribution.heatMap(cells) { Self.labels[$0] }
    #expect(map.rows.count == 12 && map.rows[2] == "head 0.1" && map.rows.last == "sum")
    for column in map.columns.indices {
      let numbers = map.cells.compactMap { $0[column] }
      #expect(agree(numbers.dropLast().reduce(0, +), numbers[11], within: 1e-12))
    }
  }

  @Test(
    "Maps of circuits share one scale for each kind, and hold the tables",
    arguments: Circuits.Kind.allCases
  )
  func circuits(kind: Circuits.Kind) throws {
    let circuits = try Circuits(try Variant.all[0].model(), at: .positions(query: 3, key: 1))
    var largest = 0.0
    for head in circuits.heads {
      let table = kind == .queryKey ? head.queryKey : head.outputValue
      let map = circuits.heatMap(of: head, kind, labels: Self.labels)
      // What softmax sees of scores: differences within a row.
      let shown = table.numbers.map { row in
        row.map { $0 - (kind == .queryKey ? row.reduce(0, +) / Double(row.count) : 0) }
      }
      #expect(map.cells == shown.map { $0.map { $0 } })
      largest = max(largest, shown.joined().map { $0.magnitude }.max() ?? 0)
    }
    for head in circuits.heads {
      let map = circuits.heatMap(of: head, kind, labels: Self.labels)
      #expect(map.scale == .diverging(maximum: largest))
      #expect(map.title.contains(kind == .queryKey ? "QK, query at 3, key at 1" : "OV, value at 1"))
    }
  }

  @Test("The table of circuits has a row for each head; what is left out is said once")
  func circuitTable() throws {
    let circuits = try Circuits(try Variant.all[0].model(), at: .positions(query: 3, key: 1))
    #expect(circuits.table.rows.count == 8)
    #expect(circuits.table.rows[5][3] == NumberFormat.fixed(circuits.heads[5].queryKey.norm, decimals: 2))
    // A row's mean takes away a part of the norm at right angles to the rest: Pythagoras.
    let means = circuits.heads[5].queryKey.numbers.map { $0.reduce(0, +) / Double($0.count) }
    let square = means.reduce(0) { $0 + $1 * $1 * Double(means.count) }
    let norm = circuits.heads[5].queryKey.norm
    #expect(
      circuits.table.rows[5][2] == NumberFormat.fixed((norm * norm - square).squareRoot(), decimals: 2)
    )
    #expect(circuits.omissions.count == 3)
    #expect(circuits.filter { $0.layer == 0 }.omissions == [Circuits.Omission.laterParts.sentence])
  }

  @Test("The table of copies has the weight beside what an even pattern gives, or a dash")
  func copies() throws {
    let maps = try Variant.all[0].model().withForwardPass(over: Self.tokens) { AttentionMaps($0) }
    for (row, head) in zip(maps.copyTable.rows, maps.heads) {
      let share = try #require(head.role.same)
      #expect(
        row[3]
          == "\(NumberFormat.fixed(share.weight, decimals: 3)) (\(NumberFormat.fixed(share.even, decimals: 3)))"
      )
      #expect(row[4] == "-" && row[5].hasPrefix("\(head.role.distance ?? 0): "))
    }
  }

  @Test("The table of induction scores has a row for each head")
  func induction() throws {
    let scores = try InductionScores(
      try Variant.all[0].model(),
      boundary: 2,
      wordLengths: 2...2,
      wordCount: 3
    )
    #expect(scores.table.rows.count == 8)
    #expect(scores.table.rows[4][2] == NumberFormat.fixed(scores.heads[4].afterSame, decimals: 3))
    #expect(scores.legend.joined().contains("3 random words of 2 to 2 different tokens"))
  }

  @Test("Maps of scores by position hold the figures", arguments: PositionScores.Cells.allCases)
  func positions(cells: PositionScores.Cells) throws {
    let scores = PositionScores(try Variant.all[0].model())
    for head in scores.heads {
      let map = scores.heatMap(of: head, cells)
      #expect(map.cells == (cells == .means ? head.means : head.deviations))
      #expect(map.rows == ["0", "1", "2", "3", "4", "5"] && map.columns == map.rows)
    }
  }

  @Test("Roles of several texts are written as those of one")
  func severalTexts() throws {
    let model = try Variant.all[0].model()
    let maps = model.withForwardPass(over: Self.tokens) { AttentionMaps($0) }
    let roles = HeadRoles(model, documents: [Self.tokens])
    #expect(roles.roleTable.rows == maps.roleTable.rows)
    #expect(roles.copyTable.rows == maps.copyTable.rows)
  }
}
