import Basics

extension Vector {
  /// The largest element, as a number without a derivative: what softmax subtracts, and a shift changes nothing there.
  public func maximum() -> Value {
    require(!isEmpty, "a vector without elements has no maximum")
    return reduced(.maximum)
  }
}

/// y = maxᵢ aᵢ, a constant going backward.
enum Maximum {
  @inline(__always)
  static func evaluate(_ record: Record, _ memory: TapeMemory) {
    let a = memory.a(record)
    var largest = a[0]
    for i in 1..<Int(record.length) where a[i] > largest { largest = a[i] }
    memory.y(record)[0] = largest
  }

  @inline(__always)
  static func propagate(_ record: Record, _ memory: TapeMemory) {
    // Nothing is added: ∂y/∂a counts as 0.
  }

  static func localDerivatives(_ record: Record, of index: Int, _ memory: TapeMemory) -> [LocalDerivative] {
    (0..<Int(record.length)).map { LocalDerivative(position: Int(record.first) + $0, derivative: 0) }
  }
}
