import Drawing

/// A table of a worksheet: boxes on the sheet, and among the solutions what belongs in them.
public struct WorksheetTable: Sendable {
  /// One place of the table.
  enum Cell: Sendable {
    /// Nothing belongs here.
    case none
    /// A box: what is found by hand, and what the engine has computed.
    case box(written: Double, engine: Double)

    /// How far the two are apart.
    var difference: Double {
      switch self {
      case .none: 0
      case .box(let written, let engine): (written - engine).magnitude
      }
    }
  }

  /// Its number on the sheet and what it is about.
  public let title: String
  /// The formulas that it needs.
  public let formulas: String
  /// The heading of each column but the first, which has the labels of the rows.
  let columns: [String]
  private(set) var rows: [(label: String, cells: [Cell])] = []

  init(_ title: String, formulas: String, columns: [String]) {
    self.title = title
    self.formulas = formulas
    self.columns = columns
  }

  mutating func append(_ label: String, _ cells: [Cell]) { rows.append((label, cells)) }

  private var header: [Table.Column] { [Table.Column("")] + columns.map(Table.Column.right) }

  /// The table with boxes to be filled in.
  public var blank: Table {
    Table(
      columns: header,
      rows: rows.map { row in
        [row.label]
          + row.cells.map { cell in
            switch cell {
            case .none: ""
            case .box: "______"
            }
          }
      }
    )
  }

  /// The table filled in; below each row what the engine has computed, with more decimals.
  public var solved: Table {
    Table(
      columns: header,
      rows: rows.flatMap { row in
        [
          [row.label] + row.cells.map { Self.text($0, decimals: 3) { written, _ in written } },
          ["  engine"] + row.cells.map { Self.text($0, decimals: 5) { _, engine in engine } },
        ]
      }
    )
  }

  private static func text(
    _ cell: Cell,
    decimals: Int,
    _ number: (_ written: Double, _ engine: Double) -> Double
  ) -> String {
    switch cell {
    case .none: ""
    case .box(let written, let engine): shown(number(written, engine), decimals)
    }
  }

  /// The boxes on a page.
  var blankMarkup: Markup {
    markup(caption: title + ": " + formulas) { _, _ in .element("span", ["class": "box"]) }
  }

  /// What belongs in the boxes, and below it what the engine has computed.
  var solvedMarkup: Markup {
    markup(caption: title) { written, engine in
      .group([.text(shown(written, 3)), .element("small", .text(shown(engine, 5)))])
    }
  }

  private func markup(
    caption: String,
    _ box: (_ written: Double, _ engine: Double) -> Markup
  ) -> Markup {
    Figure.table(
      caption: caption,
      columns: [(title: "", isNumeric: false)] + columns.map { (title: $0, isNumeric: true) },
      rows: rows.map { row in
        [.text(row.label)]
          + row.cells.map { cell in
            switch cell {
            case .none: .empty
            case .box(let written, let engine): box(written, engine)
            }
          }
      }
    )
  }
}
