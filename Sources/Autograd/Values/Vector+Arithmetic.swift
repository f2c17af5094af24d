/// Arithmetic element by element: one operation, as many values as there are elements.
///
/// Two vectors must have the same length; a single value or a constant meets every element.
extension Vector {
  /// The sums aᵢ + bᵢ.
  public static func + (left: Vector, right: Vector) -> Vector { left.combined(.add, with: right) }
  /// The differences aᵢ − bᵢ.
  public static func - (left: Vector, right: Vector) -> Vector { left.combined(.subtract, with: right) }
  /// The products aᵢ bᵢ.
  public static func * (left: Vector, right: Vector) -> Vector { left.combined(.multiply, with: right) }
  /// The quotients aᵢ / bᵢ.
  public static func / (left: Vector, right: Vector) -> Vector { left.combined(.divide, with: right) }

  /// The sums aᵢ + b with one value.
  public static func + (left: Vector, right: Value) -> Vector { left.combined(.add, with: right) }
  /// The differences aᵢ − b with one value.
  public static func - (left: Vector, right: Value) -> Vector { left.combined(.subtract, with: right) }
  /// The products aᵢ b with one value.
  public static func * (left: Vector, right: Value) -> Vector { left.combined(.multiply, with: right) }
  /// The quotients aᵢ / b with one value.
  public static func / (left: Vector, right: Value) -> Vector { left.combined(.divide, with: right) }

  /// The sums a + bᵢ with one value.
  public static func + (left: Value, right: Vector) -> Vector { right.combined(.add, after: left) }
  /// The differences a − bᵢ with one value.
  public static func - (left: Value, right: Vector) -> Vector { right.combined(.subtract, after: left) }
  /// The products a bᵢ with one value.
  public static func * (left: Value, right: Vector) -> Vector { right.combined(.multiply, after: left) }
  /// The quotients a / bᵢ with one value.
  public static func / (left: Value, right: Vector) -> Vector { right.combined(.divide, after: left) }

  /// The sums aᵢ + c with a constant.
  public static func + (left: Vector, right: Double) -> Vector { left.mapped(.addConstant, constant: right) }
  /// The differences aᵢ − c with a constant.
  public static func - (left: Vector, right: Double) -> Vector { left + -right }
  /// The products c aᵢ with a constant.
  public static func * (left: Vector, right: Double) -> Vector {
    left.mapped(.multiplyConstant, constant: right)
  }
  /// The products c aᵢ with a constant.
  public static func * (left: Double, right: Vector) -> Vector { right * left }
  /// The quotients aᵢ / c with a constant, computed as aᵢ · (1 / c).
  public static func / (left: Vector, right: Double) -> Vector { left * (1 / right) }

  /// The negatives −aᵢ, as many as there are elements.
  public static prefix func - (vector: Vector) -> Vector { vector * -1 }

  /// The powers aᵢᶜ with a constant exponent.
  public func pow(_ exponent: Double) -> Vector { mapped(.pow, constant: exponent) }
  /// The exponentials e^aᵢ, each above 0.
  public func exp() -> Vector { mapped(.exp) }
  /// The natural logarithms ln aᵢ.
  public func log() -> Vector { mapped(.log) }
  /// The logistic functions 1 / (1 + e^−aᵢ), each between 0 and 1.
  public func sigmoid() -> Vector { mapped(.sigmoid) }
  /// The rectifiers max(aᵢ, 0).
  public func relu() -> Vector { mapped(.relu) }
}

extension Vector {
  /// Replaces the vector by the sum, element by element.
  public static func += (left: inout Vector, right: Vector) { left = left + right }
  /// Replaces the vector by the difference, element by element.
  public static func -= (left: inout Vector, right: Vector) { left = left - right }
  /// Replaces the vector by the product, element by element.
  public static func *= (left: inout Vector, right: Vector) { left = left * right }
  /// Replaces the vector by the quotient, element by element.
  public static func /= (left: inout Vector, right: Vector) { left = left / right }
}
