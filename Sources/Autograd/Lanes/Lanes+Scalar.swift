#if DEBUG
/// A plain number in the place of a vector of one: see ``Lanes``.
extension Double: LaneVector {
  typealias Bits = UInt64

  package static var width: Int { 1 }
  static var zero: Double { 0 }
  package init(repeating number: Double) { self = number }
  func store(first count: Int, at pointer: UnsafeMutablePointer<Double>) {}
  func keeping(first count: Int, else other: Double) -> Double { count > 0 ? self : other }
  package func adding(_ a: Double, times b: Double) -> Double { self + a * b }
  package func sum() -> Double { self }
}

extension Double {
  /// The number of these bits.
  init(bits: UInt64) { self.init(bitPattern: bits) }

  /// The bits of the number.
  var bits: UInt64 { bitPattern }

  /// The square root.
  package func root() -> Double { squareRoot() }

  /// The number itself.
  func largest() -> Double { self }

  /// This where it is not below `limit`, else `limit`.
  func atLeast(_ limit: Double) -> Double { self < limit ? limit : self }

  /// This where it is not above `limit`, else `limit`.
  func atMost(_ limit: Double) -> Double { self > limit ? limit : self }

  /// This where `sign` is positive, else 0.
  func wherePositive(_ sign: Double) -> Double { sign > 0 ? self : 0 }

  /// This, or `number` where `other` is above `limit`.
  func replaced(by number: Double, where other: Double, isAbove limit: Double) -> Double {
    other > limit ? number : self
  }

  /// f of the number.
  func eachLane(_ f: (Double) -> Double) -> Double { f(self) }
}

extension UInt64 {
  /// The bits themselves.
  init(repeating bits: UInt64) { self = bits }
}
#endif
