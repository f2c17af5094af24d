import Lanes

/// The loops over a row of numbers, in vectors and what is left over.
///
/// The closures are given an offset and compute a vector from there; what they read beyond the end of the row is not used.
/// All memory of programs can be read for the width of a vector beyond any row.

/// Writes f to `count` numbers, or to whole vectors where the row may be filled up.
@inline(__always)
func write<Vector: LaneVector>(
  _ count: Int,
  _ fills: Bool,
  to target: UnsafeMutablePointer<Vector.Number>,
  _ f: (_ offset: Int) -> Vector
) {
  let end = fills ? Vector.whole(count) : count
  var i = 0
  while i &+ Vector.width <= end {
    f(i).store(at: target + i)
    i &+= Vector.width
  }
  if i < end { f(i).store(first: end &- i, at: target + i) }
}

/// Adds f to `count` numbers, or stores it where nothing is there yet to be added to.
@inline(__always)
func accumulate<Vector: LaneVector>(
  _ count: Int,
  _ fills: Bool,
  stores: Bool,
  in target: UnsafeMutablePointer<Vector.Number>,
  _ f: (_ offset: Int) -> Vector
) {
  if stores {
    write(count, fills, to: target, f)
  } else {
    write(count, fills, to: target) { i in Vector(at: target + i) + f(i) }
  }
}

/// The sum of f over `count` numbers.
@inline(__always)
func sum<Vector: LaneVector>(_ count: Int, _ f: (_ offset: Int) -> Vector) -> Vector.Number {
  var total = Vector(repeating: 0)
  var i = 0
  while i &+ Vector.width <= count {
    total = total + f(i)
    i &+= Vector.width
  }
  if i < count { total = total + f(i).keeping(first: count &- i, else: Vector(repeating: 0)) }
  return total.sum()
}
