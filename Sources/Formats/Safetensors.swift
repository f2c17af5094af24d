/// The contents of a safetensors file whose tensors are all of floating-point numbers.
///
/// The format, little-endian throughout:
///
///     8 bytes      n, the length of the header
///     n bytes      the header, a JSON object, filled up with spaces
///     the rest     the tensors' values, one tensor after another without gaps
///
/// The header has for each tensor an entry such as
/// `"wte":{"dtype":"F64","shape":[27,16],"data_offsets":[0,3456]}`, with offsets counted from the header's
/// end, and under `"__metadata__"` an object of strings.
///
/// Source: https://huggingface.co/docs/safetensors
public struct Safetensors: Equatable, Sendable {
  /// A named array of numbers.
  public struct Tensor: Equatable, Sendable {
    /// Its name, by which the file tells it from the others.
    public let name: String

    /// The length of each axis, the slowest first; empty for a single number.
    public let shape: [Int]

    /// The values, the last axis running fastest.
    public let values: [Double]

    /// As what they are written.
    public let type: NumberType

    /// Creates a tensor; `values` must be as many as `shape` says.
    public init(name: String, shape: [Int], values: [Double], type: NumberType = .float64) {
      precondition(
        shape.allSatisfy { $0 >= 0 } && shape.reduce(1, *) == values.count,
        "Tensor \(name): \(values.count) values do not fill its shape"
      )
      self.name = name
      self.shape = shape
      self.values = values
      self.type = type
    }
  }

  /// A type of floating-point number, under the format's name for it.
  public enum NumberType: String, CaseIterable, Sendable {
    /// 64 bits.
    case float64 = "F64"
    /// 32 bits.
    case float32 = "F32"
    /// 16 bits, 10 of them a fraction.
    case float16 = "F16"
    /// The upper half of 32 bits.
    case bfloat16 = "BF16"

    /// How many bytes one number takes.
    public var size: Int {
      switch self {
      case .float64: 8
      case .float32: 4
      case .float16, .bfloat16: 2
      }
    }
  }

  /// The tensors, no two of the same name, in the order in which the file has their values.
  public var tensors: [Tensor]

  /// What else is to be known, as text.
  public var metadata: [String: String]

  /// Creates a file's contents.
  public init(tensors: [Tensor] = [], metadata: [String: String] = [:]) {
    self.tensors = tensors
    self.metadata = metadata
  }

  /// The tensor of this name, if there is one; looks at one after another.
  public subscript(name: String) -> Tensor? {
    tensors.first { $0.name == name }
  }

  /// The header's key that is no tensor's name.
  static let metadataKey = "__metadata__"

  /// At a multiple of how many bytes the values begin.
  static let alignment = 8

  /// How many bytes the header's length takes.
  static let headerLengthSize = 8

  /// How many bytes a header has at most: the reference implementation reads no longer one.
  public static let longestHeader = 100_000_000
}
