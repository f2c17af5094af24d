import Autograd
import Basics

/// How queries, keys and values are divided among heads, and which query heads read which stored ones.
///
/// | layout | query heads | key-value heads |
/// |---|---|---|
/// | multi-head | H | H |
/// | grouped-query | H | a divisor of H: so many query heads share a stored one |
/// | multi-query | H | 1 |
///
/// Source: "GQA: Training Generalized Multi-Query Transformer Models", Ainslie et al. 2023, section 2.2; "Fast Transformer
/// Decoding: One Write-Head is All You Need", Shazeer 2019.
public struct HeadLayout: Equatable, Sendable {
  /// How many heads ask.
  public let queryHeadCount: Int
  /// How many heads are stored.
  public let keyValueHeadCount: Int
  /// How many elements of a query and of a key belong to one head: d in 1/√d.
  public let keyWidth: Int
  /// How many elements of a value belong to one head.
  public let valueWidth: Int

  /// A layout in which `queryHeadCount / keyValueHeadCount` query heads share each stored head.
  public init(queryHeadCount: Int, keyValueHeadCount: Int, keyWidth: Int, valueWidth: Int) {
    require(
      min(queryHeadCount, keyValueHeadCount, keyWidth, valueWidth) > 0,
      "attention needs heads and elements, not \(queryHeadCount) and \(keyValueHeadCount) heads of \(keyWidth) and "
        + "\(valueWidth)"
    )
    require(
      queryHeadCount % keyValueHeadCount == 0,
      "\(queryHeadCount) query heads can't share \(keyValueHeadCount) stored heads evenly"
    )
    self.queryHeadCount = queryHeadCount
    self.keyValueHeadCount = keyValueHeadCount
    self.keyWidth = keyWidth
    self.valueWidth = valueWidth
  }

  /// A layout whose heads are `headWidth` wide, with as many stored heads as query heads unless fewer are given.
  public init(headCount: Int, keyValueHeadCount: Int? = nil, headWidth: Int) {
    self.init(
      queryHeadCount: headCount,
      keyValueHeadCount: keyValueHeadCount ?? headCount,
      keyWidth: headWidth,
      valueWidth: headWidth
    )
  }

  /// How many elements the queries of all heads have.
  public var queryWidth: Int { queryHeadCount * keyWidth }
  /// How many elements the stored key of a position has.
  public var storedKeyWidth: Int { keyValueHeadCount * keyWidth }
  /// How many elements the stored value of a position has.
  public var storedValueWidth: Int { keyValueHeadCount * valueWidth }

  /// Stops with a message unless a vector has room for the queries of all heads.
  func checkWidth(of queries: Vector) {
    require(
      queries.count == queryWidth,
      "\(queryHeadCount) heads of \(keyWidth) can't divide a query of \(queries.count)"
    )
  }

  /// The stored head that a query head reads.
  public func keyValueHead(for queryHead: Int) -> Int {
    queryHead / (queryHeadCount / keyValueHeadCount)
  }

  /// Where a query head's elements stand.
  public func querySlice(of head: Int) -> Range<Int> { head * keyWidth..<(head + 1) * keyWidth }
  /// Where a stored head's elements stand in a key.
  public func keySlice(of head: Int) -> Range<Int> { head * keyWidth..<(head + 1) * keyWidth }
  /// Where a stored head's elements stand in a value.
  public func valueSlice(of head: Int) -> Range<Int> { head * valueWidth..<(head + 1) * valueWidth }
}
