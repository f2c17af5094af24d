/// Which stored positions a query may read: a predicate on two positions, and nothing more.
///
///     let mask = Mask.slidingWindow(8).union(.globalTokens(1))
///     let mine = Mask { query, key in key <= query && key % 3 != 1 }
///
/// A hidden pair builds no node: no −∞, no zero weight. Positions are absolute, counted from the beginning of the
/// sequence, so that a mask means the same whatever is still stored.
///
/// Source of the form: "FlexAttention: A Programming Model for Generating Optimized Attention Kernels", Dong et al. 2024.
public struct Mask: Sendable {
  private let predicate: @Sendable (_ query: Int, _ key: Int) -> Bool

  /// A mask under which the query at one position sees the key at another where `isVisible` says so.
  public init(_ isVisible: @escaping @Sendable (_ query: Int, _ key: Int) -> Bool) {
    predicate = isVisible
  }

  /// Whether the query at position `query` may read the key at position `key`.
  public func isVisible(from query: Int, to key: Int) -> Bool { predicate(query, key) }

  /// What both masks show.
  public func intersection(_ other: Mask) -> Mask {
    Mask { isVisible(from: $0, to: $1) && other.isVisible(from: $0, to: $1) }
  }

  /// What either mask shows.
  public func union(_ other: Mask) -> Mask {
    Mask { isVisible(from: $0, to: $1) || other.isVisible(from: $0, to: $1) }
  }
}
