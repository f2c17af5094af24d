import Autograd

/// The name and the size of a parameter matrix.
public struct ParameterShape: Equatable, Sendable {
  /// The name microgpt.py gives it, such as `layer0.attn_wq`.
  public let name: String
  /// How many rows it has: the width of what it gives.
  public let rows: Int
  /// How many columns it has: the width of what it takes.
  public let columns: Int

  /// Whether these are the weights of a norm: one row, whose numbers are 1 in a new model.
  public let isNormWeight: Bool

  /// A matrix.
  init(name: String, rows: Int, columns: Int) {
    self.init(name: name, rows: rows, columns: columns, isNormWeight: false)
  }

  private init(name: String, rows: Int, columns: Int, isNormWeight: Bool) {
    self.name = name
    self.rows = rows
    self.columns = columns
    self.isNormWeight = isNormWeight
  }

  /// The weights of a norm.
  static func normWeight(_ name: String, width: Int) -> ParameterShape {
    ParameterShape(name: name, rows: 1, columns: width, isNormWeight: true)
  }

  /// The same for a layer.
  func inLayer(_ layer: Int) -> ParameterShape {
    ParameterShape(name: "layer\(layer).\(name)", rows: rows, columns: columns, isNormWeight: isNormWeight)
  }

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
