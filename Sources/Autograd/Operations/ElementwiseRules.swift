/// The rules of the operations that work element by element: two columns of the table at ``Operation``, as code.
///
/// They are written once, for numbers and for vector registers. Evaluating, going backward, local derivatives and the kernels
/// of programs all use them.

/// The rule of an operation on one operand a and a constant c.
@usableFromInline
package protocol UnaryRule {
  /// y.
  static func result<N: RuleNumber>(_ a: N, _ c: Double) -> N
  /// What is added to ∂L/∂a, where g = ∂L/∂y.
  static func contribution<N: RuleNumber>(_ g: N, _ a: N, _ y: N, _ c: Double) -> N
}

/// The rule of an operation on two operands a and b.
@usableFromInline
package protocol BinaryRule {
  /// y.
  static func result<N: RuleNumber>(_ a: N, _ b: N) -> N
  /// What is added to ∂L/∂a, where g = ∂L/∂y.
  static func contributionToFirst<N: RuleNumber>(_ g: N, _ a: N, _ b: N, _ y: N) -> N
  /// What is added to ∂L/∂b.
  static func contributionToSecond<N: RuleNumber>(_ g: N, _ a: N, _ b: N, _ y: N) -> N
}

/// y = a + b.
@usableFromInline
package enum AddRule: BinaryRule {
  @inlinable @inline(__always)
  package static func result<N: RuleNumber>(_ a: N, _ b: N) -> N { a + b }
  @inlinable @inline(__always)
  package static func contributionToFirst<N: RuleNumber>(_ g: N, _ a: N, _ b: N, _ y: N) -> N { g }
  @inlinable @inline(__always)
  package static func contributionToSecond<N: RuleNumber>(_ g: N, _ a: N, _ b: N, _ y: N) -> N { g }
}

/// y = a − b.
@usableFromInline
package enum SubtractRule: BinaryRule {
  @inlinable @inline(__always)
  package static func result<N: RuleNumber>(_ a: N, _ b: N) -> N { a - b }
  @inlinable @inline(__always)
  package static func contributionToFirst<N: RuleNumber>(_ g: N, _ a: N, _ b: N, _ y: N) -> N { g }
  @inlinable @inline(__always)
  package static func contributionToSecond<N: RuleNumber>(_ g: N, _ a: N, _ b: N, _ y: N) -> N { -g }
}

/// y = a b.
@usableFromInline
package enum MultiplyRule: BinaryRule {
  @inlinable @inline(__always)
  package static func result<N: RuleNumber>(_ a: N, _ b: N) -> N { a * b }
  @inlinable @inline(__always)
  package static func contributionToFirst<N: RuleNumber>(_ g: N, _ a: N, _ b: N, _ y: N) -> N { g * b }
  @inlinable @inline(__always)
  package static func contributionToSecond<N: RuleNumber>(_ g: N, _ a: N, _ b: N, _ y: N) -> N { g * a }
}

/// y = a / b.
@usableFromInline
package enum DivideRule: BinaryRule {
  @inlinable @inline(__always)
  package static func result<N: RuleNumber>(_ a: N, _ b: N) -> N { a / b }
  @inlinable @inline(__always)
  package static func contributionToFirst<N: RuleNumber>(_ g: N, _ a: N, _ b: N, _ y: N) -> N { g / b }
  @inlinable @inline(__always)
  package static func contributionToSecond<N: RuleNumber>(_ g: N, _ a: N, _ b: N, _ y: N) -> N {
    -(g * y) / b
  }
}

/// y = a + c.
@usableFromInline
package enum AddConstantRule: UnaryRule {
  @inlinable @inline(__always)
  package static func result<N: RuleNumber>(_ a: N, _ c: Double) -> N { a + N(constant: c) }
  @inlinable @inline(__always)
  package static func contribution<N: RuleNumber>(_ g: N, _ a: N, _ y: N, _ c: Double) -> N {
    g
  }
}

