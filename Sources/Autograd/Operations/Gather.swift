import Basics

extension Matrix {
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
}

/// y is row t of the matrix A, where an input named t.
@usableFromInline
package enum Gather {
  @inline(__always)
  static func evaluate(_ record: Record, _ memory: TapeMemory) {
    let count = Int(record.count)
    memory.y(record).update(from: memory.a(record) + record.choice * count, count: count)
  }

  @inline(__always)
  static func propagate(_ record: Record, _ memory: TapeMemory) {
    let (g, count) = (memory.g(record), Int(record.count))
    let row = memory.gradA(record) + record.choice * count
    for i in 0..<count { row[i] += g[i] }
  }

  static func localDerivatives(_ record: Record, of index: Int, _ memory: TapeMemory) -> [LocalDerivative] {
    [
      LocalDerivative(position: Int(record.first) + record.choice * Int(record.count) + index, derivative: 1)
    ]
  }

  static func expression(_ record: Record, at index: Int?, _ memory: TapeMemory) -> String {
    let element = index.map { "element \($0) of " } ?? ""
    return "gather(\(element)row \(record.choice) of the matrix at v\(record.first))"
  }

  @inlinable @inline(__always)
  package static func forEachOperand(
    of record: Record,
    _ body: (_ position: Int, _ count: Int, _ role: OperandRole) -> Void
  ) {
    body(Int(record.first), Int(record.count) * Int(record.length), .first)
  }
}
