import Autograd

/// The name and the size of a parameter matrix.
public struct ParameterShape: Equatable, Sendable {
  /// The name microgpt.py gives it, such as `layer0.attn_wq`.
  public let name: String
  /// How many rows it has: the width of what it gives.
  public let rows: Int
  /// How many columns it has: the width of what it takes.
  public let columns: Int

  /// How many numbers it holds.
  public var count: Int { rows * columns }
}

/// A parameter matrix with its name.
public struct NamedMatrix {
  /// The name microgpt.py gives it, such as `layer0.attn_wq`.
  public let name: String
  /// The matrix, whose rows and columns are the shape.
  public let matrix: Matrix
}
