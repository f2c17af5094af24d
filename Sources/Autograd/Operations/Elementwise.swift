/// Operations that compute each result from one element of each operand, by a rule.
enum Elementwise {
  // MARK: Evaluating

  /// yᵢ = f(aᵢ, c).
  @inline(__always)
  static func evaluate<Rule: UnaryRule>(_ rule: Rule.Type, _ record: Record, _ memory: TapeMemory) {
    let (y, a, c) = (memory.y(record), memory.a(record), record.constant)
    for i in 0..<Int(record.count) { y[i] = Rule.result(a[i], c) }
  }

  /// yᵢ = f(aᵢ, bᵢ), where either operand may be a single value.
  @inline(__always)
  static func evaluate<Rule: BinaryRule>(_ rule: Rule.Type, _ record: Record, _ memory: TapeMemory) {
    let (y, a, b) = (memory.y(record), memory.a(record), memory.b(record))
    let count = Int(record.count)
    if record.secondStride == 0 {
      let single = b[0]
      for i in 0..<count { y[i] = Rule.result(a[i], single) }
    } else if record.firstStride == 0 {
      let single = a[0]
      for i in 0..<count { y[i] = Rule.result(single, b[i]) }
    } else {
      for i in 0..<count { y[i] = Rule.result(a[i], b[i]) }
    }
  }

  // MARK: Going backward

  @inline(__always)
  static func propagate<Rule: UnaryRule>(_ rule: Rule.Type, _ record: Record, _ memory: TapeMemory) {
    let (y, a, c) = (memory.y(record), memory.a(record), record.constant)
    let (g, gradA) = (memory.g(record), memory.gradA(record))
    for i in 0..<Int(record.count) { gradA[i] += Rule.contribution(g[i], a[i], y[i], c) }
  }

  @inline(__always)
  static func propagate<Rule: BinaryRule>(_ rule: Rule.Type, _ record: Record, _ memory: TapeMemory) {
    let (y, a, b, g) = (memory.y(record), memory.a(record), memory.b(record), memory.g(record))
    let (stepA, stepB) = (Int(record.firstStride), Int(record.secondStride))
    let count = Int(record.count)
    accumulate(stepA, memory.gradA(record), count) {
      Rule.contributionToFirst(g[$0], a[$0 &* stepA], b[$0 &* stepB], y[$0])
    }
    accumulate(stepB, memory.gradB(record), count) {
      Rule.contributionToSecond(g[$0], a[$0 &* stepA], b[$0 &* stepB], y[$0])
    }
  }

  /// Adds f(i) to the gradient of operand i, or of the one value that stands for all i.
  @inline(__always)
  private static func accumulate(
    _ stride: Int,
    _ target: UnsafeMutablePointer<Double>,
    _ count: Int,
    _ contribution: (Int) -> Double
  ) {
    if stride == 0 {
      var total = 0.0
      for i in 0..<count { total += contribution(i) }
      target[0] += total
    } else {
      for i in 0..<count { target[i] += contribution(i) }
    }
  }

  // MARK: Looking at one result

  static func localDerivatives<Rule: UnaryRule>(
    _ rule: Rule.Type,
    _ record: Record,
    of index: Int,
    _ memory: TapeMemory
  ) -> [LocalDerivative] {
    let a = Int(record.first) + index
    let y = memory.y(record)[index]
    return [
      LocalDerivative(position: a, derivative: Rule.contribution(1, memory.data[a], y, record.constant))
    ]
  }

  static func localDerivatives<Rule: BinaryRule>(
    _ rule: Rule.Type,
    _ record: Record,
    of index: Int,
    _ memory: TapeMemory
  ) -> [LocalDerivative] {
    let positionA = Int(record.first) + index * Int(record.firstStride)
    let positionB = Int(record.second) + index * Int(record.secondStride)
    let (a, b, y) = (memory.data[positionA], memory.data[positionB], memory.y(record)[index])
    return [
      LocalDerivative(position: positionA, derivative: Rule.contributionToFirst(1, a, b, y)),
      LocalDerivative(position: positionB, derivative: Rule.contributionToSecond(1, a, b, y)),
    ]
  }
}
