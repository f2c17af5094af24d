import Lanes

/// Some vectors side by side.
protocol Tile<Lanes> {
  associatedtype Lanes: LaneVector

  /// How many numbers there are.
  static var width: Int { get }

  /// Zeros.
  init()
  init(at pointer: UnsafePointer<Lanes.Number>)
  mutating func add(_ factor: Lanes, times x: Self)
  /// Products with other numbers, of which as many are added as there are vectors.
  func products(_ other: Self) -> Lanes
  func store(at pointer: UnsafeMutablePointer<Lanes.Number>)
}

/// One vector.
struct One<Lanes: LaneVector>: Tile {
  var a = Lanes(repeating: 0)

  @inline(__always)
  static var width: Int { Lanes.width }

  @inline(__always)
  init() {}

  @inline(__always)
  init(at pointer: UnsafePointer<Lanes.Number>) { a = Lanes(at: pointer) }

  @inline(__always)
  mutating func add(_ factor: Lanes, times x: Self) { a = a.adding(factor, times: x.a) }

  @inline(__always)
  func products(_ other: Self) -> Lanes { a * other.a }

  @inline(__always)
  func store(at pointer: UnsafeMutablePointer<Lanes.Number>) { a.store(at: pointer) }
}

/// Two vectors side by side.
struct Two<Lanes: LaneVector>: Tile {
  var a = Lanes(repeating: 0)
  var b = Lanes(repeating: 0)

  @inline(__always)
  static var width: Int { 2 &* Lanes.width }

  @inline(__always)
  init() {}

  @inline(__always)
  init(at pointer: UnsafePointer<Lanes.Number>) {
    a = Lanes(at: pointer)
    b = Lanes(at: pointer + Lanes.width)
  }

  @inline(__always)
  mutating func add(_ factor: Lanes, times x: Self) {
    a = a.adding(factor, times: x.a)
    b = b.adding(factor, times: x.b)
  }

  @inline(__always)
  func products(_ other: Self) -> Lanes { (a * other.a).adding(b, times: other.b) }

  @inline(__always)
  func store(at pointer: UnsafeMutablePointer<Lanes.Number>) {
    a.store(at: pointer)
    b.store(at: pointer + Lanes.width)
  }
}

/// Four vectors side by side.
struct Four<Lanes: LaneVector>: Tile {
  var a = Two<Lanes>()
  var b = Two<Lanes>()

  @inline(__always)
  static var width: Int { 4 &* Lanes.width }

  @inline(__always)
  init() {}

  @inline(__always)
  init(at pointer: UnsafePointer<Lanes.Number>) {
    a = Two(at: pointer)
    b = Two(at: pointer + 2 * Lanes.width)
  }

  @inline(__always)
  mutating func add(_ factor: Lanes, times x: Self) {
    a.add(factor, times: x.a)
    b.add(factor, times: x.b)
  }

  @inline(__always)
  func products(_ other: Self) -> Lanes { a.products(other.a) + b.products(other.b) }

  @inline(__always)
  func store(at pointer: UnsafeMutablePointer<Lanes.Number>) {
    a.store(at: pointer)
    b.store(at: pointer + 2 * Lanes.width)
  }
}
