extension ONNXModel {
  /// The most bytes a protocol buffer may have: 2 GiB less one.
  public static let largestFile = Int(Int32.max)

  /// How a file of a producer's begins: with the format's version and the producer's name.
  public static func beginning(producer: String) -> [UInt8] {
    var model = ProtocolBuffer()
    model.append(Int64(formatVersion), field: 1)
    model.append(producer, field: 2)
    return model.bytes
  }

  /// The file's bytes.
  ///
  /// - Parameter limit: the most bytes there may be.
  /// - Throws: ``ONNXError/tooLarge(byteCount:limit:)``, before the numbers of the tensors are copied where these alone are too many.
  public func encoded(limit: Int = largestFile) throws(ONNXError) -> [UInt8] {
    // In floating point, for there may be more than a whole number of 32 bits can count.
    let numbers = tensors.reduce(0) { $0 + Double($1.values.byteCount) }
    guard numbers <= Double(limit) else {
      throw .tooLarge(byteCount: Int(exactly: numbers) ?? .max, limit: limit)
    }
    var model = ProtocolBuffer()
    model.append(Int64(Self.formatVersion), field: 1)
    model.append(producer, field: 2)
    model.append(producerVersion, field: 3)
    model.append(documentation, field: 6)
    model.append(graph, field: 7)
    var operations = ProtocolBuffer()
    operations.append("", field: 1)
    operations.append(Int64(Self.operationSet), field: 2)
    model.append(operations, field: 8)
    for (key, value) in metadata {
      var entry = ProtocolBuffer()
      entry.append(key, field: 1)
      entry.append(value, field: 2)
      model.append(entry, field: 14)
    }
    guard model.bytes.count <= limit else {
      throw .tooLarge(byteCount: model.bytes.count, limit: limit)
    }
    return model.bytes
  }

  private var graph: ProtocolBuffer {
    var graph = ProtocolBuffer()
    for node in nodes { graph.append(node.message, field: 1) }
    graph.append(name, field: 2)
    for tensor in tensors { graph.append(tensor.message, field: 5) }
    graph.append(documentation, field: 10)
    for input in inputs { graph.append(input.message, field: 11) }
    for output in outputs { graph.append(output.message, field: 12) }
    return graph
  }
}

extension ONNXModel.Node {
  fileprivate var message: ProtocolBuffer {
    var node = ProtocolBuffer()
    for input in inputs { node.append(input, field: 1) }
    for output in outputs { node.append(output, field: 2) }
    // A node is called what it computes.
    node.append(outputs.first ?? "", field: 3)
    node.append(operation, field: 4)
    for (name, value) in attributes {
      var attribute = ProtocolBuffer()
      attribute.append(name, field: 1)
      switch value {
      case .integer(let number):
        attribute.append(Int64(number), field: 3)
        attribute.append(Int64(2), field: 20)
      case .integers(let numbers):
        for number in numbers { attribute.append(Int64(number), field: 8) }
        attribute.append(Int64(7), field: 20)
      }
      node.append(attribute, field: 5)
    }
    return node
  }
}

extension ONNXModel.Values {
  fileprivate var byteCount: Int {
    switch self {
    case .doubles(let numbers): 8 * numbers.count
    case .integers(let numbers): 8 * numbers.count
    }
  }

  fileprivate var type: ONNXModel.ElementType {
    switch self {
    case .doubles: .double
    case .integers: .integer
    }
  }

  /// The elements' bytes, the lowest of each first.
  fileprivate var bytes: [UInt8] {
    switch self {
    case .doubles(let numbers): numbers.map { $0.bitPattern.littleEndian }.withUnsafeBytes { Array($0) }
    case .integers(let numbers): numbers.map { $0.littleEndian }.withUnsafeBytes { Array($0) }
    }
  }
}

extension ONNXModel.Tensor {
  fileprivate var message: ProtocolBuffer {
    var tensor = ProtocolBuffer()
    for count in shape { tensor.append(Int64(count), field: 1) }
    tensor.append(values.type.code, field: 2)
    tensor.append(name, field: 8)
    tensor.append(values.bytes, field: 9)
    return tensor
  }
}

extension ONNXModel.Port {
  fileprivate var message: ProtocolBuffer {
    var axes = ProtocolBuffer()
    for dimension in shape {
      var axis = ProtocolBuffer()
      switch dimension {
      case .count(let count): axis.append(Int64(count), field: 1)
      case .named(let name): axis.append(name, field: 2)
      }
      axes.append(axis, field: 1)
    }
    var tensor = ProtocolBuffer()
    tensor.append(type.code, field: 1)
    tensor.append(axes, field: 2)
    var kind = ProtocolBuffer()
    kind.append(tensor, field: 1)
    var port = ProtocolBuffer()
    port.append(name, field: 1)
    port.append(kind, field: 2)
    return port
  }
}
