import Autograd
import Lanes

/// Several operations over one row while its numbers are at hand; every value and gradient in between is stored all the
/// same.
enum PatternKernels<Number: ProgramNumber> {
  typealias Lanes = Number.Lanes

  // MARK: Softmax

  /// dⱼ = aⱼ − max a,   eⱼ = exp(dⱼ),   wⱼ = eⱼ / Σ e.
  @inline(never)
  static func evaluateSoftmax(
    _ instruction: Instruction,
    _ rows: UnsafePointer<Row>,
    _ memory: ProgramMemory<Number>
  ) {
    let data = memory.data
    let fills = instruction.fillsResult
    if fills, Int(instruction.width) <= Lanes.width {
      evaluateShortSoftmax(instruction, rows, memory)
      return
    }
    for index in 0..<Int(instruction.rowCount) {
      let row = rows[index]
      let count = Int(row.count)
      let a = data + Int(row.first)
      let values = data + Int(row.second)
      let d = data + Int(row.result)
      let e = d + Int(instruction.runOffsets.0)
      let w = d + Int(instruction.runOffsets.1)

      let sum = exponentials(of: a, count, fills, values, d, e)
      let inverse = 1 / sum
      values[Int(instruction.valueOffsets.0)] = sum
      values[Int(instruction.valueOffsets.1)] = inverse
      let factor = Lanes(repeating: inverse)
      write(count, fills, to: w) { i in Lanes(at: e + i) * factor }
    }
  }

  /// The same for rows that fit one vector each, which stay in a register.
  @inline(never)
  private static func evaluateShortSoftmax(
    _ instruction: Instruction,
    _ rows: UnsafePointer<Row>,
    _ memory: ProgramMemory<Number>
  ) {
    let data = memory.data
    for index in 0..<Int(instruction.rowCount) {
      let row = rows[index]
      let count = Int(row.count)
      let values = data + Int(row.second)
      let d = data + Int(row.result)
      let a = Lanes(at: data + Int(row.first))
      let largest = a.keeping(first: count, else: Lanes(repeating: -.infinity)).largest()
      let difference = (a - Lanes(repeating: largest)).keeping(first: count, else: Lanes(repeating: 0))
      let exponential = difference.exponential()
      let sum = exponential.keeping(first: count, else: Lanes(repeating: 0)).sum()
      let inverse = 1 / sum
      difference.store(at: d)
      exponential.store(at: d + Int(instruction.runOffsets.0))
      (exponential * Lanes(repeating: inverse)).store(at: d + Int(instruction.runOffsets.1))
      values[0] = largest
      values[Int(instruction.valueOffsets.0)] = sum
      values[Int(instruction.valueOffsets.1)] = inverse
    }
  }

  /// With g = ∂L/∂w, r = 1 / Σ e:  ∂L/∂r = g·e,  ∂L/∂Σ = −r² ∂L/∂r,  ∂L/∂eⱼ = r gⱼ + ∂L/∂Σ,  ∂L/∂aⱼ = ∂L/∂dⱼ = eⱼ ∂L/∂eⱼ.
  @inline(never)
  static func propagateSoftmax(
    _ instruction: Instruction,
    _ rows: UnsafePointer<Row>,
    _ memory: ProgramMemory<Number>
  ) {
    let data = memory.data
    let grad = memory.grad
    let fills = instruction.fillsResult
    if fills, instruction.fillsFirst, Int(instruction.width) <= Lanes.width, !instruction.differentiatesSecond
    {
      propagateShortSoftmax(instruction, rows, memory)
      return
    }
    for index in 0..<Int(instruction.rowCount) {
      let row = rows[index]
      let count = Int(row.count)
      let d = Int(row.result)
      let e = d + Int(instruction.runOffsets.0)
      let w = d + Int(instruction.runOffsets.1)
      let sumPlace = Int(row.second) + Int(instruction.valueOffsets.0)
      let inversePlace = Int(row.second) + Int(instruction.valueOffsets.1)
      let inverse = data[inversePlace]

      let inverseGradient = sum(count) { i in Lanes(at: grad + w + i) * Lanes(at: data + e + i) }
      let sumGradient = -(inverseGradient * inverse * inverse)
      grad[inversePlace] = inverseGradient
      grad[sumPlace] = sumGradient
      let factor = Lanes(repeating: inverse)
      let common = Lanes(repeating: sumGradient)
      write(count, fills, to: grad + e) { i in common.adding(Lanes(at: grad + w + i), times: factor) }
      write(count, fills, to: grad + d) { i in Lanes(at: grad + e + i) * Lanes(at: data + e + i) }
      accumulate(count, instruction.fillsFirst, stores: instruction.storesFirst, in: grad + Int(row.first)) {
        i in
        Lanes(at: grad + d + i)
      }
      if instruction.differentiatesSecond {
        grad[Int(row.second)] = -sum(count) { i in Lanes(at: grad + d + i) }
      }
    }
  }

