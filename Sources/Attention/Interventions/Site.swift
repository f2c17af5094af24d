/// Where an activation stands: what it is called, and of which layer, head and position it is.
public struct Site: Hashable, Sendable {
  /// What is computed there.
  public let name: ActivationName
  /// The layer, counted from 0; nil outside the blocks.
  public let layer: Int?
  /// The head, counted from 0; nil for what is not divided among heads.
  public let head: Int?
  /// The position, counted from 0.
  public let position: Int

  /// A site.
  public init(_ name: ActivationName, layer: Int? = nil, head: Int? = nil, position: Int) {
    self.name = name
    self.layer = layer
    self.head = head
    self.position = position
  }
}
