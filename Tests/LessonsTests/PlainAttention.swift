import Foundation

/// Attention as it is written on paper: what the lessons' numbers are compared with.
enum PlainAttention {
  static func softmax(_ scores: [Double]) -> [Double] {
    let sum = scores.map(exp).reduce(0, +)
    return scores.map { exp($0) / sum }
  }

  static func dot(_ first: [Double], _ second: [Double]) -> Double {
    zip(first, second).reduce(0) { $0 + $1.0 * $1.1 }
  }

  /// W·x.
  static func product(_ matrix: [[Double]], _ vector: [Double]) -> [Double] { matrix.map { dot($0, vector) } }

  static func average(_ vectors: [[Double]], _ weights: [Double]) -> [Double] {
    vectors[0].indices.map { index in dot(vectors.map { $0[index] }, weights) }
  }

  /// The weights and the output of one query, with the scale 1/√d.
  static func row(query: [Double], keys: [[Double]], values: [[Double]]) -> (
    weights: [Double], output: [Double]
  ) {
    let weights = softmax(keys.map { dot(query, $0) / Double(query.count).squareRoot() })
    return (weights, average(values, weights))
  }

  /// The outputs where vectors are queries, keys and values; under a causal mask a query sees no later ones.
  static func outputs(of vectors: [[Double]], causal: Bool = false) -> [[Double]] {
    vectors.indices.map { position in
      let visible = causal ? Array(vectors[...position]) : vectors
      return row(query: vectors[position], keys: visible, values: visible).output
    }
  }
}

/// Whether numbers agree but for the rounding of a few sums.
func isNear(_ numbers: [Double?], _ others: [Double?], within error: Double = 1e-14) -> Bool {
  numbers.count == others.count
    && zip(numbers, others).allSatisfy { number, other in
      guard let number, let other else { return number == nil && other == nil }
      return abs(number - other) <= error * max(1, abs(other))
    }
}
