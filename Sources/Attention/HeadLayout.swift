import Autograd

/// How a vector of queries, keys or values is divided among the heads: head h reads the h-th run of `headWidth` elements.
public struct HeadLayout: Equatable, Sendable {
  /// How many heads attend side by side.
  public let headCount: Int
  /// How many elements of a query, a key or a value belong to one head: d in 1/√d.
  public let headWidth: Int

  /// A layout of `headCount` heads, each `headWidth` wide.
  public init(headCount: Int, headWidth: Int) {
    precondition(
      headCount > 0 && headWidth > 0,
      "attention needs at least one head of at least one element, not \(headCount) of \(headWidth)"
    )
    self.headCount = headCount
    self.headWidth = headWidth
  }

  /// How many elements a query, a key or a value has for all heads together.
  public var width: Int { headCount * headWidth }

  /// Where the elements of one head stand.
  public func slice(of head: Int) -> Range<Int> {
    head * headWidth..<(head + 1) * headWidth
  }
}
