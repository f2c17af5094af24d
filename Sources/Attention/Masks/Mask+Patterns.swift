import Autograd
import Basics

extension Mask {
  /// Everything: each query reads all that is stored.
  public static let full = Mask { _, _ in true }

  /// The past and the present: key ≤ query.
  ///
  /// In self-attention it hides nothing: a query comes before later keys are stored, so that the order hides the future.
  public static let causal = Mask { query, key in key <= query }

  /// The last `width` positions, the query's own among them: query − width < key ≤ query.
  ///
  /// Source: "Longformer: The Long-Document Transformer", Beltagy et al. 2020, section 3.1.
  public static func slidingWindow(_ width: Int) -> Mask {
    require(width > 0, "a window of \(width) positions shows nothing")
    return Mask { query, key in key <= query && query - key < width }
  }

  /// Every `stride`-th position before the query, counted back from its own.
  ///
  /// Source: "Generating Long Sequences with Sparse Transformers", Child et al. 2019, section 4.2.
  public static func strided(_ stride: Int) -> Mask {
    require(stride > 0, "a stride of \(stride) leads nowhere")
    return Mask { query, key in key <= query && (query - key) % stride == 0 }
  }

  /// The positions of the query's own block of `size`, up to its own.
  public static func localBlocks(_ size: Int) -> Mask {
    require(size > 0, "a block of \(size) positions shows nothing")
    return Mask { query, key in key <= query && query / size == key / size }
  }

  /// The blocks of `size` positions for which `isVisible` says so, given the block of the query and that of the key.
  public static func blockSparse(
    _ size: Int,
    _ isVisible: @escaping @Sendable (_ queryBlock: Int, _ keyBlock: Int) -> Bool
  ) -> Mask {
    require(size > 0, "a block of \(size) positions shows nothing")
    return Mask { query, key in isVisible(query / size, key / size) }
  }

  /// The first `count` positions, which every later one may read.
  ///
  /// Source: Beltagy et al. 2020, section 3.1, "global attention", here in one direction.
  public static func globalTokens(_ count: Int) -> Mask {
    Mask { query, key in key <= query && key < count }
  }

  /// All but padding: the keys at positions for which `isPadding` is true are hidden.
  public static func padding(_ isPadding: @escaping @Sendable (Int) -> Bool) -> Mask {
    Mask { _, key in !isPadding(key) }
  }
}
