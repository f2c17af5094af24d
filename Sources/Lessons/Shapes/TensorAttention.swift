import Attention

/// Causal attention of all heads and positions at once, in the steps of a tensor library.
///
///     z = softmax(s · q kᵀ) v,   q, k and v of the shape [texts, heads, positions, width]
public struct TensorAttention: Equatable, Sendable {
  /// How the axis of the heads is made.
  public enum Split: Equatable, Sendable {
    /// `view` as [texts, positions, heads, width], then `transpose`.
    case viewAndTranspose
    /// `view` as [texts, heads, positions, width] at once: the same shape, filled wrongly.
    case viewAlone
  }

  /// One operation.
  public struct Step: Equatable, Sendable {
    /// What is computed, as it is written.
    public let name: String
    /// The shape that comes out.
    public let shape: [Int]
    /// Whether its numbers stand in memory that was there before.
    public let sharesMemory: Bool
  }

  /// The operations in their order.
  public private(set) var steps: [Step] = []
  /// The heads' outputs side by side, for each position.
  public private(set) var outputs: [[Double]] = []
  /// How many scores were computed, those of hidden keys among them.
  public private(set) var scoreCount = 0

  /// Attention over one text.
  ///
  /// - Parameters:
  ///   - queries: the queries of all heads, for each position.
  ///   - keys: the stored key of each position.
  ///   - values: the stored value of each position.
  ///   - layout: how they are divided among heads.
  ///   - scale: s.
  ///   - split: how the axis of the heads is made.
  public init(
    queries: [[Double]],
    keys: [[Double]],
    values: [[Double]],
    layout: HeadLayout,
    scale: Double,
    split: Split = .viewAndTranspose
  ) {
    let q = divided("q", queries, layout.queryHeadCount, layout, split)
    let k = divided("k", keys, layout.keyValueHeadCount, layout, split)
    let v = divided("v", values, layout.keyValueHeadCount, layout, split)
    let turned = k.transposed(2, 3)
    note("k.transpose(2, 3)", turned, sharesMemory: true)
    let scores = multiplied(q, turned) { $0 * scale }
    scoreCount = scores.memory.count
    note("scores = q @ k · s", scores)
    let pattern = scores.causalSoftmax()
    note("pattern = masked softmax", pattern)
    let z = multiplied(pattern, v) { $0 }
    note("z = pattern @ v", z)
    let joined = split == .viewAndTranspose ? z.transposed(1, 2) : z
    if split == .viewAndTranspose { note("z.transpose(1, 2)", joined, sharesMemory: true) }
    let rows = StridedNumbers(joined.numbers, shape: [1, queries.count, queries[0].count])
    note("z.reshape", rows)
    outputs = queries.indices.map { position in
      (0..<queries[0].count).map { rows[0, position, $0] }
    }
  }

  private mutating func note(_ name: String, _ result: StridedNumbers, sharesMemory: Bool = false) {
    steps.append(Step(name: name, shape: result.shape, sharesMemory: sharesMemory))
  }

  /// Vectors of all positions as [texts, heads, positions, width], stored heads repeated for the query heads that share them.
  private mutating func divided(
    _ name: String,
    _ vectors: [[Double]],
    _ headCount: Int,
    _ layout: HeadLayout,
    _ split: Split
  ) -> StridedNumbers {
    let (count, width) = (vectors.count, vectors[0].count / headCount)
    let sharing = layout.queryHeadCount / headCount
    var result = StridedNumbers(vectors.flatMap { $0 }, shape: [1, count, headCount * width])
    note(name, result)
    let axes = split == .viewAndTranspose ? [1, count, headCount, width] : [1, headCount, count, width]
    result = StridedNumbers(result.memory, shape: axes)
    note("\(name).view", result, sharesMemory: true)
    if sharing > 1 {
      result = result.repeated(sharing, along: split == .viewAndTranspose ? 2 : 1)
      note("repeat_kv(\(name), \(sharing))", result)
    }
    if split == .viewAndTranspose {
      result = result.transposed(1, 2)
      note("\(name).transpose(1, 2)", result, sharesMemory: true)
    }
    return result
  }
}

/// The matrix product over the last two axes of [1, heads, rows, n] and [1, heads, n, columns].
private func multiplied(
  _ first: StridedNumbers,
  _ second: StridedNumbers,
  _ factor: (Double) -> Double
) -> StridedNumbers {
  let (heads, rows, columns) = (first.shape[1], first.shape[2], second.shape[3])
  var numbers: [Double] = []
  for head in 0..<heads {
    for row in 0..<rows {
      for column in 0..<columns {
        numbers.append(
          factor(
            (0..<first.shape[3]).reduce(0) { $0 + first[0, head, row, $1] * second[0, head, $1, column] }
          )
        )
      }
    }
  }
  return StridedNumbers(numbers, shape: [1, heads, rows, columns])
}

extension StridedNumbers {
  /// The softmax of each row of scores, those of later keys left out as if they were −∞.
  fileprivate func causalSoftmax() -> StridedNumbers {
    let (heads, count) = (shape[1], shape[2])
    var weights: [Double] = []
    for head in 0..<heads {
      for row in 0..<count {
        weights += WorkedSoftmax(of: (0...row).map { self[0, head, row, $0] }).weights
        weights += [Double](repeating: 0, count: count - 1 - row)
      }
    }
    return StridedNumbers(weights, shape: shape)
  }
}
