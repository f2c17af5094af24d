#if !DEBUG && !(arch(x86_64) && canImport(TargetFeatures.avx2))
/// Four numbers in two registers, where registers hold two.
struct Lanes4: LaneVector {
  private let low: Lanes2
  private let high: Lanes2

  @inline(__always)
  private init(_ low: Lanes2, _ high: Lanes2) {
    self.low = low
    self.high = high
  }

  @inline(__always)
  static var width: Int { 4 }

  @inline(__always)
  init(repeating number: Double) { self.init(Lanes2(repeating: number), Lanes2(repeating: number)) }

  @inline(__always)
  init(at pointer: UnsafePointer<Double>) { self.init(Lanes2(at: pointer), Lanes2(at: pointer + 2)) }

  @inline(__always)
  func store(at pointer: UnsafeMutablePointer<Double>) {
    low.store(at: pointer)
    high.store(at: pointer + 2)
  }

  @inline(__always)
  func store(first count: Int, at pointer: UnsafeMutablePointer<Double>) {
    if count < 2 {
      low.store(first: count, at: pointer)
    } else {
      low.store(at: pointer)
      if count > 2 { high.store(first: count &- 2, at: pointer + 2) }
    }
  }

  @inline(__always)
  func keeping(first count: Int, else other: Self) -> Self {
    count < 2
      ? Self(low.keeping(first: count, else: other.low), other.high)
      : Self(low, count < 3 ? other.high : high.keeping(first: count &- 2, else: other.high))
  }

  @inline(__always)
  static func + (left: Self, right: Self) -> Self { Self(left.low + right.low, left.high + right.high) }
  @inline(__always)
  static func - (left: Self, right: Self) -> Self { Self(left.low - right.low, left.high - right.high) }
  @inline(__always)
  static func * (left: Self, right: Self) -> Self { Self(left.low * right.low, left.high * right.high) }
  @inline(__always)
  static func / (left: Self, right: Self) -> Self { Self(left.low / right.low, left.high / right.high) }
  @inline(__always)
  static prefix func - (lanes: Self) -> Self { Self(-lanes.low, -lanes.high) }

  @inline(__always)
  func adding(_ a: Self, times b: Self) -> Self {
    Self(low.adding(a.low, times: b.low), high.adding(a.high, times: b.high))
  }

  @inline(__always)
  func root() -> Self { Self(low.root(), high.root()) }
  @inline(__always)
  func atLeast(_ limit: Self) -> Self { Self(low.atLeast(limit.low), high.atLeast(limit.high)) }
  @inline(__always)
  func atMost(_ limit: Self) -> Self { Self(low.atMost(limit.low), high.atMost(limit.high)) }
  @inline(__always)
  func whereNotZero(_ other: Self) -> Self {
    Self(low.whereNotZero(other.low), high.whereNotZero(other.high))
  }
  @inline(__always)
  func eachLane(_ f: (Double) -> Double) -> Self { Self(low.eachLane(f), high.eachLane(f)) }
  @inline(__always)
  func sum() -> Double { (low + high).sum() }
  @inline(__always)
  func largest() -> Double { low.atLeast(high).largest() }
  @inline(__always)
  func scaled(byPowerOfTwo exponent: Self) -> Self {
    Self(low.scaled(byPowerOfTwo: exponent.low), high.scaled(byPowerOfTwo: exponent.high))
  }
}
#endif
