import Foundation
import Drawing

/// A row of figures, which a row of another run can be compared with.
///
/// Its keys as JSON begin with `microseconds_` where they are times.
protocol BenchmarkRow: Encodable {
  /// What no other row of the report is called.
  var name: String { get }
}

/// What a report measured: rows of figures, to be printed as a table or as JSON.
struct Figures<Row: BenchmarkRow> {
  /// A column of the table, and how a row's cell reads in it.
  struct Column {
    let header: String
    let alignment: Alignment
    let text: (Row) -> String

    /// Text.
    static func text(_ header: String, _ text: @escaping (Row) -> String) -> Column {
      Column(header: header, alignment: .left, text: text)
    }

    /// Anything else, as text that stands right.
    static func right(_ header: String, _ text: @escaping (Row) -> String) -> Column {
      Column(header: header, alignment: .right, text: text)
    }

    /// A whole number.
    static func count(_ header: String, _ count: @escaping (Row) -> Int) -> Column {
      .right(header) { NumberFormat.grouped(count($0)) }
    }

    /// A number with some decimals.
    static func number(
      _ header: String,
      decimals: Int = 1,
      _ number: @escaping (Row) -> Double
    ) -> Column {
      .right(header) { NumberFormat.fixed(number($0), decimals: decimals) }
    }

    /// A size in bytes.
    static func bytes(_ header: String, _ count: @escaping (Row) -> Int) -> Column {
      .right(header) { NumberFormat.bytes(count($0)) }
    }

    /// A share, as a percentage.
    static func percentage(_ header: String, _ share: @escaping (Row) -> Double) -> Column {
      .right(header) { NumberFormat.fixed(share($0) * 100, decimals: 0) + " %" }
    }
  }

  /// What was measured and how, in sentences that end in a line break.
  let note: String
  let columns: [Column]
  let rows: [Row]

  /// The note and the table under it.
  var text: String {
    var table = Table(columns: columns.map { .init($0.header, alignment: $0.alignment) })
    for row in rows { table.append(columns.map { $0.text(row) }) }
    return note + "\n" + table.drawn()
  }

  /// The rows as JSON objects, by name.
  var records: [Baseline.Record] {
    get throws {
      let encoder = JSONEncoder()
      encoder.keyEncodingStrategy = .convertToSnakeCase
      return try rows.map { row in
        let object = try JSONSerialization.jsonObject(with: encoder.encode(row)) as? [String: Any]
        return Baseline.Record(name: row.name, figures: object ?? [:])
      }
    }
  }
}
