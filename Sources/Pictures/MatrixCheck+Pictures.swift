import Drawing
import Inspection

extension MatrixCheck {
  /// A row for each matrix: where backpropagation and the central difference are furthest apart, and by how much.
  public var table: Table {
    var table = Table(columns: [
      .init("matrix"), .init("elements", alignment: .right), .init("checked", alignment: .right),
      .init("worst error", alignment: .right), .init("quotient's own", alignment: .right),
      .init("at", alignment: .right),
      .init("backpropagation", alignment: .right), .init("difference", alignment: .right),
    ])
    for matrix in matrices {
      table.append([
        matrix.name,
        NumberFormat.grouped(matrix.elementCount),
        NumberFormat.grouped(matrix.checkedCount),
        NumberFormat.significant(matrix.worstRelativeError),
        NumberFormat.significant(matrix.quotientError),
        "[\(matrix.row),\(matrix.column)]",
        NumberFormat.fixed(matrix.backpropagated, decimals: 10),
        NumberFormat.fixed(matrix.difference, decimals: 10),
      ])
    }
    return table
  }
}
