import Basics

/// What the rules of element-wise operations compute with: a number, or as many as a vector register holds.
@usableFromInline
package protocol RuleNumber {
  /// The constant of an operation.
  init(constant: Double)

  static func + (left: Self, right: Self) -> Self
  static func - (left: Self, right: Self) -> Self
  static func * (left: Self, right: Self) -> Self
  static func / (left: Self, right: Self) -> Self
  static prefix func - (number: Self) -> Self

  /// √x.
  func root() -> Self
  /// eˣ.
  func exponential() -> Self
  /// ln x.
  func logarithm() -> Self
  /// xᶜ.
  func power(_ exponent: Double) -> Self
  /// x where it is not below 0, else 0; not a number stays what it is.
  func rectified() -> Self
  /// x where `other` is not 0, else 0.
  func whereNotZero(_ other: Self) -> Self
}

extension Double: RuleNumber {
  @usableFromInline @inline(__always)
  package init(constant: Double) { self = constant }
  @usableFromInline @inline(__always)
  package func root() -> Double { squareRoot() }
  @usableFromInline @inline(__always)
  package func exponential() -> Double { ElementaryFunctions.exp(self) }
  @usableFromInline @inline(__always)
  package func logarithm() -> Double { ElementaryFunctions.log(self) }
  @usableFromInline @inline(__always)
  package func power(_ exponent: Double) -> Double { ElementaryFunctions.pow(self, exponent) }
  @usableFromInline @inline(__always)
  package func rectified() -> Double { self < 0 ? 0 : self }
  @usableFromInline @inline(__always)
  package func whereNotZero(_ other: Double) -> Double { other == 0 ? 0 : self }
}
