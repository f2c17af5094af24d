import Autograd
import Basics

extension Projection {
  /// Keys and values stored as they are read: q = W_q x, k = W_k x, v = W_v x, output = W_o (heads side by side).
  ///
  /// In self-attention queries and stored positions come from the same sequence. In cross-attention the store is filled from
  /// another one, under a full mask: nothing else differs.
  ///
  /// With norms a raw score is bounded: it is q·k of two vectors that are as long as the norm makes them.
  ///
  /// Sources of norms on queries and keys: "Query-Key Normalization for Transformers", Henry et al. 2020, section 3; "Scaling
  /// Vision Transformers to 22 Billion Parameters", Dehghani et al. 2023, section 2.
  ///
  /// - Parameters:
  ///   - layout: how the heads divide queries, keys and values.
  ///   - query: W_q, as many rows as all queries have elements.
  ///   - key: W_k, as many rows as a stored key has elements.
  ///   - value: W_v, as many rows as a stored value has elements.
  ///   - output: W_o, from the heads' outputs side by side to the embedding.
  ///   - queryNorm: normalizes a head's query before it is turned, the same for all heads; nil where queries stay as they are.
  ///   - keyNorm: normalizes a stored head's key before it is turned and stored; nil where keys stay as they are.
  ///   - rotary: turns queries and keys by their positions' angles; as wide as a head.
  public static func keysAndValues(
    layout: HeadLayout,
    query: Matrix,
    key: Matrix,
    value: Matrix,
    output: Matrix,
    queryNorm: ((Vector) -> Vector)? = nil,
    keyNorm: ((Vector) -> Vector)? = nil,
    rotary: RotaryTable? = nil
  ) -> Projection {
    require(
      rotary.map { $0.width == layout.keyWidth } ?? true,
      "angles for \(rotary?.width ?? 0) elements do not go with heads of \(layout.keyWidth)"
    )
    func placed(_ vector: Vector, _ position: Int) -> Vector {
      rotary.map { $0.rotate(vector, at: position) } ?? vector
    }
    func normalized(_ vector: Vector, _ norm: ((Vector) -> Vector)?) -> Vector {
      guard let norm else { return vector }
      let heads = stride(from: 0, to: vector.count, by: layout.keyWidth)
      return concatenate(heads.map { norm(vector[offsets: $0..<$0 + layout.keyWidth]) })
    }
    return Projection(
      layout: layout,
      query: { placed(normalized(query * $0, queryNorm), $1) },
      entry: { StoredPosition(key: placed(normalized(key * $0, keyNorm), $1), value: value * $0) },
      output: { output * concatenate($0) }
    )
  }
}
