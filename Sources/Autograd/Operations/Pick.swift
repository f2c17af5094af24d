import Basics

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

/// y = aₜ, where an input named t.
@usableFromInline
package enum Pick {
  @inline(__always)
  static func evaluate(_ record: Record, _ memory: TapeMemory) {
    memory.y(record)[0] = memory.a(record)[record.choice]
  }

  @inline(__always)
  static func propagate(_ record: Record, _ memory: TapeMemory) {
    memory.gradA(record)[record.choice] += memory.g(record)[0]
  }

  static func localDerivatives(_ record: Record, of index: Int, _ memory: TapeMemory) -> [LocalDerivative] {
    [LocalDerivative(position: Int(record.first) + record.choice, derivative: 1)]
  }

  static func expression(_ record: Record, at index: Int?, _ memory: TapeMemory) -> String {
    "pick(element \(record.choice) of \(TapeStorage.run(Int(record.first), Int(record.length))))"
  }

  @inlinable @inline(__always)
  package static func forEachOperand(
    of record: Record,
    _ body: (_ position: Int, _ count: Int, _ role: OperandRole) -> Void
  ) {
    body(Int(record.first), Int(record.length), .first)
  }
}
