import Foundation

/// Multi-head attention over plain numbers, written out as loops: one query after the other, each over its past.
struct PlainAttention {
  var headCount: Int
  var headWidth: Int
  var scale: Double
  var queries: [[Double]]
  var keys: [[Double]]
  var values: [[Double]]

  /// The pattern of one head for the query at `position`, over the positions up to and including it.
  func pattern(_ head: Int, at position: Int) -> [Double] {
    var exponentials: [Double] = []
    for past in 0...position {
      var score = 0.0
      for i in head * headWidth..<(head + 1) * headWidth { score += queries[position][i] * keys[past][i] }
      exponentials.append(exp(scale * score))
    }
    let total = exponentials.reduce(0, +)
    return exponentials.map { $0 / total }
  }

  /// What all heads read at `position`, one after the other.
  func output(at position: Int) -> [Double] {
    var output: [Double] = []
    for head in 0..<headCount {
      let pattern = pattern(head, at: position)
      for i in head * headWidth..<(head + 1) * headWidth {
        output.append((0...position).reduce(0) { $0 + pattern[$1] * values[$1][i] })
      }
    }
    return output
  }

  /// Σ over positions and elements of output · coefficient.
  func loss(_ coefficients: [[Double]]) -> Double {
    queries.indices.reduce(0) { total, position in
      zip(output(at: position), coefficients[position]).reduce(total) { $0 + $1.0 * $1.1 }
    }
  }

  /// ∂loss/∂(each number at `path`), by central difference.
  func differences(_ path: WritableKeyPath<Self, [[Double]]>, _ coefficients: [[Double]]) -> [[Double]] {
    self[keyPath: path].indices.map { row in
      self[keyPath: path][row].indices.map { column in
        func loss(_ shift: Double) -> Double {
          var moved = self
          moved[keyPath: path][row][column] += shift
          return moved.loss(coefficients)
        }
        return (loss(1e-5) - loss(-1e-5)) / 2e-5
      }
    }
  }

  /// ∂loss/∂scale as the covariance Σₜ wₜ (gₜ − ḡ) aₜ, with aₜ = q·kₜ, gₜ = ∂loss/∂wₜ and ḡ = Σₜ wₜ gₜ.
  func scaleGradient(_ coefficients: [[Double]]) -> Double {
    var total = 0.0
    for position in queries.indices {
      for head in 0..<headCount {
        let slice = head * headWidth..<(head + 1) * headWidth
        let w = pattern(head, at: position)
        let a = (0...position).map { t in slice.reduce(0) { $0 + queries[position][$1] * keys[t][$1] } }
        let g = (0...position).map { t in slice.reduce(0) { $0 + coefficients[position][$1] * values[t][$1] }
        }
        let mean = zip(w, g).reduce(0) { $0 + $1.0 * $1.1 }
        for t in 0...position { total += w[t] * (g[t] - mean) * a[t] }
      }
    }
    return total
  }
}
