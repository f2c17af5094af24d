import Basics

extension TapeStorage {
  /// Computes the results of one operation from its operands.
  ///
  /// Each case is the second column of the table at ``Operation``.
  @inline(never)
  mutating func evaluate(_ record: Record) {
    // Buffers and fields go into locals: a stored pointer would be loaded anew after every store through a pointer. The
    // method is mutating so that it is handed the storage's address and not a copy of it.
    let data = data.base
    let count = Int(record.count)
    let length = Int(record.length)
    let constant = record.constant
    let y = data + Int(record.result)
    let a = data + Int(record.first)
    let second = Int(record.second)

    switch record.operation {
    case .add: combine(record) { $0 + $1 }
    case .subtract: combine(record) { $0 - $1 }
    case .multiply: combine(record) { $0 * $1 }
    case .divide: combine(record) { $0 / $1 }
    case .addConstant: for i in 0..<count { y[i] = a[i] + constant }
    case .multiplyConstant: for i in 0..<count { y[i] = a[i] * constant }
    case .pow: for i in 0..<count { y[i] = power(a[i], constant) }
    case .exp: for i in 0..<count { y[i] = ElementaryFunctions.exp(a[i]) }
    case .log: for i in 0..<count { y[i] = ElementaryFunctions.log(a[i]) }
    case .relu: for i in 0..<count { y[i] = a[i] < 0 ? 0 : a[i] }
    case .copy: y.update(from: a, count: count)
    case .sum:
      var total = 0.0
      for i in 0..<length { total += a[i] }
      y[0] = total
    case .maximum:
      var largest = a[0]
      for i in 1..<length where a[i] > largest { largest = a[i] }
      y[0] = largest
    case .dot:
      y[0] = DotProducts.dot(a, data + second, length)
    case .dots:
      let others = operands.base + second
      for j in 0..<count { y[j] = DotProducts.dot(a, data + Int(others[j]), length) }
    case .weightedSum:
      let vectors = operands.base + second
      y.update(repeating: 0, count: count)
      for j in 0..<length { DotProducts.addProduct(a[j], data + Int(vectors[j]), to: y, count) }
    case .matrixVector:
      var row = a
      for o in 0..<count {
        y[o] = DotProducts.dot(row, data + second, length)
        row += length
      }
    case .gather:
      y.update(from: a + record.choice * count, count: count)
    case .pick:
      y[0] = a[record.choice]
    case .rotate:
      Rotation.apply(data + second, to: a, into: y, count: count, period: length)
    case .flashAttention:
      flashAttention(of: record).evaluate(data, into: y)
    }
  }

  /// Computes the results of an operation again, with what its input names now where it has one.
  mutating func recompute(_ index: Int) {
    let record = records.base[index]
    if record.readsInput {
      let choice = Int(inputs.base[Int(record.second)])
      require(
        choice >= 0 && choice < Int(record.length),
        "the input \(choice) names none of \(record.length)"
      )
      records.base[index].constant = Double(choice)
    }
    evaluate(records.base[index])
  }

  /// y = f(a, b) over a run, where either operand may be a single value.
  @inline(__always)
  private func combine(_ record: Record, _ function: (Double, Double) -> Double) {
    let data = data.base
    let count = Int(record.count)
    let y = data + Int(record.result)
    let a = data + Int(record.first)
    let b = data + Int(record.second)
    if record.secondStride == 0 {
      let single = b[0]
      for i in 0..<count { y[i] = function(a[i], single) }
    } else if record.firstStride == 0 {
      let single = a[0]
      for i in 0..<count { y[i] = function(single, b[i]) }
    } else {
      for i in 0..<count { y[i] = function(a[i], b[i]) }
    }
  }
}

/// aᶜ, by way of a division or a root for the powers that a model uses in every step.
@inline(__always)
package func power(_ a: Double, _ c: Double) -> Double {
  if c == -1 { return 1 / a }
  if c == -0.5 { return 1 / a.squareRoot() }
  return ElementaryFunctions.pow(a, c)
}
