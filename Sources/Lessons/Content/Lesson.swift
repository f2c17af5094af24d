/// A lesson: what one can do after it, and its parts, each computed when its turn comes.
///
/// A question ends the part before the one that computes its answer, so that the learner predicts before seeing.
public struct Lesson: Sendable {
  /// What a part of a lesson shows, and the numbers in it.
  public struct Part: Sendable {
    /// What is shown, in order.
    public let blocks: [Block]
    /// The numbers that were computed, under their names.
    public let numbers: [NamedNumbers]

    /// A part from what is shown and computed.
    public init(_ blocks: [Block], numbers: [NamedNumbers] = []) {
      self.blocks = blocks
      self.numbers = numbers
    }
  }

  /// What it is called on the command line: a lower-case word.
  public let name: String
  /// Its heading.
  public let title: String
  /// What it is about, in one line of a list.
  public let purpose: String
  /// How long a learner takes.
  public let minutes: Int
  /// Whether it belongs to the quick path.
  public let isOnQuickPath: Bool
  /// What one can do after it: each completes "After this lesson you can".
  public let abilities: [Prose]
  /// Its parts on a workbench, in order; a part may show what another one has computed.
  public let parts: @Sendable (Workbench) -> [() throws(LessonError) -> Part]

  /// A lesson from its parts.
  public init(
    _ name: String,
    title: String,
    purpose: String,
    minutes: Int,
    isOnQuickPath: Bool = false,
    abilities: [Prose],
    parts: @escaping @Sendable (Workbench) -> [() throws(LessonError) -> Part]
  ) {
    self.name = name
    self.title = title
    self.purpose = purpose
    self.minutes = minutes
    self.isOnQuickPath = isOnQuickPath
    self.abilities = abilities
    self.parts = parts
  }

  /// A part that is computed when its turn comes.
  ///
  /// Swift 6.2 crashes on a closure with typed errors that stands in an array itself.
  static func part(
    _ compute: @escaping () throws(LessonError) -> Part
  ) -> () throws(LessonError) -> Part { compute }

  /// All parts at once.
  public func content(on workbench: Workbench) throws(LessonError) -> Part {
    var blocks: [Block] = []
    var numbers: [NamedNumbers] = []
    for part in parts(workbench) {
      let part = try part()
      blocks += part.blocks
      numbers += part.numbers
    }
    return Part(blocks, numbers: numbers)
  }
}

/// Why a lesson can't be given; with lessons that choose their own texts and settings this does not happen.
public struct LessonError: Error, Equatable, CustomStringConvertible {
  /// The reason, and what would be accepted.
  public let description: String

  /// A reason.
  public init(_ description: String) { self.description = description }
}
