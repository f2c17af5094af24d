#if DEBUG
/// A number by itself in the place of a vector.
@usableFromInline
package struct Lanes1: LaneVector {
  private let number: Double

  private init(_ number: Double) { self.number = number }

  @usableFromInline
  package static var width: Int { 1 }

  package init(repeating number: Double) { self.number = number }
  package init(at pointer: UnsafePointer<Double>) { number = pointer[0] }
  package func store(at pointer: UnsafeMutablePointer<Double>) { pointer[0] = number }
  func store(first count: Int, at pointer: UnsafeMutablePointer<Double>) {}
  func keeping(first count: Int, else other: Self) -> Self { count > 0 ? self : other }

  package static func + (left: Self, right: Self) -> Self { Self(left.number + right.number) }
  package static func - (left: Self, right: Self) -> Self { Self(left.number - right.number) }
  package static func * (left: Self, right: Self) -> Self { Self(left.number * right.number) }
  package static func / (left: Self, right: Self) -> Self { Self(left.number / right.number) }
  static prefix func - (lanes: Self) -> Self { Self(-lanes.number) }
  func adding(_ a: Self, times b: Self) -> Self { Self(number + a.number * b.number) }
  package func root() -> Self { Self(number.squareRoot()) }
  func atLeast(_ limit: Self) -> Self { number < limit.number ? limit : self }
  func atMost(_ limit: Self) -> Self { number > limit.number ? limit : self }
  func whereNotZero(_ other: Self) -> Self { other.number != 0 ? self : Self(0) }
  func eachLane(_ f: (Double) -> Double) -> Self { Self(f(number)) }
  package func sum() -> Double { number }
  func largest() -> Double { number }
  func scaled(byPowerOfTwo exponent: Self) -> Self {
    // A double's exponent fits an integer, unless it is not a number.
    Self(Double(sign: .plus, exponent: Int(exactly: exponent.number) ?? 0, significand: number))
  }
}
#endif
