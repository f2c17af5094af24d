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

  /// The row that `input` names, copied: row t of an embedding for token t.
  ///
  ///     yᵢ = W[t]ᵢ,   ∂L/∂W[t]ᵢ += ∂L/∂yᵢ
  ///
  /// One operation of as many values as there are columns. Which row is read is data: see ``Input``.
  public subscript(row: Input) -> Vector {
    storage.check(self)
    storage.check(row)
    let index = row.index
    require(index >= 0 && index < rows, "row \(index) is not in 0..<\(rows)")
    return storage.appendVector(
      Record(
        operation: .gather,
        count: Int32(columns),
        first: Int32(position),
        second: Int32(row.position),
        length: Int32(rows),
        constant: Double(index)
      )
    )
  }

  /// The product of a matrix and a vector: one dot product with each row.
  ///
  ///     yₒ = Σᵢ Wₒᵢ xᵢ,   ∂L/∂Wₒᵢ += ∂L/∂yₒ xᵢ,   ∂L/∂xᵢ += Σₒ ∂L/∂yₒ Wₒᵢ
  ///
  /// One operation of as many values as there are rows.
  public static func * (matrix: Matrix, vector: Vector) -> Vector {
    let storage = matrix.storage
    storage.check(matrix)
    storage.check(vector)
    require(
      matrix.columns == vector.count,
      "a \(matrix.rows)×\(matrix.columns) matrix can't multiply a vector of \(vector.count)"
    )
    return storage.appendVector(
      Record(
        operation: .matrixVector,
        count: Int32(matrix.rows),
        first: Int32(matrix.position),
        second: Int32(vector.position),
        length: Int32(matrix.columns)
      )
    )
  }
}
