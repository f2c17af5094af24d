import Basics

/// The dot products yⱼ = Σᵢ aᵢ bⱼᵢ of one vector with several of its length: a query's raw scores against keys.
///
/// One operation, one value for each of `others`.
public func dots(_ vector: Vector, _ others: [Vector]) -> Vector {
  let storage = vector.storage
  storage.check(vector)
  for other in others {
    storage.check(other)
    require(
      other.count == vector.count,
      "vectors of \(vector.count) and \(other.count) values have no dot product"
    )
  }
  let list = storage.pointee.appendOperands(others.lazy.map { $0.position })
  let start = storage.pointee.append(
    .dots,
    count: others.count,
    first: vector.position,
    second: list,
    length: vector.count
  )
  return Vector(storage, start, count: others.count)
}

/// yⱼ = Σᵢ aᵢ bⱼᵢ for vectors bⱼ that are listed.
enum Dots: DotProductOperation {
  @inline(__always)
  static func factors(of j: Int, _ record: Record, _ memory: TapeMemory) -> (a: Int, b: Int) {
    (Int(record.first), Int(memory.list(record)[j]))
  }
}
