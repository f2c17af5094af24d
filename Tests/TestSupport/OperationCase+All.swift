import Autograd
import Foundation

extension OperationCase {
  /// Every operation, in every form in which it can be written.
  public static let all = onValues + powers + onVectors + onRuns + onScores + rotations + flashAttentions

  private static let onValues: [OperationCase] = [
    .init("a + b", .add, two: { $0 + $1 }, { $0 + $1 }),
    .init("a - b", .subtract, two: { $0 - $1 }, { $0 - $1 }),
    .init("a * b", .multiply, two: { $0 * $1 }, { $0 * $1 }),
    .init("a / b", .divide, two: { $0 / $1 }, { $0 / $1 }),
    .init("a += b", .add, two: { assigning($0) { $0 += $1 }($1) }, { $0 + $1 }),
    .init("a -= b", .subtract, two: { assigning($0) { $0 -= $1 }($1) }, { $0 - $1 }),
    .init("a *= b", .multiply, two: { assigning($0) { $0 *= $1 }($1) }, { $0 * $1 }),
    .init("a /= b", .divide, two: { assigning($0) { $0 /= $1 }($1) }, { $0 / $1 }),
    .init("a + 2.3", .addConstant, one: { $0 + 2.3 }, { $0 + 2.3 }),
    .init("2.3 + a", .addConstant, one: { 2.3 + $0 }, { 2.3 + $0 }),
    .init("a - 2.3", .addConstant, one: { $0 - 2.3 }, { $0 - 2.3 }),
    .init("2.3 - a", .addConstant, one: { 2.3 - $0 }, { 2.3 - $0 }),
    .init("a * 2.3", .multiplyConstant, one: { $0 * 2.3 }, { $0 * 2.3 }),
    .init("2.3 * a", .multiplyConstant, one: { 2.3 * $0 }, { 2.3 * $0 }),
    .init("a / 2.3", .multiplyConstant, one: { $0 / 2.3 }, { $0 / 2.3 }),
    .init("2.3 / a", .multiplyConstant, one: { 2.3 / $0 }, { 2.3 / $0 }),
    .init("-a", .multiplyConstant, one: { -$0 }, { -$0 }),
    .init("a += 2.3", .addConstant, one: { assigning($0) { $0 += $1 }(2.3) }, { $0 + 2.3 }),
    .init("a -= 2.3", .addConstant, one: { assigning($0) { $0 -= $1 }(2.3) }, { $0 - 2.3 }),
    .init("a *= 2.3", .multiplyConstant, one: { assigning($0) { $0 *= $1 }(2.3) }, { $0 * 2.3 }),
    .init("a /= 2.3", .multiplyConstant, one: { assigning($0) { $0 /= $1 }(2.3) }, { $0 / 2.3 }),
    .init("exp(a)", .exp, one: { $0.exp() }, { Foundation.exp($0) }),
    .init("log(a)", .log, one: { $0.log() }, { Foundation.log($0) }),
    .init("sigmoid(a)", .sigmoid, one: { $0.sigmoid() }, { 1 / (1 + Foundation.exp(-$0)) }),
    .init("sigmoid(a), a < 0", .sigmoid, at: -1.7, one: { $0.sigmoid() }, { 1 / (1 + Foundation.exp(-$0)) }),
    .init("relu(a), a > 0", .relu, one: { $0.relu() }, { max($0, 0) }),
    .init("relu(a), a < 0", .relu, at: -1.7, one: { $0.relu() }, { max($0, 0) }),
  ]

  private static let powers: [OperationCase] =
    [-2.5, -1, -0.5, 0, 0.5, 1, 2, 2.7, 3].map { exponent in
      .init("pow(a, \(exponent))", .pow, one: { $0.pow(exponent) }, { Foundation.pow($0, exponent) })
    }
    + [-3, -1, 0, 2, 3].map { exponent in
      .init(
        "pow(a, \(exponent)), a < 0",
        .pow,
        at: -1.7,
        one: { $0.pow(exponent) },
        { Foundation.pow($0, exponent) }
      )
    }
    + [-1, -0.5, 0, 2.7].map { exponent in
      .init("pow(v, \(exponent))", .pow, each: { $0.pow(exponent) }, { Foundation.pow($0, exponent) })
    }

