extension Safetensors {
  /// The file's bytes.
  ///
  /// They depend on the contents alone: tensors stand in their order, metadata in the order of its keys'
  /// UTF-8 bytes.
  ///
  /// - Precondition: The tensors' names differ from each other and from `__metadata__`, and their numbers have 32 or 64 bits.
  public func encoded() -> [UInt8] {
    var header = Array(encodedHeader().utf8)
    // The values are to begin at a multiple of eight bytes.
    while header.count % Self.alignment != 0 { header.append(UInt8(ascii: " ")) }
    precondition(header.count <= Self.longestHeader, "the header has \(header.count) bytes")

    let byteCount = tensors.reduce(0) { $0 + $1.values.count * $1.type.size }
    var bytes: [UInt8] = []
    bytes.reserveCapacity(Self.headerLengthSize + header.count + byteCount)
    withUnsafeBytes(of: UInt64(header.count).littleEndian) { bytes.append(contentsOf: $0) }
    bytes += header
    for tensor in tensors {
      switch tensor.type {
      case .float64:
        tensor.values.map { $0.bitPattern.littleEndian }.withUnsafeBytes { bytes.append(contentsOf: $0) }
      case .float32:
        tensor.values.map { Float($0).bitPattern.littleEndian }
          .withUnsafeBytes { bytes.append(contentsOf: $0) }
      case .float16, .bfloat16: preconditionFailure("numbers of 16 bits are only read")
      }
    }
    return bytes
  }

  private func encodedHeader() -> String {
    var entries: [(key: String, value: JSON)] = []
    if !metadata.isEmpty {
      let pairs = metadata.sorted { $0.key.utf8.lexicographicallyPrecedes($1.key.utf8) }
      entries.append((Self.metadataKey, .members(pairs.map { ($0.key, .string($0.value)) })))
    }
    var names: Set = [Self.metadataKey]
    var begin = 0
    for tensor in tensors {
      precondition(names.insert(tensor.name).inserted, "the name \(tensor.name) is taken")
      let end = begin + tensor.values.count * tensor.type.size
      let description: [(key: String, value: JSON)] = [
        ("dtype", .string(tensor.type.rawValue)), ("shape", .array(tensor.shape.map { .integer($0) })),
        ("data_offsets", .array([.integer(begin), .integer(end)])),
      ]
      entries.append((tensor.name, .members(description)))
      begin = end
    }
    return JSON.members(entries).text
  }
}
