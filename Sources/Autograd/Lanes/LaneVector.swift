/// What the kernels need of a vector of numbers, whatever its width.
protocol LaneVector: BitwiseCopyable {
  /// The bits of each number.
  associatedtype Bits

  /// How many numbers there are.
  static var width: Int { get }
  static var zero: Self { get }

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
  static func * (left: Self, right: Self) -> Self
  /// This plus a product, rounded once where the processor can.
  func adding(_ a: Self, times b: Self) -> Self
  /// The sum of all lanes.
  func sum() -> Double
}

extension LaneVector {
  /// `count` rounded up to whole vectors.
  @inline(__always)
  static func whole(_ count: Int) -> Int { (count &+ (width &- 1)) & ~(width &- 1) }
}
