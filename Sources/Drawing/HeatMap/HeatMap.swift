/// A matrix of numbers, each on a shade that shows its size: an attention pattern, scores, gradients.
///
///     layer 0, head 2: pattern
///              key
///     query       e     m     m
///     e     █1.00   ---   ---
///     m     ▒0.42 ▒0.58   ---
///     m     ░0.21 ░0.30 ▒0.49
///     shading: 0 to 1.00
///
/// A cell without a number is hidden, as the keys after a query are. One whose number is not finite stands unshaded.
public struct HeatMap: Sendable {
  /// The numbers that the shades stand for; those beyond them take the last shade.
  public enum Scale: Sendable, Equatable {
    /// From 0 to a maximum, in one hue.
    case sequential(maximum: Double)
    /// From a maximum's negative to the maximum, in two hues that meet at 0.
    case diverging(maximum: Double)
  }

  /// How a number is written.
  public enum Format: Sendable {
    /// With a count of decimals: `0.42`; from a million on with an exponent.
    case fixed(decimals: Int)
    /// With a count of digits that tell something, in few columns: `0.12`, `1.2e-5`.
    case significant(digits: Int)
  }

  /// What the matrix is.
  public let title: String
  /// What a row stands for: "query".
  public let rowTitle: String
  /// What a column stands for: "key".
  public let columnTitle: String
  /// A label for each row, such as a token; labels may repeat.
  public let rows: [String]
  /// A label for each column.
  public let columns: [String]
  /// The numbers, rows × columns; nil where a cell is hidden.
  public let cells: [[Double?]]
  /// The numbers that the shades stand for.
  public let scale: Scale
  /// How a number is written.
  public let format: Format

  /// Creates a heat map of one row of cells per row label, with one cell per column label.
  ///
  /// Without a `scale`, it is sequential if no number is negative, otherwise diverging, and its maximum is the largest
  /// magnitude of a finite number.
  public init(
    title: String,
    rowTitle: String,
    columnTitle: String,
    rows: [String],
    columns: [String],
    cells: [[Double?]],
    scale: Scale? = nil,
    format: Format = .fixed(decimals: 2)
  ) {
    precondition(cells.count == rows.count, "\(cells.count) rows of cells do not fit \(rows.count) labels")
    for row in cells {
      precondition(
        row.count == columns.count,
        "a row of \(row.count) cells does not fit \(columns.count) columns"
      )
    }
    self.title = title
    self.rowTitle = rowTitle
    self.columnTitle = columnTitle
    self.rows = rows
    self.columns = columns
    self.cells = cells
    self.scale = scale ?? Self.scale(of: cells)
    self.format = format
  }

  private static func scale(of cells: [[Double?]]) -> Scale {
    var maximum = 0.0
    var isSigned = false
    for case let value? in cells.joined() where value.isFinite {
      maximum = max(maximum, value.magnitude)
      isSigned = isSigned || value < 0
    }
    return isSigned ? .diverging(maximum: maximum) : .sequential(maximum: maximum)
  }
}

extension HeatMap {
  /// Whether there is nothing to draw.
  var isEmpty: Bool { rows.isEmpty || columns.isEmpty }

  /// The text of a heat map without cells.
  static let emptyText = "no cells"

  /// A cell in words, for whoever points at it: "query m, key e: 0.42".
  func words(forRow row: Int, column: Int) -> String {
    let value = cells[row][column].map(format.text(of:)) ?? "hidden"
    return words(rowTitle, rows[row]) + ", " + words(columnTitle, columns[column]) + ": " + value
  }

  private func words(_ title: String, _ label: String) -> String {
    title + (title.isEmpty || label.isEmpty ? "" : " ") + truncated(drawable(label), to: 40)
  }
}
