/// A model of the Open Neural Network Exchange: a graph of operations, its weights, and what goes in and comes out.
///
/// Only what a model of Float64 numbers and Int64 tokens takes can be said.
///
/// Source: `onnx/onnx.proto`, https://github.com/onnx/onnx.
public struct ONNXModel: Sendable {
  /// What the numbers of a tensor are.
  public enum ElementType: Equatable, Sendable {
    /// Numbers in 64-bit floating point.
    case double
    /// Whole numbers of 64 bits.
    case integer

    /// The type's number in `onnx.proto`.
    var code: Int64 {
      switch self {
      case .double: 11
      case .integer: 7
      }
    }
  }

  /// The numbers of a tensor that the file holds.
  public enum Values: Equatable, Sendable {
    /// Numbers in 64-bit floating point.
    case doubles([Double])
    /// Whole numbers.
    case integers([Int64])
  }

  /// A tensor that the file holds, under the name by which nodes read it.
  public struct Tensor: Equatable, Sendable {
    /// Its name.
    public let name: String
    /// How many elements it has along each axis; none for a single number.
    public let shape: [Int]
    /// The elements, the last axis fastest.
    public let values: Values

    /// A tensor; there must be as many elements as the shape says.
    public init(name: String, shape: [Int], values: Values) {
      self.name = name
      self.shape = shape
      self.values = values
    }
  }

  /// An attribute of an operation.
  public enum Attribute: Equatable, Sendable {
    /// A whole number.
    case integer(Int)
    /// Several whole numbers.
    case integers([Int])
  }

  /// One operation: what it reads, and the names of what it computes.
  public struct Node: Sendable {
    /// The operation, such as `MatMul`.
    public let operation: String
    /// The names of what it reads.
    public let inputs: [String]
    /// The names of what it computes.
    public let outputs: [String]
    /// The operation's attributes, by name.
    public let attributes: [(name: String, value: Attribute)]

    /// A node.
    public init(
      _ operation: String,
      _ inputs: [String],
      outputs: [String],
      attributes: [(name: String, value: Attribute)] = []
    ) {
      self.operation = operation
      self.inputs = inputs
      self.outputs = outputs
      self.attributes = attributes
    }
  }

  /// How many elements a tensor has along an axis.
  public enum Dimension: Equatable, Sendable {
    /// So many.
    case count(Int)
    /// As many as there are in all tensors with this name.
    case named(String)
  }

  /// What goes into a model or comes out.
  public struct Port: Equatable, Sendable {
    /// Its name.
    public let name: String
    /// What its elements are.
    public let type: ElementType
    /// Its axes.
    public let shape: [Dimension]

    /// A port.
    public init(name: String, type: ElementType, shape: [Dimension]) {
      self.name = name
      self.type = type
      self.shape = shape
    }
  }

  /// The program that made the model.
  public var producer: String
  /// The program's version.
  public var producerVersion: String
  /// The graph's name.
  public var name: String
  /// What the model computes and how it is used, for whoever opens it.
  public var documentation = ""
  /// The operations, each after those whose results it reads.
  public var nodes: [Node] = []
  /// The weights, and other constants.
  public var tensors: [Tensor] = []
  /// What goes in.
  public var inputs: [Port] = []
  /// What comes out.
  public var outputs: [Port] = []
  /// What else the file says, by key.
  public var metadata: [(key: String, value: String)] = []

  /// A model without a node.
  public init(producer: String, producerVersion: String, name: String) {
    self.producer = producer
    self.producerVersion = producerVersion
    self.name = name
  }

  /// The version of the file format: that of ONNX 1.12, from 2022.
  public static let formatVersion = 8

  /// The version of the set of operations, of the same year.
  public static let operationSet = 17
}

/// Why a model can't be written.
public enum ONNXError: Error, Equatable, CustomStringConvertible {
  /// The file would have more bytes than a protocol buffer may.
  case tooLarge(byteCount: Int, limit: Int)

  /// The reason, with the numbers.
  public var description: String {
    switch self {
    case .tooLarge(let byteCount, let limit):
      "the model would take \(byteCount) bytes, and a file of protocol buffers, which ONNX's is, may have \(limit)"
    }
  }
}
