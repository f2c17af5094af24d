import Basics

/// Rows of leaves on a ``Tape``, one after the other: the parameters of a linear layer or of an embedding.
public struct Matrix {
  let storage: UnsafeMutablePointer<TapeStorage>
  let position: Int
  /// How many rows there are: the width of what `matrix * vector` gives.
  public let rows: Int
  /// How many columns there are: the width of what it takes.
  public let columns: Int
  let epoch: UInt32

  /// A handle to the matrix that was just appended at `position`.
  init(_ storage: UnsafeMutablePointer<TapeStorage>, _ position: Int, rows: Int, columns: Int) {
    self.init(storage, position, rows: rows, columns: columns, epoch: storage.pointee.epochs.newest)
  }

  private init(
    _ storage: UnsafeMutablePointer<TapeStorage>,
    _ position: Int,
    rows: Int,
    columns: Int,
    epoch: UInt32
  ) {
    self.storage = storage
    self.position = position
    self.rows = rows
    self.columns = columns
    self.epoch = epoch
  }

  /// How many values there are.
  public var count: Int { rows * columns }

  /// All values, row by row, as one vector.
  public var elements: Vector { Vector(storage, position, count: count, epoch: epoch) }

  /// Row `row`, as a vector over the matrix's own values.
  public subscript(row: Int) -> Vector {
    require(row >= 0 && row < rows, "row \(row) is not in 0..<\(rows)")
    return Vector(storage, position + row * columns, count: columns, epoch: epoch)
  }

  /// The given rows, as a matrix over the same values.
  public subscript(rows range: Range<Int>) -> Matrix {
    require(
      range.lowerBound >= 0 && range.upperBound <= rows,
      "the rows \(range.lowerBound)..<\(range.upperBound) are not within 0..<\(rows)"
    )
    return Matrix(
      storage,
      position + range.lowerBound * columns,
      rows: range.count,
      columns: columns,
      epoch: epoch
    )
  }
}
