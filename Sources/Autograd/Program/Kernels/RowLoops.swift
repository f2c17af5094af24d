/// The three loops over a row of numbers, in vectors and what is left over.
///
/// The closure is given an offset and computes a vector from there; what it reads beyond the end of the row is not used.
/// All memory of programs can be read for the width of a vector beyond any row.

/// Writes f to `count` numbers, or to whole vectors where the row may be filled up.
@inline(__always)
func write(
  _ count: Int,
  _ fills: Bool,
  to target: UnsafeMutablePointer<Double>,
  _ f: (_ offset: Int) -> Lanes
) {
  let end = fills ? Lanes.whole(count) : count
  var i = 0
  while i &+ Lanes.width <= end {
    f(i).store(at: target + i)
    i &+= Lanes.width
  }
  if i < end { f(i).store(first: end &- i, at: target + i) }
}

/// Adds f to `count` numbers, or stores it where nothing is there yet to be added to.
@inline(__always)
func accumulate(
  _ count: Int,
  _ fills: Bool,
  stores: Bool,
  in target: UnsafeMutablePointer<Double>,
  _ f: (_ offset: Int) -> Lanes
) {
  if stores {
    write(count, fills, to: target, f)
  } else {
    write(count, fills, to: target) { i in Lanes(at: target + i) + f(i) }
  }
}

/// The sum of f over `count` numbers.
@inline(__always)
func sum(_ count: Int, _ f: (_ offset: Int) -> Lanes) -> Double {
  var total = Lanes.zero
  var i = 0
  while i &+ Lanes.width <= count {
    total += f(i)
    i &+= Lanes.width
  }
  if i < count { total += f(i).keeping(first: count &- i, else: Lanes.zero) }
  return total.sum()
}

/// The dot product of two runs of `count` numbers.
@inline(__always)
func dotProduct(_ x: UnsafePointer<Double>, _ y: UnsafePointer<Double>, _ count: Int) -> Double {
  sum(count) { i in Lanes(at: x + i) * Lanes(at: y + i) }
}
