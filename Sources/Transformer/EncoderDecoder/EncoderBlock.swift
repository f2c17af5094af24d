import Attention
import Autograd

/// One layer of an encoder: attention that sees both ways, then feed-forward, for all positions of the source.
///
///     xᵢ ← xᵢ + attention(norm(xᵢ)) over norm(x₁) … norm(xₙ),   xᵢ ← xᵢ + feedForward(norm(xᵢ))
///
/// It is ``Block`` but for one thing: all positions are stored before the first one attends, so each sees those behind it, too.
struct EncoderBlock {
  /// Attention over a store that is filled beforehand, under a full mask.
  let attention: MultiHeadAttention
  let feedForward: FeedForward

  func callAsFunction(_ xs: [Vector], scale: Value) -> [Vector] {
    let normalized = xs.map { $0.rmsNormalized() }
    let store = attention.projection.store(of: normalized)
    return xs.indices.map { position in
      let attention = attention(normalized[position], at: position, in: store) { _ in scale }
      let middle = attention.output + xs[position]
      return feedForward(middle.rmsNormalized(), .none).output + middle
    }
  }
}

extension Projection {
  /// The keys and values of a whole sequence.
  func store(of sequence: [Vector]) -> ListStore {
    let store = ListStore()
    for (position, vector) in sequence.enumerated() { store.append(entry(vector, position)) }
    return store
  }
}
