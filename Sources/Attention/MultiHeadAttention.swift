import Autograd
import Basics

/// Scaled dot-product attention of one query over a store of keys and values, head by head.
///
/// Which heads share what, which positions are visible, where they are kept and how they are read are four choices that
/// know nothing of each other. The scale is an argument and a ``Autograd/Value``, so ∂L/∂s can be read like any gradient.
///
/// Source: "Attention Is All You Need", Vaswani et al. 2017, section 3.2.
public struct MultiHeadAttention: Sendable {
  /// How queries, keys and values are divided among the heads.
  public let layout: HeadLayout
  /// Which stored positions a query may read.
  public let mask: Mask
  /// How it reads them.
  public let kernel: AttentionKernel

  /// Attention with the given choices.
  public init(layout: HeadLayout, mask: Mask = .full, kernel: AttentionKernel = .softmax) {
    self.layout = layout
    self.mask = mask
    self.kernel = kernel
  }

  /// What each head reads from the store for the query at a position.
  ///
  /// - Parameters:
  ///   - queries: the query of every head, `layout.queryWidth` elements.
  ///   - position: where the query stands in its sequence.
  ///   - store: what may be read; at least one position must be visible.
  ///   - scale: the factor s of the raw scores.
  ///   - unpack: what a stored position means, where keys and values are not stored as they are read.
  public func callAsFunction(
    _ queries: Vector,
    at position: Int,
    in store: some KeyValueStore,
    scale: Value,
    unpack: (StoredPosition) -> StoredPosition = { $0 }
  ) -> [HeadOutput] {
    activations(queries, at: position, in: store, scale: { _ in scale }, unpack: unpack).heads.map {
      $0.result
    }
  }

  /// The same with everything that was read and computed, and a scale for each head.
  ///
  /// Heads that are given leaves of their own as scales show what each contributes to the gradient of a common one.
  ///
  /// - Parameter scale: the factor of a head's raw scores.
  public func activations(
    _ queries: Vector,
    at position: Int,
    in store: some KeyValueStore,
    scale: (_ head: Int) -> Value,
    unpack: (StoredPosition) -> StoredPosition = { $0 }
  ) -> AttentionActivations {
    require(
      queries.count == layout.queryWidth,
      "\(layout.queryHeadCount) heads of \(layout.keyWidth) can't divide a query of \(queries.count)"
    )
    let visiblePositions = store.positions(visibleTo: position, under: mask)
    let visible = visiblePositions.map { unpack(store[$0]) }
    require(
      !visible.isEmpty,
      "the query at position \(position) sees none of the positions in \(store.positions)"
    )
    let heads = (0..<layout.queryHeadCount).map { head in
      let stored = layout.keyValueHead(for: head)
      let query = queries[offsets: layout.querySlice(of: head)]
      let keys = visible.map { $0.key[offsets: layout.keySlice(of: stored)] }
      let values = visible.map { $0.value[offsets: layout.valueSlice(of: stored)] }
      let scale = scale(head)
      return HeadActivations(
        query: query,
        keys: keys,
        values: values,
        scale: scale,
        result: kernel.attend(query, keys, values, scale)
      )
    }
    return AttentionActivations(visiblePositions: visiblePositions, heads: heads)
  }
}
