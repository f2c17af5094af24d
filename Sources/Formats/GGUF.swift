/// The contents of a GGUF file, version 3, whose tensors are of 32-bit floating-point numbers.
///
/// The format, little-endian throughout:
///
/// | bytes | what |
/// |---|---|
/// | 4, 4, 8, 8 | `GGUF`, the version, how many tensors, how many fields |
/// | fields | each a key, a type and a value |
/// | tensors | each a name, its axes from the fastest on, a type, and where its numbers begin |
/// | numbers | each tensor's at a multiple of 32 bytes |
///
/// Source: `docs/gguf.md`, https://github.com/ggml-org/ggml.
public struct GGUF: Sendable {
  /// The value of a field.
  public enum Value: Equatable, Sendable {
    /// A whole number of 32 bits without a sign.
    case unsigned(UInt32)
    /// A number in 32-bit floating point.
    case number(Float)
    /// `true` or `false`.
    case flag(Bool)
    /// A text.
    case text(String)
    /// Texts.
    case texts([String])
    /// Whole numbers of 32 bits with a sign.
    case integers([Int32])

    /// The type's number in the format.
    var code: UInt32 {
      switch self {
      case .unsigned: 4
      case .number: 6
      case .flag: 7
      case .text: Self.textCode
      case .texts, .integers: 9
      }
    }

    static let textCode: UInt32 = 8
    static let integerCode: UInt32 = 5
  }

  /// The fields, in order.
  public var fields: [(key: String, value: Value)]
  /// The tensors, in order; all of them become numbers of 32 bits.
  public var tensors: [Safetensors.Tensor]

  /// A file's contents.
  public init(fields: [(key: String, value: Value)], tensors: [Safetensors.Tensor]) {
    self.fields = fields
    self.tensors = tensors
  }

  /// How every such file begins.
  static let magic = Array("GGUF".utf8) + [3, 0, 0, 0]

  /// How many bytes stand before the first field.
  public static let fieldsStart = 24

  /// The bytes of a field with a text.
  public static func bytes(ofField key: String, _ text: String) -> [UInt8] {
    var writer = GGUFWriter(bytes: [])
    writer.append(key, .text(text))
    return writer.bytes
  }

  private static let alignment = 32

  /// The file's bytes.
  public func encoded() -> [UInt8] {
    var writer = GGUFWriter(bytes: Self.magic)
    writer.append(UInt64(tensors.count))
    writer.append(UInt64(fields.count))
    for (key, value) in fields { writer.append(key, value) }
    var offset = 0
    for tensor in tensors {
      writer.append(tensor.name)
      writer.append(UInt32(tensor.shape.count))
      for length in tensor.shape.reversed() { writer.append(UInt64(length)) }
      // Numbers of 32 bits.
      writer.append(UInt32(0))
      writer.append(UInt64(offset))
      offset += Self.aligned(tensor.values.count * MemoryLayout<Float>.size)
    }
    for tensor in tensors {
      writer.pad(to: Self.aligned(writer.bytes.count))
      for value in tensor.values { writer.append(Float(value).bitPattern) }
    }
    writer.pad(to: Self.aligned(writer.bytes.count))
    return writer.bytes
  }

  private static func aligned(_ count: Int) -> Int { (count + alignment - 1) / alignment * alignment }
}

/// Appends what a GGUF file is made of.
private struct GGUFWriter {
  var bytes: [UInt8]

  mutating func append(_ number: some FixedWidthInteger) {
    withUnsafeBytes(of: number.littleEndian) { bytes.append(contentsOf: $0) }
  }

  mutating func append(_ text: String) {
    append(UInt64(text.utf8.count))
    bytes += text.utf8
  }

  mutating func append(_ key: String, _ value: GGUF.Value) {
    append(key)
    append(value.code)
    switch value {
    case .unsigned(let number): append(number)
    case .number(let number): append(number.bitPattern)
    case .flag(let isTrue): bytes.append(isTrue ? 1 : 0)
    case .text(let text): append(text)
    case .texts(let texts):
      append(GGUF.Value.textCode)
      append(UInt64(texts.count))
      for text in texts { append(text) }
    case .integers(let numbers):
      append(GGUF.Value.integerCode)
      append(UInt64(numbers.count))
      for number in numbers { append(number) }
    }
  }

  mutating func pad(to count: Int) {
    while bytes.count < count { bytes.append(0) }
  }
}
