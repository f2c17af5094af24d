import Attention
import Autograd

/// The same computation as ``PlainAttention`` on a tape, with everything that can be read of it afterwards.
struct TapeAttention {
  let tape = Tape()
  let scale: Value
  let queries: [Vector]
  let keys: [Vector]
  let values: [Vector]
  /// For each position, what each head computed.
  let heads: [[HeadOutput]]
  let loss: Value

  init(_ plain: PlainAttention, _ coefficients: [[Double]]) {
    let tape = tape
    scale = tape.value(plain.scale)
    queries = plain.queries.map(tape.vector)
    keys = plain.keys.map(tape.vector)
    values = plain.values.map(tape.vector)
    let layout = HeadLayout(headCount: plain.headCount, headWidth: plain.headWidth)
    let attention = MultiHeadAttention(layout: layout)
    var stored = ListStore()
    var heads: [[HeadOutput]] = []
    for position in queries.indices {
      stored.append(StoredPosition(key: keys[position], value: values[position]))
      heads.append(attention(queries[position], at: position, in: stored, scale: scale))
    }
    let losses = zip(heads, coefficients).map { heads, coefficients in
      dot(concatenate(heads.map(\.output)), tape.vector(coefficients))
    }
    self.heads = heads
    loss = vector(of: losses).sum()
    loss.backward()
  }

  /// The outputs of all heads at each position, one after the other.
  var outputs: [[Double]] { heads.map { $0.flatMap(\.output.data) } }
}
