import Attention
import Autograd

/// Attention of a sequence of queries on a tape, with everything that can be read of it afterwards.
struct TapeAttention {
  let tape = Tape()
  let scale: Value
  let queries: [Vector]
  let keys: [Vector]
  let values: [Vector]
  /// For each query, what each head computed.
  let heads: [[HeadActivations]]
  /// Σ over queries and elements of output · coefficient.
  let loss: Value

  /// - Parameters:
  ///   - store: where keys and values are kept.
  ///   - isFilledFirst: whether all positions are stored before the first query, as in cross-attention; otherwise each
  ///     query comes when its own position has been stored.
  init(
    queries queryNumbers: [[Double]],
    keys keyNumbers: [[Double]],
    values valueNumbers: [[Double]],
    coefficients: [[Double]],
    scale factor: Double,
    attention: MultiHeadAttention,
    store: any KeyValueStore = ListStore(),
    isFilledFirst: Bool = false
  ) {
    let tape = tape
    scale = tape.value(factor)
    queries = queryNumbers.map(tape.vector)
    keys = keyNumbers.map(tape.vector)
    values = valueNumbers.map(tape.vector)
    var heads: [[HeadActivations]] = []
    if isFilledFirst {
      for (key, value) in zip(keys, values) { store.append(StoredPosition(key: key, value: value)) }
    }
    for position in queries.indices {
      if !isFilledFirst { store.append(StoredPosition(key: keys[position], value: values[position])) }
      heads.append(attention(queries[position], at: position, in: store, scale: scale))
    }
    let losses = zip(heads, coefficients).map { heads, coefficients in
      dot(concatenate(heads.map(\.output)), tape.vector(coefficients))
    }
    self.heads = heads
    loss = vector(of: losses).sum()
    loss.backward()
  }

  /// The same computation as ``PlainAttention``.
  init(_ plain: PlainAttention, _ coefficients: [[Double]]) {
    self.init(
      queries: plain.queries,
      keys: plain.keys,
      values: plain.values,
      coefficients: coefficients,
      scale: plain.scale,
      attention: MultiHeadAttention(
        layout: HeadLayout(headCount: plain.headCount, headWidth: plain.headWidth)
      )
    )
  }

  /// The outputs of all heads for each query, one after the other.
  var outputs: [[Double]] { heads.map { $0.flatMap(\.output.data) } }

  /// Every gradient: of the queries, the keys, the values and the scale.
  var gradients: [Double] { (queries + keys + values).flatMap(\.grad) + [scale.grad] }
}

/// The positions on the tape of everything that some values were computed from, by way of ``Autograd/Value/parents``.
func ancestors(of values: some Sequence<Value>) -> Set<Int> {
  var seen: Set<Int> = []
  var pending = Array(values)
  while let value = pending.popLast() {
    for parent in value.parents where seen.insert(parent.value.position).inserted {
      pending.append(parent.value)
    }
  }
  return seen
}

/// Numbers without a pattern that could hide an exchange, around 0 but never 0, and of size 1.
func numbers(_ count: Int, _ width: Int, seed: Int) -> [[Double]] {
  (0..<count).map { row in
    (0..<width).map { column in
      let mixed = row * 37 + column * 101 + row * column * 29 + column * column * 5 + seed * 53
      return Double(mixed % 97) / 40 - 1.21
    }
  }
}
