import Autograd

/// How the vector at a position becomes queries and what is stored, and how what the heads read becomes the output.
public struct Projection {
  /// How the heads divide queries, keys and values.
  public let layout: HeadLayout
  /// The queries of all heads for a vector at a position.
  public let query: (_ vector: Vector, _ position: Int) -> Vector
  /// What is stored of a vector at a position.
  public let entry: (_ vector: Vector, _ position: Int) -> StoredPosition
  /// What is read where that was stored: keys and values for the layout's heads.
  public let unpack: (StoredPosition) -> StoredPosition
  /// The output for what the heads have read, in their order.
  public let output: ([Vector]) -> Vector

  /// A projection of one's own.
  public init(
    layout: HeadLayout,
    query: @escaping (_ vector: Vector, _ position: Int) -> Vector,
    entry: @escaping (_ vector: Vector, _ position: Int) -> StoredPosition,
    unpack: @escaping (StoredPosition) -> StoredPosition = { $0 },
    output: @escaping ([Vector]) -> Vector
  ) {
    self.layout = layout
    self.query = query
    self.entry = entry
    self.unpack = unpack
    self.output = output
  }
}
