import Testing

@testable import microgpt

/// `inspect attention --row`: one row with all its numbers.
@Suite("inspect attention --row")
struct InspectRowTests {
  @Test("A row has the numbers of the maps, for every head", arguments: InspectVariant.all)
  func maps(variant: InspectVariant) async throws {
    let workspace = try await variant.workspace()
    let heads = try await workspace.figures(.attention)["heads"].elements
    let document = try await workspace.document(
      .attentionRow,
      ["attention", "run", "--text", "lena", "--row", "3"]
    )
    let rows = document["result"]["rows"].elements
    #expect(rows.count == heads.count)
    for (row, head) in zip(rows, heads) {
      #expect(row["layer"] == head["layer"] && row["head"] == head["head"])
      let keys = row["keys"].elements
      let visible = (0...3).filter { variant.sees(query: 3, key: $0) }
      #expect(keys.map { $0["position"].integer } == visible)
      for key in keys {
        let position = key["position"].integer
        for (name, cells) in [("weight", "pattern"), ("score", "scores")] {
          let number = try #require(head[cells].cells[3][position])
          #expect(agree(key[name].number, number, size: 1))
        }
      }
      #expect(row["deviation"].number < 1e-12)
    }
  }

  @Test("A row fits 40 columns")
  func narrow() async throws {
    let workspace = try Workspace()
    try await workspace.train()
    let arguments = ["inspect", "attention", "run", "--text", "lena", "--head", "1", "--row", "4"]
    let outcome = try await workspace.run(arguments, environment: ["COLUMNS": "40"])
    #expect(outcome.status == 0)
    #expect(outcome.output.contains("layer 0, head 1, row 4: what the query"))
    for line in outcome.lines { #expect(line.count <= 40, "\(line)") }
  }
}
