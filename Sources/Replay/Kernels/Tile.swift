import Lanes

/// Some vectors side by side.
protocol Tile {
  /// How many numbers there are.
  static var width: Int { get }

  /// Zeros.
  init()
  init(at pointer: UnsafePointer<Double>)
  mutating func add(_ factor: Lanes, times x: Self)
  func store(at pointer: UnsafeMutablePointer<Double>)
}

/// Two vectors side by side.
struct Two: Tile {
  var a = Lanes(repeating: 0)
  var b = Lanes(repeating: 0)

  @inline(__always)
  static var width: Int { 2 &* Lanes.width }

  @inline(__always)
  init() {}

  @inline(__always)
  init(at pointer: UnsafePointer<Double>) {
    a = Lanes(at: pointer)
    b = Lanes(at: pointer + Lanes.width)
  }

  @inline(__always)
  mutating func add(_ factor: Lanes, times x: Two) {
    a = a.adding(factor, times: x.a)
    b = b.adding(factor, times: x.b)
  }

  @inline(__always)
  func store(at pointer: UnsafeMutablePointer<Double>) {
    a.store(at: pointer)
    b.store(at: pointer + Lanes.width)
  }
}

/// Four vectors side by side.
struct Four: Tile {
  var a = Two()
  var b = Two()

  @inline(__always)
  static var width: Int { 4 &* Lanes.width }

  @inline(__always)
  init() {}

  @inline(__always)
  init(at pointer: UnsafePointer<Double>) {
    a = Two(at: pointer)
    b = Two(at: pointer + 2 * Lanes.width)
  }

  @inline(__always)
  mutating func add(_ factor: Lanes, times x: Four) {
    a.add(factor, times: x.a)
    b.add(factor, times: x.b)
  }

  @inline(__always)
  func store(at pointer: UnsafeMutablePointer<Double>) {
    a.store(at: pointer)
    b.store(at: pointer + 2 * Lanes.width)
  }
}
