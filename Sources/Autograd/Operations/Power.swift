/// y = aᶜ, by way of a division or a root for the powers that a model takes in every step.
///
/// Which rule it is is decided once for the whole run.
enum Power {
  @inline(__always)
  static func evaluate(_ record: Record, _ memory: TapeMemory) {
    switch record.constant {
    case -1: Elementwise.evaluate(ReciprocalRule.self, record, memory)
    case -0.5: Elementwise.evaluate(InverseRootRule.self, record, memory)
    default: Elementwise.evaluate(PowerRule.self, record, memory)
    }
  }

  @inline(__always)
  static func propagate(_ record: Record, _ memory: TapeMemory) {
    switch record.constant {
    case -1: Elementwise.propagate(ReciprocalRule.self, record, memory)
    case -0.5: Elementwise.propagate(InverseRootRule.self, record, memory)
    default: Elementwise.propagate(PowerRule.self, record, memory)
    }
  }

  static func localDerivatives(_ record: Record, of index: Int, _ memory: TapeMemory) -> [LocalDerivative] {
    switch record.constant {
    case -1: Elementwise.localDerivatives(ReciprocalRule.self, record, of: index, memory)
    case -0.5: Elementwise.localDerivatives(InverseRootRule.self, record, of: index, memory)
    default: Elementwise.localDerivatives(PowerRule.self, record, of: index, memory)
    }
  }
}
