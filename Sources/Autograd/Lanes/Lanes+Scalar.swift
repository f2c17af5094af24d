#if DEBUG
/// A plain number in the place of a vector of one: see ``Lanes``.
extension Lanes {
  /// How many numbers there are.
  package static var width: Int { 1 }

  /// The number itself.
  package init(repeating number: Double) { self = number }

  /// The bits of the number.
  var bits: LaneBits { bitPattern }

  /// The number of these bits.
  init(bits: LaneBits) { self.init(bitPattern: bits) }

  /// The number itself.
  package var first: Double { self }

  /// Does nothing: there is no part of a single number.
  func store(first count: Int, at pointer: UnsafeMutablePointer<Double>) {}

  /// The number itself, or `other` where `count` is 0.
  func keeping(first count: Int, else other: Lanes) -> Lanes { count > 0 ? self : other }

  /// This plus a product.
  package func adding(_ a: Lanes, times b: Lanes) -> Lanes { self + a * b }

  /// The square root.
  package func root() -> Lanes { squareRoot() }

  /// This where it is not below `limit`, else `limit`.
  func atLeast(_ limit: Lanes) -> Lanes { self < limit ? limit : self }

  /// This where it is not above `limit`, else `limit`.
  func atMost(_ limit: Lanes) -> Lanes { self > limit ? limit : self }

  /// This where `sign` is positive, else 0.
  func wherePositive(_ sign: Lanes) -> Lanes { sign > 0 ? self : 0 }

  /// This, or `number` where `other` is above `limit`.
  func replaced(by number: Double, where other: Lanes, isAbove limit: Double) -> Lanes {
    other > limit ? number : self
  }

  /// f of the number.
  func eachLane(_ f: (Double) -> Double) -> Lanes { f(self) }

  /// The number itself.
  package func sum() -> Double { self }

  /// The number itself.
  func largest() -> Double { self }
}

extension LaneBits {
  /// The bits themselves.
  init(repeating bits: UInt64) { self = bits }
}
#endif
