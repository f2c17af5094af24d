import Drawing
import TestSupport
import Testing

@Suite("PictureSheet")
struct PictureSheetTests {
  static func picture(_ width: Int, _ height: Int) -> Markup {
    .element("svg", ["width": "\(width)", "height": "\(height)"], .element("rect"))
  }

  @Test("pictures stand beside and below each other, whole and apart", arguments: [1, 2, 3, 7])
  func placement(columnCount: Int) throws {
    let sizes = [(100, 50), (40, 80), (60, 20), (200, 10), (30, 30)]
    let sheet = PictureSheet(
      title: "five",
      pictures: sizes.map(Self.picture),
      columnCount: columnCount
    )
    let parsed = ParsedMarkup(sheet.svg())
    #expect(parsed.isWellFormed)
    let boxes = try parsed.all("svg").map { element in
      func number(_ name: String) throws -> Double { try #require(Double(element.attributes[name] ?? "0")) }
      return (
        x: try number("x"), y: try number("y"), width: try number("width"), height: try number("height")
      )
    }
    #expect(boxes.count == 6)
    for (index, box) in boxes.enumerated().dropFirst() {
      #expect(box.x >= 0 && box.x + box.width <= boxes[0].width)
      #expect(box.y > 0 && box.y + box.height <= boxes[0].height)
      for other in boxes[(index + 1)...] {
        let isBeside = box.x + box.width <= other.x || other.x + other.width <= box.x
        #expect(isBeside || box.y + box.height <= other.y)
      }
    }
    #expect(parsed.texts == ["five"])
  }

  @Test("a sheet without pictures is its title")
  func empty() {
    let parsed = ParsedMarkup(PictureSheet(title: "none", pictures: [], columnCount: 2).svg())
    #expect(parsed.isWellFormed && parsed.texts == ["none"])
  }
}

@Suite("A table on a page")
struct TableFigureTests {
  @Test("columns keep their side, cells their text")
  func table() {
    let table = Table(
      columns: [.init("name"), .init("loss", alignment: .right)],
      rows: [["a < b", "1.5"]]
    )
    let parsed = ParsedMarkup(table.figure(caption: "losses"))
    #expect(parsed.isWellFormed)
    #expect(parsed.all("caption").map(\.text) == ["losses"])
    #expect(parsed.all("th").map(\.text) == ["name", "loss", "a < b"])
    #expect(parsed.all("th").map { $0.attributes["scope"] } == ["col", "col", "row"])
    #expect(parsed.all("td").map(\.text) == ["1.5"])
    #expect(parsed.all("td").map { $0.attributes["class"] } == ["number"])
  }
}
