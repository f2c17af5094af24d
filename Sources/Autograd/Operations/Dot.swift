import Basics

/// The dot product Σᵢ aᵢ bᵢ of two vectors of one length, in one value.
public func dot(_ left: Vector, _ right: Vector) -> Value {
  left.storage.check(right)
  require(
    left.count == right.count,
    "vectors of \(left.count) and \(right.count) values have no dot product"
  )
  return left.reduced(.dot, second: right.position)
}

/// y = Σᵢ aᵢ bᵢ.
@usableFromInline
package enum Dot {
  @inline(__always)
  static func evaluate(_ record: Record, _ memory: TapeMemory) {
    memory.y(record)[0] = DotProducts.dot(memory.a(record), memory.b(record), Int(record.length))
  }

  @inline(__always)
  static func propagate(_ record: Record, _ memory: TapeMemory) {
    let (g, length) = (memory.g(record)[0], Int(record.length))
    DotProducts.addProduct(g, memory.b(record), to: memory.gradA(record), length)
    DotProducts.addProduct(g, memory.a(record), to: memory.gradB(record), length)
  }

  static func localDerivatives(_ record: Record, of index: Int, _ memory: TapeMemory) -> [LocalDerivative] {
    DotProducts.localDerivatives(Int(record.first), Int(record.second), Int(record.length), memory)
  }

  static func expression(_ record: Record, at index: Int?, _ memory: TapeMemory) -> String {
    let length = Int(record.length)
    return
      "dot(\(TapeStorage.run(Int(record.first), length)), \(TapeStorage.run(Int(record.second), length)))"
  }

  @inlinable @inline(__always)
  package static func forEachOperand(
    of record: Record,
    _ body: (_ position: Int, _ count: Int, _ role: OperandRole) -> Void
  ) {
    body(Int(record.first), Int(record.length), .first)
    body(Int(record.second), Int(record.length), .second)
  }
}
