/// Arithmetic appends one value to the tape; its formula and derivative stand in the table at ``Operation``.
extension Value {
  /// The sum a + b.
  public static func + (left: Value, right: Value) -> Value { left.combined(.add, with: right) }
  /// The difference a − b.
  public static func - (left: Value, right: Value) -> Value { left.combined(.subtract, with: right) }
  /// The product a b.
  public static func * (left: Value, right: Value) -> Value { left.combined(.multiply, with: right) }
  /// The quotient a / b.
  public static func / (left: Value, right: Value) -> Value { left.combined(.divide, with: right) }

  /// The sum a + c with a constant.
  public static func + (left: Value, right: Double) -> Value { left.mapped(.addConstant, constant: right) }
  /// The sum c + a with a constant.
  public static func + (left: Double, right: Value) -> Value { right + left }
  /// The difference a − c with a constant.
  public static func - (left: Value, right: Double) -> Value { left + -right }
  /// The difference c − a with a constant, in two values.
  public static func - (left: Double, right: Value) -> Value { -right + left }
  /// The product c a with a constant.
  public static func * (left: Value, right: Double) -> Value {
    left.mapped(.multiplyConstant, constant: right)
  }
  /// The product c a with a constant.
  public static func * (left: Double, right: Value) -> Value { right * left }
  /// The quotient a / c with a constant, computed as a · (1 / c) as microgpt.py does.
  public static func / (left: Value, right: Double) -> Value { left * (1 / right) }
  /// The quotient c / a with a constant, computed as c · a⁻¹ in two values.
  public static func / (left: Double, right: Value) -> Value { right.pow(-1) * left }

  /// The negative −a, computed as −1 · a.
  public static prefix func - (value: Value) -> Value { value * -1 }

  /// Replaces the handle with one to a + b; the old value stays on the tape.
  public static func += (left: inout Value, right: Value) { left = left + right }
  /// Replaces the handle with one to a − b; the old value stays on the tape.
  public static func -= (left: inout Value, right: Value) { left = left - right }
  /// Replaces the handle with one to a b; the old value stays on the tape.
  public static func *= (left: inout Value, right: Value) { left = left * right }
  /// Replaces the handle with one to a / b; the old value stays on the tape.
  public static func /= (left: inout Value, right: Value) { left = left / right }
  /// Replaces the handle with one to a + c; the old value stays on the tape.
  public static func += (left: inout Value, right: Double) { left = left + right }
  /// Replaces the handle with one to a − c; the old value stays on the tape.
  public static func -= (left: inout Value, right: Double) { left = left - right }
  /// Replaces the handle with one to a c; the old value stays on the tape.
  public static func *= (left: inout Value, right: Double) { left = left * right }
  /// Replaces the handle with one to a / c; the old value stays on the tape.
  public static func /= (left: inout Value, right: Double) { left = left / right }
}

extension Value {
  /// The power aᶜ with a constant exponent.
  ///
  /// As in C, a negative number to a power that is not whole is not a number.
  public func pow(_ exponent: Double) -> Value { mapped(.pow, constant: exponent) }
  /// The exponential eᵃ, above 0.
  public func exp() -> Value { mapped(.exp) }
  /// The natural logarithm ln a.
  public func log() -> Value { mapped(.log) }
  /// The logistic function 1 / (1 + e⁻ᵃ), between 0 and 1.
  public func sigmoid() -> Value { mapped(.sigmoid) }
  /// The rectifier max(a, 0).
  ///
  /// Its derivative at 0 is taken to be 0.
  public func relu() -> Value { mapped(.relu) }
}
