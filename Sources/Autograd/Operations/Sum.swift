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
enum Sum {
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
}
