import Inspection

/// Numbers that a lesson computed, under a name: what a test compares, and what is encoded beside the lesson's text.
public struct NamedNumbers: Equatable, Sendable, Encodable {
  /// What they are, in words joined by underscores.
  public let name: String
  /// One row for a vector, one row of one number for a number; nil where a cell is hidden.
  public let rows: [[Double?]]

  /// A matrix.
  public init(_ name: String, _ rows: [[Double?]]) {
    self.name = name
    self.rows = rows
  }

  /// A matrix without hidden cells.
  public init(_ name: String, _ rows: [[Double]]) {
    self.init(name, rows.map { row in row.map { number -> Double? in number } })
  }

  /// A vector.
  public init(_ name: String, _ row: [Double]) { self.init(name, [row]) }

  /// A number.
  public init(_ name: String, _ number: Double) { self.init(name, [[number]]) }
}
