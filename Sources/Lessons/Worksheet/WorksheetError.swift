import Drawing
import Inspection

/// Why a query can't be worked out on a sheet.
public enum WorksheetError: Error, Equatable, Sendable, CustomStringConvertible {
  /// A key or a value has so many numbers, more than a table has columns.
  case tooWide(Int)
  /// A query sees so many positions, more than a table has rows; `lastPosition` is the last that sees few enough.
  case tooManyKeys(position: Int, count: Int, lastPosition: Int)
  /// A number is too large for a box.
  case tooLarge(Double)

  /// The reason, with what would fit.
  public var description: String {
    switch self {
    case .tooWide(let width):
      "the head's vectors have \(counted(width, "number")), and a sheet has room for \(Worksheet.largestWidth)"
    case .tooManyKeys(let position, let count, _):
      "the query at position \(position) sees \(counted(count, "position")), and a sheet has room for "
        + "\(Worksheet.largestKeyCount)"
    case .tooLarge(let number):
      "a number of the head is \(NumberFormat.significant(number)), and a sheet has room for numbers below "
        + "\(NumberFormat.fixed(Worksheet.bound, decimals: 0))"
    }
  }
}

extension Worksheet {
  /// How many positions a query may see: so many rows fit the page.
  public static let largestKeyCount = 6
  /// How many numbers a vector may have: so many columns fit the page.
  public static let largestWidth = 8
  /// What every number is below.
  public static let bound = 100.0

  static func check(_ row: AttentionRow, lastPosition: Int) throws(WorksheetError) {
    let width = max(row.query.count, row.weightedSum.count)
    guard width <= largestWidth else { throw .tooWide(width) }
    guard row.keys.count <= largestKeyCount else {
      throw .tooManyKeys(position: row.position, count: row.keys.count, lastPosition: lastPosition)
    }
    let numbers = [row.scale] + row.query + row.keys.flatMap { $0.key + $0.value }
    if let large = numbers.first(where: { $0.magnitude >= bound }) { throw .tooLarge(large) }
  }
}
