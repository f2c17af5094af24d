import Basics

extension Matrix {
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
    let start = storage.pointee.append(
      .matrixVector,
      count: matrix.rows,
      first: matrix.position,
      second: vector.position,
      length: matrix.columns
    )
    return Vector(storage, start, count: matrix.rows)
  }
}

/// yⱼ = Σᵢ Aⱼᵢ bᵢ.
enum MatrixVector: DotProductOperation {
  @inline(__always)
  static func factors(of j: Int, _ record: Record, _ memory: TapeMemory) -> (a: Int, b: Int) {
    (Int(record.first) &+ j &* Int(record.length), Int(record.second))
  }
}
