import Autograd
import Basics

extension Projection {
  /// Keys and values stored as they are read: q = W_q x, k = W_k x, v = W_v x, output = W_o (heads side by side).
  ///
  /// In self-attention queries and stored positions come from the same sequence. In cross-attention the store is filled from
  /// another one, under a full mask: nothing else differs.
  ///
  /// - Parameters:
  ///   - layout: how the heads divide queries, keys and values.
  ///   - query: W_q, as many rows as all queries have elements.
  ///   - key: W_k, as many rows as a stored key has elements.
  ///   - value: W_v, as many rows as a stored value has elements.
  ///   - output: W_o, from the heads' outputs side by side to the embedding.
  ///   - rotary: turns queries and keys by their positions' angles; as wide as a head.
  public static func keysAndValues(
    layout: HeadLayout,
    query: Matrix,
    key: Matrix,
    value: Matrix,
    output: Matrix,
    rotary: RotaryTable? = nil
  ) -> Projection {
    require(
      rotary.map { $0.width == layout.keyWidth } ?? true,
      "angles for \(rotary?.width ?? 0) elements do not go with heads of \(layout.keyWidth)"
    )
    func placed(_ vector: Vector, _ position: Int) -> Vector {
      rotary.map { $0.rotate(vector, at: position) } ?? vector
    }
    return Projection(
      layout: layout,
      query: { placed(query * $0, $1) },
      entry: { StoredPosition(key: placed(key * $0, $1), value: value * $0) },
      output: { output * concatenate($0) }
    )
  }
}
