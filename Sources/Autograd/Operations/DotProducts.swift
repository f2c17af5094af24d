/// An operation whose results are dot products yⱼ = Σᵢ aⱼᵢ bⱼᵢ of runs on the tape.
protocol DotProductOperation {
  /// Where the two factors of result j begin.
  static func factors(of j: Int, _ record: Record, _ memory: TapeMemory) -> (a: Int, b: Int)
}

/// The operations in which nearly all of the arithmetic happens.
///
/// Evaluating and going backward are calls of their own: among all other operations their loops would run out of registers.
enum DotProducts {
  @inline(never)
  static func evaluate<Products: DotProductOperation>(
    _ products: Products.Type,
    _ record: Record,
    _ memory: TapeMemory
  ) {
    let (data, y, length) = (memory.data, memory.y(record), Int(record.length))
    for j in 0..<Int(record.count) {
      let (a, b) = Products.factors(of: j, record, memory)
      y[j] = dot(data + a, data + b, length)
    }
  }

  @inline(never)
  static func propagate<Products: DotProductOperation>(
    _ products: Products.Type,
    _ record: Record,
    _ memory: TapeMemory
  ) {
    let (data, grad, g, length) = (memory.data, memory.grad, memory.g(record), Int(record.length))
    for j in 0..<Int(record.count) {
      let (a, b) = Products.factors(of: j, record, memory)
      addProduct(g[j], data + b, to: grad + a, length)
      addProduct(g[j], data + a, to: grad + b, length)
    }
  }

  /// The derivatives of one result: bᵢ for aᵢ, then aᵢ for bᵢ.
  static func localDerivatives<Products: DotProductOperation>(
    _ products: Products.Type,
    _ record: Record,
    of index: Int,
    _ memory: TapeMemory
  ) -> [LocalDerivative] {
    let (a, b) = Products.factors(of: index, record, memory)
    let offsets = 0..<Int(record.length)
    return offsets.map { LocalDerivative(position: a + $0, derivative: memory.data[b + $0]) }
      + offsets.map { LocalDerivative(position: b + $0, derivative: memory.data[a + $0]) }
  }
}

extension DotProducts {
  /// Σᵢ xᵢ yᵢ in four partial sums, so that one addition need not wait for the one before it.
  ///
  /// They are one vector: of four variables the optimizer makes pairs that it has to shuffle.
  @inline(__always)
  static func dot(_ x: UnsafePointer<Double>, _ y: UnsafePointer<Double>, _ count: Int) -> Double {
    var sums = SIMD4<Double>()
    var i = 0
    while i &+ 4 <= count {
      sums = SIMD4(
        sums[0] + x[i] * y[i],
        sums[1] + x[i &+ 1] * y[i &+ 1],
        sums[2] + x[i &+ 2] * y[i &+ 2],
        sums[3] + x[i &+ 3] * y[i &+ 3]
      )
      i &+= 4
    }
    while i < count {
      sums[0] += x[i] * y[i]
      i &+= 1
    }
    return (sums[0] + sums[2]) + (sums[1] + sums[3])
  }

  /// yᵢ += factor · xᵢ.
  @inline(__always)
  static func addProduct(
    _ factor: Double,
    _ x: UnsafePointer<Double>,
    to y: UnsafeMutablePointer<Double>,
    _ count: Int
  ) {
    var i = 0
    while i < count {
      y[i] += factor * x[i]
      i &+= 1
    }
  }
}
