import Basics

/// The dot products yⱼ = Σᵢ aᵢ bⱼᵢ of one vector with several of its length: a query's raw scores against keys.
///
/// One operation, one value for each of `others`.
public func dots(_ vector: Vector, _ others: [Vector]) -> Vector {
  let storage = vector.storage
  storage.check(vector)
  for other in others {
    storage.check(other)
    require(
      other.count == vector.count,
      "vectors of \(vector.count) and \(other.count) values have no dot product"
    )
  }
  return storage.appendVector(
    Record(
      operation: .dots,
      count: Int32(others.count),
      first: Int32(vector.position),
      second: Int32(storage.pointee.appendOperands(others.lazy.map { $0.position })),
      length: Int32(vector.count)
    )
  )
}

/// yⱼ = Σᵢ aᵢ bⱼᵢ for vectors bⱼ that are listed.
@usableFromInline
package enum Dots {
  @inline(__always)
  static func evaluate(_ record: Record, _ memory: TapeMemory) {
    let (y, a, list, length) = (memory.y(record), memory.a(record), memory.list(record), Int(record.length))
    let data = memory.data
    for j in 0..<Int(record.count) { y[j] = DotProducts.dot(a, data + Int(list[j]), length) }
  }

  @inline(__always)
  static func propagate(_ record: Record, _ memory: TapeMemory) {
    let (g, a, gradA) = (memory.g(record), memory.a(record), memory.gradA(record))
    let (list, length) = (memory.list(record), Int(record.length))
    for j in 0..<Int(record.count) {
      let b = Int(list[j])
      DotProducts.addProduct(g[j], memory.data + b, to: gradA, length)
      DotProducts.addProduct(g[j], a, to: memory.grad + b, length)
    }
  }

  static func localDerivatives(_ record: Record, of index: Int, _ memory: TapeMemory) -> [LocalDerivative] {
    DotProducts.localDerivatives(
      Int(record.first),
      Int(memory.list(record)[index]),
      Int(record.length),
      memory
    )
  }

  static func expression(_ record: Record, at index: Int?, _ memory: TapeMemory) -> String {
    let others = index.map { TapeStorage.run(Int(memory.list(record)[$0]), Int(record.length)) }
    return
      "dot(\(TapeStorage.run(Int(record.first), Int(record.length))), \(others ?? "\(record.count) vectors"))"
  }

  @inlinable @inline(__always)
  package static func forEachOperand(
    of record: Record,
    _ list: UnsafePointer<Int32>,
    _ body: (_ position: Int, _ count: Int, _ role: OperandRole) -> Void
  ) {
    body(Int(record.first), Int(record.length), .first)
    for j in 0..<Int(record.count) { body(Int(list[j]), Int(record.length), .second) }
  }
}
