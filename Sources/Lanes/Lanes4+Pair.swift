#if !DEBUG && !(arch(x86_64) && canImport(TargetFeatures.avx2))
/// Four numbers in two registers, where registers hold two.
@frozen
@usableFromInline
package struct Lanes4: LaneVector {
  @usableFromInline
  let low: Lanes2
  @usableFromInline
  let high: Lanes2

  @inlinable @inline(__always)
  init(_ low: Lanes2, _ high: Lanes2) {
    self.low = low
    self.high = high
  }

  @inlinable @inline(__always)
  package static var width: Int { 4 }

  @inlinable @inline(__always)
  package init(repeating number: Double) { self.init(Lanes2(repeating: number), Lanes2(repeating: number)) }

  @inlinable @inline(__always)
  package init(at pointer: UnsafePointer<Double>) { self.init(Lanes2(at: pointer), Lanes2(at: pointer + 2)) }

  @inlinable @inline(__always)
  package func store(at pointer: UnsafeMutablePointer<Double>) {
    low.store(at: pointer)
    high.store(at: pointer + 2)
  }

  @inlinable @inline(__always)
  package func store(first count: Int, at pointer: UnsafeMutablePointer<Double>) {
    if count < 2 {
      low.store(first: count, at: pointer)
    } else {
      low.store(at: pointer)
      if count > 2 { high.store(first: count &- 2, at: pointer + 2) }
    }
  }

  @inlinable @inline(__always)
  package func keeping(first count: Int, else other: Self) -> Self {
    count < 2
      ? Self(low.keeping(first: count, else: other.low), other.high)
      : Self(low, count < 3 ? other.high : high.keeping(first: count &- 2, else: other.high))
  }

  @inlinable @inline(__always)
  package static func + (left: Self, right: Self) -> Self {
    Self(left.low + right.low, left.high + right.high)
  }
  @inlinable @inline(__always)
  package static func - (left: Self, right: Self) -> Self {
    Self(left.low - right.low, left.high - right.high)
  }
  @inlinable @inline(__always)
  package static func * (left: Self, right: Self) -> Self {
    Self(left.low * right.low, left.high * right.high)
  }
  @inlinable @inline(__always)
  package static func / (left: Self, right: Self) -> Self {
    Self(left.low / right.low, left.high / right.high)
  }
  @inlinable @inline(__always)
  package static prefix func - (lanes: Self) -> Self { Self(-lanes.low, -lanes.high) }

  @inlinable @inline(__always)
  package func adding(_ a: Self, times b: Self) -> Self {
    Self(low.adding(a.low, times: b.low), high.adding(a.high, times: b.high))
  }

  @inlinable @inline(__always)
  package func root() -> Self { Self(low.root(), high.root()) }
  @inlinable @inline(__always)
  package func atLeast(_ limit: Self) -> Self { Self(low.atLeast(limit.low), high.atLeast(limit.high)) }
  @inlinable @inline(__always)
  package func atMost(_ limit: Self) -> Self { Self(low.atMost(limit.low), high.atMost(limit.high)) }
  @inlinable @inline(__always)
  package func whereNotZero(_ other: Self) -> Self {
    Self(low.whereNotZero(other.low), high.whereNotZero(other.high))
  }
  @inlinable @inline(__always)
  package func eachLane(_ f: (Double) -> Double) -> Self { Self(low.eachLane(f), high.eachLane(f)) }
  @inlinable @inline(__always)
  package func sum() -> Double { (low + high).sum() }
  @inlinable @inline(__always)
  package func largest() -> Double { low.atLeast(high).largest() }
  @inlinable @inline(__always)
  package func scaled(byPowerOfTwo exponent: Self) -> Self {
    Self(low.scaled(byPowerOfTwo: exponent.low), high.scaled(byPowerOfTwo: exponent.high))
  }
}
#endif
