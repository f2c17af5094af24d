import Autograd

/// What is kept of one position.
public struct StoredPosition {
  /// Its key, for all stored heads.
  public let key: Vector
  /// Its value, for all stored heads.
  public let value: Vector

  /// A key with its value.
  public init(key: Vector, value: Vector) {
    self.key = key
    self.value = value
  }

  /// How many numbers are kept, a value that is part of its key counted once.
  public var numberCount: Int { key.count + (isLatent ? 0 : value.count) }

  /// Whether the value is part of the key.
  var isLatent: Bool {
    value.position >= key.position && value.position + value.count <= key.position + key.count
  }
}
