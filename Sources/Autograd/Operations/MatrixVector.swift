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

/// yₒ = Σᵢ Aₒᵢ bᵢ.
@usableFromInline
package enum MatrixVector {
  @inline(__always)
  static func evaluate(_ record: Record, _ memory: TapeMemory) {
    let (y, b, length) = (memory.y(record), memory.b(record), Int(record.length))
    var row = memory.a(record)
    for o in 0..<Int(record.count) {
      y[o] = DotProducts.dot(row, b, length)
      row += length
    }
  }

  @inline(__always)
  static func propagate(_ record: Record, _ memory: TapeMemory) {
    let (g, a, b) = (memory.g(record), memory.a(record), memory.b(record))
    let (gradA, gradB, length) = (memory.gradA(record), memory.gradB(record), Int(record.length))
    var row = 0
    for o in 0..<Int(record.count) {
      DotProducts.addProduct(g[o], b, to: gradA + row, length)
      DotProducts.addProduct(g[o], a + row, to: gradB, length)
      row += length
    }
  }

  static func localDerivatives(_ record: Record, of index: Int, _ memory: TapeMemory) -> [LocalDerivative] {
    let length = Int(record.length)
    return DotProducts.localDerivatives(
      Int(record.first) + index * length,
      Int(record.second),
      length,
      memory
    )
  }

  static func expression(_ record: Record, at index: Int?, _ memory: TapeMemory) -> String {
    let (first, length) = (Int(record.first), Int(record.length))
    let rows =
      index.map { TapeStorage.run(first + $0 * length, length) }
      ?? "rows of \(TapeStorage.run(first, length * Int(record.count)))"
    return "dot(\(rows), \(TapeStorage.run(Int(record.second), length)))"
  }

  @inlinable @inline(__always)
  package static func forEachOperand(
    of record: Record,
    _ body: (_ position: Int, _ count: Int, _ role: OperandRole) -> Void
  ) {
    body(Int(record.first), Int(record.count) * Int(record.length), .first)
    body(Int(record.second), Int(record.length), .second)
  }
}
