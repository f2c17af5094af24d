import Basics

/// The dot product Σᵢ aᵢ bᵢ of two vectors of one length, in one value.
public func dot(_ left: Vector, _ right: Vector) -> Value {
  left.storage.check(right)
  require(
    left.count == right.count,
    "vectors of \(left.count) and \(right.count) values have no dot product"
  )
  return left.reduced(.dot, second: right.position)
}

/// y = Σᵢ aᵢ bᵢ.
enum Dot: DotProductOperation {
  @inline(__always)
  static func factors(of j: Int, _ record: Record, _ memory: TapeMemory) -> (a: Int, b: Int) {
    (Int(record.first), Int(record.second))
  }
}
