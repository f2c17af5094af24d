/// An event of a TensorBoard log: the protocol buffer `tensorflow.Event`, written field by field.
///
///     message Event   { double wall_time = 1; int64 step = 2; string file_version = 3; Summary summary = 5; }
///     message Summary { message Value { string tag = 1; float simple_value = 2; }  repeated Value value = 1; }
///
/// Source: `tensorflow/core/util/event.proto` and `tensorflow/core/framework/summary.proto`.
public struct TensorBoardEvent: Equatable, Sendable {
  /// What the event says.
  public enum Content: Equatable, Sendable {
    /// The first event of every file.
    case fileVersion
    /// Numbers, each under its tag; they are written in 32 bits.
    case scalars([Scalar])
  }

  /// A number under a tag, which is the title of its chart.
  public struct Scalar: Equatable, Sendable {
    /// The chart's title.
    public let tag: String
    /// The number.
    public let value: Double

    /// A number under a tag.
    public init(tag: String, value: Double) {
      self.tag = tag
      self.value = value
    }
  }

  /// When it happened, in seconds.
  public let wallTime: Double
  /// After how many steps.
  public let step: Int
  /// What it says.
  public let content: Content

  /// An event.
  public init(wallTime: Double, step: Int, content: Content) {
    self.wallTime = wallTime
    self.step = step
    self.content = content
  }

  /// The version that is written, and by which a file is known.
  public static let version = "brain.Event:2"

  /// The event's bytes as a record of a ``TFRecord`` file.
  public var record: [UInt8] {
    var event = Message()
    event.append(wallTime.bitPattern, field: 1)
    if step != 0 { event.append(varint: UInt64(step), field: 2) }
    switch content {
    case .fileVersion: event.append(Array(Self.version.utf8), field: 3)
    case .scalars(let scalars):
      var summary = Message()
      for scalar in scalars {
        var value = Message()
        value.append(Array(scalar.tag.utf8), field: 1)
        value.append(Float(scalar.value).bitPattern, field: 2)
        summary.append(value.bytes, field: 1)
      }
      event.append(summary.bytes, field: 5)
    }
    return TFRecord.encoded(event.bytes)
  }

  /// The bytes of a protocol buffer: each field's number and kind, then its value.
  private struct Message {
    private(set) var bytes: [UInt8] = []

    /// Seven bits a byte, the lowest first; the eighth says that more follow.
    private mutating func append(varint number: UInt64) {
      var rest = number
      while rest > 0x7F {
        bytes.append(UInt8(truncatingIfNeeded: rest) | 0x80)
        rest >>= 7
      }
      bytes.append(UInt8(rest))
    }

    private mutating func append(key field: UInt64, kind: UInt64) { append(varint: field << 3 | kind) }

    mutating func append(varint number: UInt64, field: UInt64) {
      append(key: field, kind: 0)
      append(varint: number)
    }

    mutating func append(_ bits: UInt64, field: UInt64) {
      append(key: field, kind: 1)
      for byte in 0..<8 { bytes.append(UInt8(truncatingIfNeeded: bits >> (byte * 8))) }
    }

    mutating func append(_ content: [UInt8], field: UInt64) {
      append(key: field, kind: 2)
      append(varint: UInt64(content.count))
      bytes += content
    }

    mutating func append(_ bits: UInt32, field: UInt64) {
      append(key: field, kind: 5)
      for byte in 0..<4 { bytes.append(UInt8(truncatingIfNeeded: bits >> (byte * 8))) }
    }
  }
}
