import Basics

extension TapeStorage {
  /// The backward pass from the value at `position`.
  mutating func differentiate(_ position: Int, seed: Double) {
    clearComputedGradients()
    grad.base[position] += seed
    guard let producer = record(producing: position) else { return }
    differentiatedCount = producer.index + 1
    var index = producer.index
    while index >= 0 {
      propagate(records.base[index])
      index -= 1
    }
  }

  mutating func clearGradients() {
    grad.base.update(repeating: 0, count: end.valueCount)
    differentiatedCount = 0
  }

  /// Sets the gradients of the results of operations to zero, where an earlier backward pass left some.
  private mutating func clearComputedGradients() {
    for index in 0..<differentiatedCount {
      let record = records.base[index]
      (grad.base + Int(record.result)).update(repeating: 0, count: Int(record.count))
    }
    differentiatedCount = 0
  }

  /// Adds to the gradients of an operation's operands what the gradients of its results contribute.
  ///
  /// Each case is the third column of the table at ``Operation``.
  @inline(never)
  private mutating func propagate(_ record: Record) {
    let data = data.base
    let grad = grad.base
    let count = Int(record.count)
    let length = Int(record.length)
    let constant = record.constant
    let first = Int(record.first)
    let second = Int(record.second)
    let y = data + Int(record.result)
    let g = grad + Int(record.result)
    let a = data + first
    let gradA = grad + first

    switch record.operation {
    case .add:
      accumulate(record.firstStride, gradA, count) { g[$0] }
      accumulate(record.secondStride, grad + second, count) { g[$0] }
    case .subtract:
      accumulate(record.firstStride, gradA, count) { g[$0] }
      accumulate(record.secondStride, grad + second, count) { -g[$0] }
    case .multiply:
      let b = data + second
      let stepA = Int(record.firstStride)
      let stepB = Int(record.secondStride)
      accumulate(record.firstStride, gradA, count) { g[$0] * b[$0 * stepB] }
      accumulate(record.secondStride, grad + second, count) { g[$0] * a[$0 * stepA] }
    case .divide:
      let b = data + second
      let stepB = Int(record.secondStride)
      accumulate(record.firstStride, gradA, count) { g[$0] / b[$0 * stepB] }
      accumulate(record.secondStride, grad + second, count) { -g[$0] * y[$0] / b[$0 * stepB] }
    case .addConstant, .copy:
      for i in 0..<count { gradA[i] += g[i] }
    case .multiplyConstant:
      for i in 0..<count { gradA[i] += constant * g[i] }
    case .pow:
      for i in 0..<count { gradA[i] += powerDerivative(a[i], constant, y[i]) * g[i] }
    case .exp:
      for i in 0..<count { gradA[i] += y[i] * g[i] }
    case .log:
      for i in 0..<count { gradA[i] += g[i] / a[i] }
    case .relu:
      for i in 0..<count { gradA[i] += a[i] > 0 ? g[i] : 0 }
    case .sum:
      for i in 0..<length { gradA[i] += g[0] }
    case .maximum:
      break
    case .dot:
      DotProducts.addProduct(g[0], data + second, to: gradA, length)
      DotProducts.addProduct(g[0], a, to: grad + second, length)
    case .dots:
      for j in 0..<count {
        let other = Int(operands.base[second + j])
        DotProducts.addProduct(g[j], data + other, to: gradA, length)
        DotProducts.addProduct(g[j], a, to: grad + other, length)
      }
    case .weightedSum:
      for j in 0..<length {
        let vector = Int(operands.base[second + j])
        gradA[j] += DotProducts.dot(g, data + vector, count)
        DotProducts.addProduct(a[j], g, to: grad + vector, count)
      }
    case .matrixVector:
      var row = 0
      for o in 0..<count {
        DotProducts.addProduct(g[o], data + second, to: gradA + row, length)
        DotProducts.addProduct(g[o], a + row, to: grad + second, length)
        row += length
      }
    case .gather:
      let row = gradA + record.choice * count
      for i in 0..<count { row[i] += g[i] }
    case .pick:
      gradA[record.choice] += g[0]
    case .rotate:
      Rotation.addTransposed(data + second, of: g, to: gradA, count: count, period: length)
    case .flashAttention:
      flashAttention(of: record).propagate(data, grad, result: Int(record.result))
    }
  }

  /// Adds f(i) to the gradient of operand i, or of the one value that stands for all i.
  @inline(__always)
  private func accumulate(
    _ stride: UInt8,
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
}

/// ∂(aᶜ)/∂a = c aᶜ⁻¹, from y = aᶜ where that saves a call.
@inline(__always)
package func powerDerivative(_ a: Double, _ c: Double, _ y: Double) -> Double {
  if c == -1 { return -y * y }
  if c == -0.5 { return -0.5 * y * y * y }
  return c == 0 ? 0 : c * ElementaryFunctions.pow(a, c - 1)
}
