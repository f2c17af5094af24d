import Autograd
import Basics

/// Scaled dot-product attention of the query at one position over a store of keys and values.
///
/// How vectors become queries, keys and values, which positions are visible, where they are kept and what is computed from
/// them are four choices that know nothing of each other. The scale is an argument and a ``/Autograd/Value``, so ∂L/∂s can be
/// read like any gradient.
///
/// Source: "Attention Is All You Need", Vaswani et al. 2017, section 3.2.
public struct MultiHeadAttention {
  /// How vectors become queries, keys and values, and heads become the output.
  public let projection: Projection
  /// Which stored positions a query attends to.
  public let mask: Mask
  /// How a head computes its output from a query, keys and values.
  public let kernel: AttentionKernel
  /// What is stored of a position before its query attends; nil where another sequence fills the store.
  private let entry: ((_ vector: Vector, _ position: Int) -> StoredPosition)?

  /// Self-attention: each position is stored, and then attends to what is stored, itself included.
  public init(_ projection: Projection, mask: Mask = .full, kernel: AttentionKernel = .softmax) {
    self.init(projection, mask, kernel, entry: projection.entry)
  }

  /// Cross-attention: nothing is stored; the store has been filled from another sequence by the projection's `entry`.
  public static func cross(
    _ projection: Projection,
    mask: Mask = .full,
    kernel: AttentionKernel = .softmax
  ) -> MultiHeadAttention {
    MultiHeadAttention(projection, mask, kernel, entry: nil)
  }

  private init(
    _ projection: Projection,
    _ mask: Mask,
    _ kernel: AttentionKernel,
    entry: ((_ vector: Vector, _ position: Int) -> StoredPosition)?
  ) {
    self.projection = projection
    self.mask = mask
    self.kernel = kernel
    self.entry = entry
  }

  /// Attention's output for the vector at a position, with everything that was computed on the way.
  ///
  /// - Parameters:
  ///   - input: the vector x at the position.
  ///   - position: its place in the sequence, counted from 0.
  ///   - store: what later positions attend to; at least one position must be visible.
  ///   - hook: what is changed on the way.
  ///   - scale: the factor s of a head's raw scores. Heads that are given leaves of their own show what each contributes to
  ///     the gradient of a common one.
  public func callAsFunction(
    _ input: Vector,
    at position: Int,
    in store: any KeyValueStore,
    hook: Hook = .none,
    scale: (_ head: Int) -> Value
  ) -> AttentionActivations {
    if let entry { store.append(hook(entry(input, position))) }
    let queries = projection.query(input, position)
    let layout = projection.layout
    layout.checkWidth(of: queries)
    let visiblePositions = hook.visible(store.positions.filter { mask.isVisible(from: position, to: $0) })
    require(
      !visiblePositions.isEmpty,
      "the query at position \(position) sees none of the positions in \(store.positions)"
    )
    let visible = visiblePositions.map { projection.unpack(store[$0]) }
    let heads = (0..<layout.queryHeadCount).map { head in
      let stored = layout.keyValueHead(for: head)
      let activations = kernel.attend(
        hook(.query, queries[offsets: layout.querySlice(of: head)], head: head),
        visible.map { $0.key[offsets: layout.keySlice(of: stored)] },
        visible.map { $0.value[offsets: layout.valueSlice(of: stored)] },
        scale(head)
      )
      return hook(activations, head: head)
    }
    return AttentionActivations(
      input: input,
      queries: queries,
      visiblePositions: visiblePositions,
      heads: heads,
      output: hook(.attentionOutput, projection.output(heads.map { $0.output }))
    )
  }
}