  /// The same for rows that fit one vector each.
  @inline(never)
  private static func propagateShortSoftmax(
    _ instruction: Instruction,
    _ rows: UnsafePointer<Row>,
    _ memory: ProgramMemory<Number>
  ) {
    let data = memory.data
    let grad = memory.grad
    let stores = instruction.storesFirst
    for index in 0..<Int(instruction.rowCount) {
      let row = rows[index]
      let values = Int(row.second)
      let d = grad + Int(row.result)
      let target = grad + Int(row.first)
      let inverse = data[values + Int(instruction.valueOffsets.1)]
      let e = Lanes(at: data + (Int(row.result) + Int(instruction.runOffsets.0)))
      let g = Lanes(at: d + Int(instruction.runOffsets.1))
      let inverseGradient = (g * e).keeping(first: Int(row.count), else: Lanes(repeating: 0)).sum()
      let sumGradient = -(inverseGradient * inverse * inverse)
      let exponentialGradient = Lanes(repeating: sumGradient).adding(g, times: Lanes(repeating: inverse))
      let difference = exponentialGradient * e
      grad[values + Int(instruction.valueOffsets.0)] = sumGradient
      grad[values + Int(instruction.valueOffsets.1)] = inverseGradient
      exponentialGradient.store(at: d + Int(instruction.runOffsets.0))
      difference.store(at: d)
      (stores ? difference : Lanes(at: target) + difference).store(at: target)
    }
  }

  /// dⱼ = aⱼ − max a,   eⱼ = exp(dⱼ), with max a in front of the single values.
  ///
  /// - Returns: Σ e.
  @inline(__always)
  static func exponentials(
    of a: UnsafePointer<Number>,
    _ count: Int,
    _ fills: Bool,
    _ values: UnsafeMutablePointer<Number>,
    _ d: UnsafeMutablePointer<Number>,
    _ e: UnsafeMutablePointer<Number>
  ) -> Number {
    let largest = largest(a, count)
    values[0] = largest
    let maximum = Lanes(repeating: largest)
    var total = Lanes(repeating: 0)
    let end = fills ? Lanes.whole(count) : count
    var i = 0
    while i &+ Lanes.width <= end {
      let difference = Lanes(at: a + i) - maximum
      let exponential = difference.exponential()
      difference.store(at: d + i)
      exponential.store(at: e + i)
      let rest = count &- i
      total =
        total
        + (rest >= Lanes.width ? exponential : exponential.keeping(first: rest, else: Lanes(repeating: 0)))
      i &+= Lanes.width
    }
    if i < end {
      let difference = Lanes(at: a + i) - maximum
      let exponential = difference.exponential()
      difference.store(first: end &- i, at: d + i)
      exponential.store(first: end &- i, at: e + i)
      total = total + exponential.keeping(first: end &- i, else: Lanes(repeating: 0))
    }
    return total.sum()
  }

  /// The largest of `count` numbers.
  @inline(__always)
  static func largest(_ a: UnsafePointer<Number>, _ count: Int) -> Number {
    var largest = Lanes(repeating: a[0])
    var i = 0
    while i &+ Lanes.width <= count {
      largest = largest.atLeast(Lanes(at: a + i))
      i &+= Lanes.width
    }
    if i < count {
      largest = largest.atLeast(Lanes(at: a + i).keeping(first: count &- i, else: largest))
    }
    return largest.largest()
  }

  // MARK: RMSNorm

  /// y = x r,   r = (c x·x + ε)^−½.
  @inline(never)
  static func evaluateNormalization(
    _ instruction: Instruction,
    _ rows: UnsafePointer<Row>,
    _ memory: ProgramMemory<Number>
  ) {
    let data = memory.data
    for index in 0..<Int(instruction.rowCount) {
      let row = rows[index]
      let count = Int(row.count)
      let x = data + Int(row.first)
      let values = data + Int(row.second)
      let square = sum(count) { i in Lanes(at: x + i) * Lanes(at: x + i) }
      let mean = square * Number(instruction.constant)
      let shifted = mean + Number(instruction.secondConstant)
      let inverse = 1 / shifted.squareRoot()
      values[0] = square
      values[Int(instruction.valueOffsets.0)] = mean
      values[Int(instruction.valueOffsets.1)] = shifted
      values[Int(instruction.valueOffsets.2)] = inverse
      let factor = Lanes(repeating: inverse)
      write(count, instruction.fillsResult, to: data + Int(row.result)) { i in Lanes(at: x + i) * factor }
    }
  }

  /// With g = ∂L/∂y:  ∂L/∂r = g·x,  ∂L/∂(x·x) = −½ c r³ ∂L/∂r,  ∂L/∂xⱼ = r gⱼ + 2 ∂L/∂(x·x) xⱼ.
  @inline(never)
  static func propagateNormalization(
    _ instruction: Instruction,
    _ rows: UnsafePointer<Row>,
    _ memory: ProgramMemory<Number>
  ) {
    let data = memory.data
    let grad = memory.grad
    for index in 0..<Int(instruction.rowCount) {
      let row = rows[index]
      let count = Int(row.count)
      let x = data + Int(row.first)
      let g = grad + Int(row.result)
      let gradients = grad + Int(row.second)
      let inverse = data[Int(row.second) + Int(instruction.valueOffsets.2)]
      let inverseGradient = sum(count) { i in Lanes(at: g + i) * Lanes(at: x + i) }
      let shiftedGradient = -0.5 * inverseGradient * inverse * inverse * inverse
      let squareGradient = Number(instruction.constant) * shiftedGradient
      gradients[0] = squareGradient
      gradients[Int(instruction.valueOffsets.0)] = shiftedGradient
      gradients[Int(instruction.valueOffsets.1)] = shiftedGradient
      gradients[Int(instruction.valueOffsets.2)] = inverseGradient
      let factor = Lanes(repeating: inverse)
      let double = Lanes(repeating: 2 * squareGradient)
      accumulate(count, instruction.fillsFirst, stores: instruction.storesFirst, in: grad + Int(row.first)) {
        i in
        (Lanes(at: g + i) * factor).adding(double, times: Lanes(at: x + i))
      }
    }
  }
}
