import Autograd

/// The keys and values of the positions read so far, in order: what later positions attend to.
///
/// A position sees what has been appended before it attends, and nothing else. That alone makes attention causal: the
/// future is not hidden by a mask, it is not there yet.
public struct KeyValueList {
  /// The key of each stored position, for all heads.
  public private(set) var keys: [Vector] = []
  /// The value of each stored position, for all heads.
  public private(set) var values: [Vector] = []

  /// A list without positions.
  public init() {}

  /// How many positions are stored.
  public var count: Int { keys.count }

  /// Stores the key and the value of the next position.
  public mutating func append(key: Vector, value: Vector) {
    keys.append(key)
    values.append(value)
  }
}