/// y = c a.
@usableFromInline
package enum MultiplyConstantRule: UnaryRule {
  @inlinable @inline(__always)
  package static func result<N: RuleNumber>(_ a: N, _ c: Double) -> N { a * N(constant: c) }
  @inlinable @inline(__always)
  package static func contribution<N: RuleNumber>(_ g: N, _ a: N, _ y: N, _ c: Double) -> N {
    g * N(constant: c)
  }
}

/// y = a⁻¹, the power that softmax takes.
@usableFromInline
package enum ReciprocalRule: UnaryRule {
  @inlinable @inline(__always)
  package static func result<N: RuleNumber>(_ a: N, _ c: Double) -> N { N(constant: 1) / a }
  @inlinable @inline(__always)
  package static func contribution<N: RuleNumber>(_ g: N, _ a: N, _ y: N, _ c: Double) -> N {
    -(g * y * y)
  }
}

/// y = a^(−½), the power that RMSNorm takes.
@usableFromInline
package enum InverseRootRule: UnaryRule {
  @inlinable @inline(__always)
  package static func result<N: RuleNumber>(_ a: N, _ c: Double) -> N { N(constant: 1) / a.root() }
  @inlinable @inline(__always)
  package static func contribution<N: RuleNumber>(_ g: N, _ a: N, _ y: N, _ c: Double) -> N {
    N(constant: -0.5) * g * y * y * y
  }
}

/// y = aᶜ, for any other power.
@usableFromInline
package enum PowerRule: UnaryRule {
  @inlinable @inline(__always)
  package static func result<N: RuleNumber>(_ a: N, _ c: Double) -> N { a.power(c) }
  @inlinable @inline(__always)
  package static func contribution<N: RuleNumber>(_ g: N, _ a: N, _ y: N, _ c: Double) -> N {
    c == 0 ? N(constant: 0) : g * (N(constant: c) * a.power(c - 1))
  }
}

/// y = eᵃ.
@usableFromInline
package enum ExpRule: UnaryRule {
  @inlinable @inline(__always)
  package static func result<N: RuleNumber>(_ a: N, _ c: Double) -> N { a.exponential() }
  @inlinable @inline(__always)
  package static func contribution<N: RuleNumber>(_ g: N, _ a: N, _ y: N, _ c: Double) -> N {
    g * y
  }
}

/// y = ln a.
@usableFromInline
package enum LogRule: UnaryRule {
  @inlinable @inline(__always)
  package static func result<N: RuleNumber>(_ a: N, _ c: Double) -> N { a.logarithm() }
  @inlinable @inline(__always)
  package static func contribution<N: RuleNumber>(_ g: N, _ a: N, _ y: N, _ c: Double) -> N {
    g / a
  }
}

/// y = 1 / (1 + e⁻ᵃ).
@usableFromInline
package enum SigmoidRule: UnaryRule {
  @inlinable @inline(__always)
  package static func result<N: RuleNumber>(_ a: N, _ c: Double) -> N {
    N(constant: 1) / (N(constant: 1) + (-a).exponential())
  }
  @inlinable @inline(__always)
  package static func contribution<N: RuleNumber>(_ g: N, _ a: N, _ y: N, _ c: Double) -> N {
    g * (y * (N(constant: 1) - y))
  }
}

/// y = max(a, 0).
@usableFromInline
package enum ReluRule: UnaryRule {
  @inlinable @inline(__always)
  package static func result<N: RuleNumber>(_ a: N, _ c: Double) -> N { a.rectified() }
  @inlinable @inline(__always)
  package static func contribution<N: RuleNumber>(_ g: N, _ a: N, _ y: N, _ c: Double) -> N {
    g.whereNotZero(y)
  }
}

/// y = a.
@usableFromInline
package enum CopyRule: UnaryRule {
  @inlinable @inline(__always)
  package static func result<N: RuleNumber>(_ a: N, _ c: Double) -> N { a }
  @inlinable @inline(__always)
  package static func contribution<N: RuleNumber>(_ g: N, _ a: N, _ y: N, _ c: Double) -> N {
    g
  }
}