  private static let onVectors: [OperationCase] = [
    .init("v + w", .add, vectors: { $0 + $1 }, { $0 + $1 }),
    .init("v - w", .subtract, vectors: { $0 - $1 }, { $0 - $1 }),
    .init("v * w", .multiply, vectors: { $0 * $1 }, { $0 * $1 }),
    .init("v / w", .divide, vectors: { $0 / $1 }, { $0 / $1 }),
    .init("v + a", .add, broadcast: { $0 + $1 }, { $0 + $1 }),
    .init("v - a", .subtract, broadcast: { $0 - $1 }, { $0 - $1 }),
    .init("v * a", .multiply, broadcast: { $0 * $1 }, { $0 * $1 }),
    .init("v / a", .divide, broadcast: { $0 / $1 }, { $0 / $1 }),
    .init("a + v", .add, broadcast: { $1 + $0 }, { $1 + $0 }),
    .init("a - v", .subtract, broadcast: { $1 - $0 }, { $1 - $0 }),
    .init("a * v", .multiply, broadcast: { $1 * $0 }, { $1 * $0 }),
    .init("a / v", .divide, broadcast: { $1 / $0 }, { $1 / $0 }),
    .init("v + 2.3", .addConstant, each: { $0 + 2.3 }, { $0 + 2.3 }),
    .init("v - 2.3", .addConstant, each: { $0 - 2.3 }, { $0 - 2.3 }),
    .init("v * 2.3", .multiplyConstant, each: { $0 * 2.3 }, { $0 * 2.3 }),
    .init("2.3 * v", .multiplyConstant, each: { 2.3 * $0 }, { 2.3 * $0 }),
    .init("v / 2.3", .multiplyConstant, each: { $0 / 2.3 }, { $0 / 2.3 }),
    .init("-v", .multiplyConstant, each: { -$0 }, { -$0 }),
    .init("exp(v)", .exp, each: { $0.exp() }, { Foundation.exp($0) }),
    .init("log(v)", .log, each: { $0.log() }, { Foundation.log($0) }),
    .init(
      "sigmoid(v)",
      .sigmoid,
      at: [0.7, -2.3, 1.9],
      each: { $0.sigmoid() },
      { 1 / (1 + Foundation.exp(-$0)) }
    ),
    .init("relu(v)", .relu, at: [0.7, -2.3, 1.9], each: { $0.relu() }, { max($0, 0) }),
    .init("softmax(v)", .multiply, [0.7, -2.3, 1.9], { Array($0.softmax()) }) { x in
      let total = x.map { Foundation.exp($0) }.reduce(0, +)
      return x.map { Foundation.exp($0) / total }
    },
  ]

  private static let onScores: [OperationCase] = [1, 3, 4, 17].map { count in
    let scores: [Double] = (0..<count).map { (index: Int) -> Double in 0.7 - 1.1 * Double(index % 3) }
    let name = "negative log-probability of \(count / 2) among \(count)"
    return .init(name, .subtract, choosing: count / 2, of: scores, { $0.negativeLogProbability(of: $1) }) {
      (x: [Double], index: Int) -> Double in
      let total: Double = x.reduce(0) { $0 + Foundation.exp($1) }
      return Foundation.log(total) - x[index]
    }
  }

  private static let five = [0.7, -2.3, 1.9, -0.4, 3.1]

  private static let onRuns: [OperationCase] = [
    .init("concatenate([v, w])", .copy, five, { Array(concatenate([$0[3..<5], $0[0..<3]])) }) { x in
      [x[3], x[4], x[0], x[1], x[2]]
    },
    .init("vector(of: [a, b, c])", .copy, five, { Array(vector(of: [$0[4], $0[0], $0[2]])) }) { x in
      [x[4], x[0], x[2]]
    },
    .init("sum(v)", .sum, five, { [$0.sum()] }, { [$0.reduce(0, +)] }),
    .init("mean(v)", .multiplyConstant, five, { [$0.mean()] }, { [$0.reduce(0, +) / 5] }),
    .init("maximum(v)", .maximum, five, { [$0.maximum()] }, { [$0.max() ?? .nan] }),
    .init("dot(v, w) of 2", .dot, five, { [dot($0[0..<2], $0[3..<5])] }) { x in [x[0] * x[3] + x[1] * x[4]] },
    .init("dot(v, w) of 9", .dot, five + five.map { $0 + 0.3 } + five.map { 2.2 - $0 } + five) {
      [dot($0[0..<9], $0[9..<18])]
    } _: { x in
      [(0..<9).reduce(0) { $0 + x[$1] * x[9 + $1] }]
    },
    .init("dots(v, [w, u])", .dots, five + five.map { 1.1 - $0 }) {
      Array(dots($0[0..<3], [$0[6..<9], $0[3..<6]]))
    } _: { x in
      [x[0] * x[6] + x[1] * x[7] + x[2] * x[8], x[0] * x[3] + x[1] * x[4] + x[2] * x[5]]
    },
    .init("weightedSum(w, [v, u])", .weightedSum, five + five.map { 1.1 - $0 }) {
      Array(weightedSum($0[0..<2], [$0[5..<8], $0[2..<5]]))
    } _: { x in
      (0..<3).map { x[0] * x[5 + $0] + x[1] * x[2 + $0] }
    },
    .init("M * v", .matrixVector, matrix: { _, matrix, vector in matrix * vector }) { rows, vector in
      rows.map { $0[0] * vector[0] + $0[1] * vector[1] }
    },
    .init("M[row]", .gather, matrix: { tape, matrix, _ in matrix[tape.input(1)] }) { rows, _ in rows[1] },
    .init("v[element]", .pick, choosing: 2, { $0[$1] }, { $0[$1] }),
  ]
}

/// What a variable that begins as `value` is after `body` has changed it.
private func assigning<Operand>(
  _ value: Value,
  _ body: @escaping (inout Value, Operand) -> Void
) -> (Operand) -> Value {
  { operand in
    var changed = value
    body(&changed, operand)
    return changed
  }
}
