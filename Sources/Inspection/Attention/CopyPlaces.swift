/// Where in a text a query finds its token again, and what followed it.
struct CopyPlaces {
  /// The tokens read, a query for each; empty where they are not known.
  private let read: ArraySlice<Int>
  /// Whether the text is the same backward, its last token included.
  private let isMirrored: Bool

  /// - Parameter tokens: those read and the one that came last; others than that many are taken for unknown.
  init(tokens: [Int], queryCount: Int) {
    let isKnown = tokens.count == queryCount + 1
    read = isKnown ? tokens.dropLast() : []
    isMirrored = isKnown && tokens.elementsEqual(tokens.reversed())
  }

  /// Earlier positions with the query's token.
  func same(as query: Int) -> [Int] {
    guard read.indices.contains(query) else { return [] }
    return (0..<query).filter { read[$0] == read[query] }
  }

  /// The positions after those, but for the query itself.
  func afterSame(as query: Int) -> [Int] {
    same(as: query).map { $0 + 1 }.filter { $0 < query }
  }

  /// Where the token that comes after the query stood first: as far from the beginning as it is from the end.
  func mirror(of query: Int) -> [Int] {
    let key = read.count - 1 - query
    return isMirrored && key < query ? [key] : []
  }
}
