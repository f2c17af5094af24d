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
    let start = storage.pointee.append(
      .gather,
      count: columns,
      first: position,
      second: row.position,
      length: rows,
      constant: Double(index)
    )
    return Vector(storage, start, count: columns)
  }
}

extension Vector {
  /// The element that `index` names: the score of a target, where the target is data.
  public subscript(index: Input) -> Value {
    storage.check(index)
    let number = index.index
    require(
      number >= 0 && number < count,
      "the input \(number) names no element of a vector of \(count)"
    )
    return reduced(.pick, second: index.position, constant: Double(number))
  }
}

/// y is row t of the matrix A, where an input named t; an element of a vector is a row of one column.
enum Choice {
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
    let row = Int(record.first) + record.choice * Int(record.count)
    return [LocalDerivative(position: row + index, derivative: 1)]
  }
}
