/// Numbers in one vector register, on which an operation works at once.
protocol LaneVector: BitwiseCopyable {
  /// How many numbers there are.
  static var width: Int { get }

  /// The same number in every lane.
  init(repeating number: Double)
  /// The numbers from `pointer` on.
  init(at pointer: UnsafePointer<Double>)
  /// Writes all numbers from `pointer` on.
  func store(at pointer: UnsafeMutablePointer<Double>)
  /// Writes the first `count` numbers from `pointer` on, fewer than there are.
  func store(first count: Int, at pointer: UnsafeMutablePointer<Double>)
  /// The first `count` numbers, and `other` in the lanes after them.
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
  /// This where `sign` is positive, else 0.
  func wherePositive(_ sign: Self) -> Self
  /// This, but `number` in the lanes where `other` is above `limit`.
  func replaced(by number: Double, where other: Self, isAbove limit: Double) -> Self
  /// f of every lane, one by one.
  func eachLane(_ f: (Double) -> Double) -> Self
  /// The sum of all lanes.
  func sum() -> Double
  /// The largest of all lanes.
  func largest() -> Double

  /// 2ᵏ in every lane, for numbers that are 1.5 · 2⁵² + k with whole k from −1022 to 1023.
  func powerOfTwo() -> Self
}

extension LaneVector {
  /// `count` rounded up to whole vectors.
  @inline(__always)
  static func whole(_ count: Int) -> Int { (count &+ (width &- 1)) & ~(width &- 1) }
}
