import Testing

/// Something that one must not do with a tape, and what is said about it.
public struct Misuse: Sendable, CustomTestStringConvertible {
  /// What one does.
  public let testDescription: String
  /// What is said about it.
  public let message: String
  /// Does it.
  public let commit: @Sendable () -> Void

  /// Something that stops with a message which contains the given one.
  public init(_ name: String, _ message: String, _ commit: @escaping @Sendable () -> Void) {
    testDescription = name
    self.message = message
    self.commit = commit
  }
}
