/// The same matrices at several times, small and side by side: how attention patterns come about.
///
///     layer 0, head 1
///          0      100    200
///     e    █····  █····  █····
///     m    ▒▒···  ▒▓···  ░█···
///
/// The numbers are shares from 0 to 1. Where not all times fit, evenly spread ones are drawn, the first and the last among
/// them.
public struct FilmStrip: Sendable {
  /// What the strips are.
  public let title: String
  /// What the times are: "step".
  public let timeTitle: String
  /// The times, such as `100`.
  public let times: [String]
  /// What the rows of every matrix are, such as the tokens that query.
  public let rows: [String]
  /// One below the other.
  public let strips: [Strip]

  /// One matrix over the times.
  public struct Strip: Sendable {
    /// What it is, such as `layer 0, head 1`.
    public let name: String
    /// A matrix for each time, a row for each label, nil where a cell is hidden.
    public let frames: [[[Double?]]]

    /// A strip with a frame for each time.
    public init(_ name: String, frames: [[[Double?]]]) {
      self.name = name
      self.frames = frames
    }
  }

  /// Strips that have a frame for each time, and in each a row for each label.
  public init(title: String, timeTitle: String, times: [String], rows: [String], strips: [Strip]) {
    for strip in strips {
      precondition(
        strip.frames.count == times.count && strip.frames.allSatisfy { $0.count == rows.count },
        "\(times.count) times and \(rows.count) rows do not fit \(strip.frames.count) frames of a strip"
      )
    }
    self.title = title
    self.timeTitle = timeTitle
    self.times = times
    self.rows = rows
    self.strips = strips
  }

  /// How many cells a row of a matrix has at most.
  var columnCount: Int { strips.reduce(0) { $1.frames.joined().reduce($0) { max($0, $1.count) } } }
}
