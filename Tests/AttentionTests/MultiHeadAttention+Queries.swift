import Attention
import Autograd

extension MultiHeadAttention {
  /// Attention without projections: what it is given are the queries of all heads, and the store has been filled.
  init(layout: HeadLayout, mask: Mask = .full, kernel: AttentionKernel = .softmax) {
    let projection = Projection(
      layout: layout,
      query: { queries, _ in queries },
      entry: { vector, _ in StoredPosition(key: vector, value: vector) },
      output: { $0[0] }
    )
    self = .cross(projection, mask: mask, kernel: kernel)
  }

  /// What each head computes for the queries at a position.
  func callAsFunction(_ queries: Vector, at position: Int, in store: any KeyValueStore, scale: Value)
    -> [HeadActivations]
  {
    self(queries, at: position, in: store, scale: { _ in scale }).heads
  }
}
