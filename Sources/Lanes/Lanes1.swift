#if DEBUG
/// A number by itself in the place of a vector.
@frozen
@usableFromInline
package struct Lanes1: LaneVector {
  @usableFromInline
  let number: Double

  @inlinable @inline(__always)
  init(_ number: Double) { self.number = number }

  @inlinable @inline(__always)
  package static var width: Int { 1 }

  @inlinable @inline(__always)
  package init(repeating number: Double) { self.number = number }
  @inlinable @inline(__always)
  package init(at pointer: UnsafePointer<Double>) { number = pointer[0] }
  @inlinable @inline(__always)
  package func store(at pointer: UnsafeMutablePointer<Double>) { pointer[0] = number }
  @inlinable @inline(__always)
  package func store(first count: Int, at pointer: UnsafeMutablePointer<Double>) {
    // A part of one number is none.
  }
  @inlinable @inline(__always)
  package func keeping(first count: Int, else other: Self) -> Self { count > 0 ? self : other }

  @inlinable @inline(__always)
  package static func + (left: Self, right: Self) -> Self { Self(left.number + right.number) }
  @inlinable @inline(__always)
  package static func - (left: Self, right: Self) -> Self { Self(left.number - right.number) }
  @inlinable @inline(__always)
  package static func * (left: Self, right: Self) -> Self { Self(left.number * right.number) }
  @inlinable @inline(__always)
  package static func / (left: Self, right: Self) -> Self { Self(left.number / right.number) }
  @inlinable @inline(__always)
  package static prefix func - (lanes: Self) -> Self { Self(-lanes.number) }
  @inlinable @inline(__always)
  package func adding(_ a: Self, times b: Self) -> Self { Self(number + a.number * b.number) }
  @inlinable @inline(__always)
  package func root() -> Self { Self(number.squareRoot()) }
  @inlinable @inline(__always)
  package func atLeast(_ limit: Self) -> Self { number < limit.number ? limit : self }
  @inlinable @inline(__always)
  package func atMost(_ limit: Self) -> Self { number > limit.number ? limit : self }
  @inlinable @inline(__always)
  package func whereNotZero(_ other: Self) -> Self { other.number != 0 ? self : Self(0) }
  @inlinable @inline(__always)
  package func eachLane(_ f: (Double) -> Double) -> Self { Self(f(number)) }
  @inlinable @inline(__always)
  package func sum() -> Double { number }
  @inlinable @inline(__always)
  package func largest() -> Double { number }
  @inlinable @inline(__always)
  package func scaled(byPowerOfTwo exponent: Self) -> Self {
    // A number's exponent fits an integer, unless it is not a number.
    Self(
      Double(sign: .plus, exponent: Int(exactly: exponent.number) ?? 0, significand: number)
    )
  }
  @inlinable @inline(__always)
  package static func transpose(
    _ source: UnsafePointer<Double>,
    _ sourceStride: Int,
    into target: UnsafeMutablePointer<Double>,
    _ targetStride: Int
  ) {
    target[0] = source[0]
  }
}
#endif
