/// Numbers in one vector register, on which an operation works at once.
@usableFromInline
package protocol LaneVector<Number>: BitwiseCopyable {
  /// What fills the lanes.
  associatedtype Number: BinaryFloatingPoint & BitwiseCopyable

  /// How many numbers there are.
  static var width: Int { get }

  /// The same number in every lane.
  init(repeating number: Number)
  /// The numbers from `pointer` on.
  init(at pointer: UnsafePointer<Number>)
  /// Writes all numbers from `pointer` on.
  func store(at pointer: UnsafeMutablePointer<Number>)
  /// Writes the first `count` numbers from `pointer` on, at least one and fewer than there are.
  func store(first count: Int, at pointer: UnsafeMutablePointer<Number>)
  /// The first `count` numbers, at least one, and `other` in the lanes after them.
  func keeping(first count: Int, else other: Self) -> Self

  static func + (left: Self, right: Self) -> Self
  static func - (left: Self, right: Self) -> Self
  static func * (left: Self, right: Self) -> Self
  static func / (left: Self, right: Self) -> Self
  static prefix func - (lanes: Self) -> Self
  /// This plus a product, rounded once where the processor can.
  func adding(_ a: Self, times b: Self) -> Self
  /// The square roots.
  func root() -> Self
  /// This where it is not below `limit`, else `limit`.
  func atLeast(_ limit: Self) -> Self
  /// This where it is not above `limit`, else `limit`.
  func atMost(_ limit: Self) -> Self
  /// This where `other` is not 0, else 0.
  func whereNotZero(_ other: Self) -> Self
  /// f of every lane, one by one.
  func eachLane(_ f: (Number) -> Number) -> Self
  /// The sum of all lanes.
  func sum() -> Number
  /// The largest of all lanes.
  func largest() -> Number

  /// This times 2ᵏ, for whole k of twice the exponents that numbers have: from −2040 to 2040, or −250 to 250 for `Float`.
  func scaled(byPowerOfTwo exponent: Self) -> Self

  /// Transposes a square block of as many rows and columns as there are lanes, in registers.
  static func transpose(
    _ source: UnsafePointer<Number>,
    _ sourceStride: Int,
    into target: UnsafeMutablePointer<Number>,
    _ targetStride: Int
  )
}

extension LaneVector {
  /// `count` rounded up to whole vectors.
  @inlinable @inline(__always)
  package static func whole(_ count: Int) -> Int { (count &+ (width &- 1)) & ~(width &- 1) }
}
