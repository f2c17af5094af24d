import Basics

extension Vector {
  /// The sum Σᵢ aᵢ, in one value.
  public func sum() -> Value { reduced(.sum) }

  /// The mean (1/n) Σᵢ aᵢ, in two values.
  public func mean() -> Value {
    require(!isEmpty, "a vector without elements has no mean")
    return sum() / Double(count)
  }
}

/// y = Σᵢ aᵢ.
@usableFromInline
package enum Sum {
  @inline(__always)
  static func evaluate(_ record: Record, _ memory: TapeMemory) {
    let a = memory.a(record)
    var total = 0.0
    for i in 0..<Int(record.length) { total += a[i] }
    memory.y(record)[0] = total
  }

  @inline(__always)
  static func propagate(_ record: Record, _ memory: TapeMemory) {
    let (g, gradA) = (memory.g(record)[0], memory.gradA(record))
    for i in 0..<Int(record.length) { gradA[i] += g }
  }

  static func localDerivatives(_ record: Record, of index: Int, _ memory: TapeMemory) -> [LocalDerivative] {
    (0..<Int(record.length)).map { LocalDerivative(position: Int(record.first) + $0, derivative: 1) }
  }

  static func expression(_ record: Record, at index: Int?, _ memory: TapeMemory) -> String {
    "sum(\(TapeStorage.run(Int(record.first), Int(record.length))))"
  }

  @inlinable @inline(__always)
  package static func forEachOperand(
    of record: Record,
    _ body: (_ position: Int, _ count: Int, _ role: OperandRole) -> Void
  ) {
    body(Int(record.first), Int(record.length), .first)
  }
}
