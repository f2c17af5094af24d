import Transformer

extension Circuits {
  /// Why there is no table for a place.
  public enum PlaceError: Error, Equatable, Sendable, CustomStringConvertible {
    /// Positions are learned, so a distance does not tell the table.
    case distanceOfLearnedPositions(Int)
    /// A position is not among those that the model reads, of which there are so many.
    case outOfContext(query: Int, key: Int, contextLength: Int)
    /// The key comes after the query.
    case keyAfterQuery(query: Int, key: Int)

    /// The reason, with the numbers and what would be accepted.
    public var description: String {
      switch self {
      case .distanceOfLearnedPositions(let distance):
        """
        the model's positions are learned: a table is for two positions, not for their distance of \(distance); \
        choose the query's and the key's
        """
      case .outOfContext(let query, let key, let contextLength):
        """
        the query at \(query) and the key at \(key) must both be among the positions that the model reads, \
        0 to \(contextLength - 1)
        """
      case .keyAfterQuery(let query, let key):
        "the query at position \(query) can't see the key at \(key), which comes later"
      }
    }
  }
}

extension Circuits.Place {
  /// The positions to compute with: for a distance the query's is that, and the key's 0.
  func positions(in configuration: GPTConfiguration) throws(Circuits.PlaceError) -> (query: Int, key: Int) {
    let (query, key): (Int, Int)
    switch self {
    case .positions(let givenQuery, let givenKey): (query, key) = (givenQuery, givenKey)
    case .distance(let distance):
      if configuration.attention.positions == .learned { throw .distanceOfLearnedPositions(distance) }
      (query, key) = (distance, 0)
    }
    let context = 0..<configuration.contextLength
    guard context.contains(query), context.contains(key) else {
      throw .outOfContext(query: query, key: key, contextLength: configuration.contextLength)
    }
    guard key <= query else { throw .keyAfterQuery(query: query, key: key) }
    return (query, key)
  }
}
