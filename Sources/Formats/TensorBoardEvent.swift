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
    var event = ProtocolBuffer()
    event.append(bits: wallTime.bitPattern, field: 1)
    if step != 0 { event.append(varint: UInt64(step), field: 2) }
    switch content {
    case .fileVersion: event.append(Self.version, field: 3)
    case .scalars(let scalars):
      var summary = ProtocolBuffer()
      for scalar in scalars {
        var value = ProtocolBuffer()
        value.append(scalar.tag, field: 1)
        value.append(bits: Float(scalar.value).bitPattern, field: 2)
        summary.append(value, field: 1)
      }
      event.append(summary, field: 5)
    }
    return TFRecord.encoded(event.bytes)
  }
}
