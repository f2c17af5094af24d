/// Whether two numbers agree: their difference is at most `tolerance` times the larger, or times 1 where both are small.
public func agree(_ x: Double, _ y: Double, within tolerance: Double) -> Bool {
  x == y || (x - y).magnitude <= tolerance * max(1, x.magnitude, y.magnitude)
}

/// Whether two lists agree number by number.
public func agree(_ x: [Double], _ y: [Double], within tolerance: Double) -> Bool {
  x.count == y.count && zip(x, y).allSatisfy { agree($0, $1, within: tolerance) }
}

/// Whether two lists of lists agree number by number.
public func agree(_ x: [[Double]], _ y: [[Double]], within tolerance: Double) -> Bool {
  x.count == y.count && zip(x, y).allSatisfy { agree($0, $1, within: tolerance) }
}
