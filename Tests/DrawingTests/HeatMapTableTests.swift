import Testing

@testable import Drawing

@Suite("HeatMap as an HTML table")
struct HeatMapTableTests {
  @Test("Rows and columns have headers, and a cell says its number and its part of the maximum")
  func markup() {
    let map = HeatMap(
      title: "a < b",
      rowTitle: "query",
      columnTitle: "key",
      rows: ["e", "m"],
      columns: ["e", "m"],
      cells: [[0.42, nil], [-1.5, .nan]]
    )
    let head =
      "<thead><tr><td></td><th scope=\"colgroup\" class=\"axis\" colspan=\"2\">key</th></tr>"
      + "<tr><th scope=\"col\" class=\"axis\">query</th><th scope=\"col\">e</th><th scope=\"col\">m</th></tr></thead>"
    let first =
      "<tr><th scope=\"row\">e</th><td style=\"--v:0.28\">0.42</td>"
      + "<td class=\"hidden\" aria-label=\"hidden\">–</td></tr>"
    let second =
      "<tr><th scope=\"row\">m</th><td class=\"neg\" style=\"--v:-1\">-1.50</td><td>nan</td></tr>"
    #expect(
      map.table().description
        == "<table class=\"heat diverging\"><caption>a &lt; b</caption>\(head)<tbody>\(first)\(second)</tbody></table>"
    )
  }

  @Test("The part of the maximum has three decimals at most and stays within 1")
  func parts() {
    let table = square(1, value: 1.0 / 3, scale: .sequential(maximum: 1)).table().description
    #expect(table.contains("style=\"--v:0.333\""))
    #expect(square(1, value: 5, scale: .sequential(maximum: 1)).table().description.contains("--v:1\""))
    #expect(square(1, value: 0).table().description.contains("--v:0\""))
  }

  @Test("From 21 columns on it is dense, and its cells have titles")
  func dense() {
    #expect(square(20).table().description.hasPrefix("<table class=\"heat\">"))
    let table = square(21).table().description
    #expect(table.hasPrefix("<table class=\"heat dense\">"))
    #expect(table.contains("<td style=\"--v:1\" title=\"query 0, key 20: 0.50\">0.50</td>"))
  }

  @Test("Without rows or columns it is a table all the same")
  func empty() {
    let map = HeatMap(title: "t", rowTitle: "", columnTitle: "key", rows: [], columns: [], cells: [])
    #expect(
      map.table().description
        == "<table class=\"heat\"><caption>t</caption><thead><tr><th scope=\"col\" class=\"axis\"></th></tr></thead>"
        + "<tbody></tbody></table>"
    )
  }

  private func square(_ count: Int, value: Double = 0.5, scale: HeatMap.Scale? = nil) -> HeatMap {
    let labels = (0..<count).map(String.init)
    return HeatMap(
      title: "",
      rowTitle: "query",
      columnTitle: "key",
      rows: labels,
      columns: labels,
      cells: labels.map { _ in labels.map { _ in value } },
      scale: scale
    )
  }
}
