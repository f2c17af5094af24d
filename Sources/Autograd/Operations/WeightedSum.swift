import Basics

/// The weighted sum yᵢ = Σⱼ wⱼ vⱼᵢ of vectors of one length: values summed under an attention pattern.
///
/// One operation, one value for each element of a vector.
public func weightedSum(_ weights: Vector, _ vectors: [Vector]) -> Vector {
  let storage = weights.storage
  storage.check(weights)
  require(
    weights.count == vectors.count,
    "\(weights.count) weights can't weigh \(vectors.count) vectors"
  )
  guard let width = vectors.first?.count else {
    stop("a weighted sum needs at least one vector")
  }
  for vector in vectors {
    storage.check(vector)
    require(vector.count == width, "vectors of \(width) and \(vector.count) values can't be added")
  }
  let list = storage.pointee.appendOperands(vectors.lazy.map { $0.position })
  let start = storage.pointee.append(
    .weightedSum,
    count: width,
    first: weights.position,
    second: list,
    length: weights.count
  )
  return Vector(storage, start, count: width)
}

/// yᵢ = Σⱼ aⱼ bⱼᵢ for vectors bⱼ that are listed.
enum WeightedSum {
  @inline(never)
  static func evaluate(_ record: Record, _ memory: TapeMemory) {
    let (y, a, list) = (memory.y(record), memory.a(record), memory.list(record))
    let (data, count) = (memory.data, Int(record.count))
    y.update(repeating: 0, count: count)
    for j in 0..<Int(record.length) { DotProducts.addProduct(a[j], data + Int(list[j]), to: y, count) }
  }

  @inline(never)
  static func propagate(_ record: Record, _ memory: TapeMemory) {
    let (g, a, gradA) = (memory.g(record), memory.a(record), memory.gradA(record))
    let (list, count) = (memory.list(record), Int(record.count))
    for j in 0..<Int(record.length) {
      let b = Int(list[j])
      gradA[j] += DotProducts.dot(g, memory.data + b, count)
      DotProducts.addProduct(a[j], g, to: memory.grad + b, count)
    }
  }

  static func localDerivatives(_ record: Record, of index: Int, _ memory: TapeMemory) -> [LocalDerivative] {
    (0..<Int(record.length)).flatMap { j in
      let weight = Int(record.first) + j
      let element = Int(memory.list(record)[j]) + index
      return [
        LocalDerivative(position: weight, derivative: memory.data[element]),
        LocalDerivative(position: element, derivative: memory.data[weight]),
      ]
    }
  }
}
