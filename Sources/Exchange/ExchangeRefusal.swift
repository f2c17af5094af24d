/// Why a model can't be written in a format: something of it has no exact counterpart there.
package struct ExchangeRefusal: Error, Equatable, CustomStringConvertible {
  /// One thing that stands in the way.
  package struct Obstacle: Equatable, Sendable {
    /// What it is.
    package let reason: String
    /// The options with which a model would be trained that lacks it; empty where nothing would do.
    ///
    /// There is an "or" where one of two will do, and "without --latent" where that is to be left out.
    package let options: [String]

    /// An obstacle and what would remove it.
    init(_ reason: String, _ options: String...) { self.init(reason, options: options) }

    /// An obstacle and what would remove it.
    init(_ reason: String, options: [String]) {
      self.reason = reason
      self.options = options
    }
  }

  /// All that stands in the way: a model trained with all options of these would be exportable.
  package let obstacles: [Obstacle]

  /// A refusal because of some things at once.
  init(_ obstacles: [Obstacle]) { self.obstacles = obstacles }

  /// A refusal for which there is no remedy.
  init(_ reason: String) { self.init([Obstacle(reason)]) }

  /// With which options a model would be exportable.
  package var options: [String] { obstacles.flatMap { $0.options } }

  /// The reasons, and what would be accepted.
  package var description: String {
    let given = Self.list(options.filter { !$0.hasPrefix("without ") })
    let leftOut = Self.list(options.filter { $0.hasPrefix("without ") })
    let advice = [given.isEmpty ? "" : "with " + given, leftOut].filter { !$0.isEmpty }.joined(
      separator: ", "
    )
    return Self.list(obstacles.map { $0.reason }, "; ", "; and ")
      + (advice.isEmpty ? "" : "; train " + advice)
  }

  private static func list(_ words: [String], _ separator: String = ", ", _ last: String = " and ") -> String
  {
    words.count < 2
      ? words.joined() : words.dropLast().joined(separator: separator) + last + words[words.count - 1]
  }
}
