import VisibleText

/// A sentence or more of a lesson, in which some words are code and some are emphasised.
///
///     let prose: Prose = "The scale is *one* number: `s` = \(s)."
///
/// Grave accents stand around code and asterisks around what is emphasised, in the literal parts alone: what is put in by
/// `\(…)` is a stranger's text, made visible and short, and takes on the look of its place.
public struct Prose: Equatable, Sendable, ExpressibleByStringInterpolation {
  /// How some words look.
  public enum Look: Equatable, Sendable {
    /// As the text around them.
    case plain
    /// Something to type, or a name in a formula or a program.
    case code
    /// What the sentence is about.
    case emphasis
  }

  /// Words of one look.
  public struct Span: Equatable, Sendable {
    /// The words, with the spaces around them.
    public internal(set) var text: String
    /// How they look.
    public let look: Look

    /// Words of one look.
    public init(text: String, look: Look) {
      self.text = text
      self.look = look
    }
  }

  /// The words in their order.
  public private(set) var spans: [Span]

  /// Words with their marks.
  @inline(never)
  public init(stringLiteral text: String) {
    // Lessons are full of literals, and a page that holds some of them is loaded as a whole: so this is not inlined.
    var interpolation = StringInterpolation(literalCapacity: text.utf8.count, interpolationCount: 0)
    interpolation.appendLiteral(text)
    spans = interpolation.spans
  }

  /// Words with their marks, and what is put in.
  public init(stringInterpolation: StringInterpolation) { spans = stringInterpolation.spans }

  /// The words without their marks.
  public var text: String { spans.map { $0.text }.joined() }

  /// Two pieces in a row.
  public static func + (first: Prose, second: Prose) -> Prose {
    var prose = first
    prose.spans += second.spans
    return prose
  }

  /// What is put together from literal parts and from what is put in.
  public struct StringInterpolation: StringInterpolationProtocol {
    fileprivate var spans: [Span] = []
    private var look = Look.plain

    /// An empty prose; it takes what memory it needs.
    public init(literalCapacity: Int, interpolationCount: Int) {}

    /// Words whose marks change the look.
    @inline(never)
    public mutating func appendLiteral(_ literal: String) {
      var words = ""
      for character in literal {
        switch (character, look) {
        case ("`", .code), ("*", .emphasis):
          append(words)
          words = ""
          look = .plain
        case ("`", .plain), ("*", .plain):
          append(words)
          words = ""
          look = character == "`" ? .code : .emphasis
        default: words.append(character)
        }
      }
      append(words)
    }

    /// A text, made visible and short.
    @inline(never)
    public mutating func appendInterpolation(_ text: String) { append(excerpt(text)) }

    /// An integer, its digits in one group.
    @inline(never)
    public mutating func appendInterpolation(_ number: Int) { append("\(number)") }

    /// Other prose, with its looks.
    public mutating func appendInterpolation(_ prose: Prose) { spans += prose.spans }

    private mutating func append(_ text: String) {
      guard !text.isEmpty else { return }
      if let last = spans.indices.last, spans[last].look == look {
        spans[last].text += text
      } else {
        spans.append(Span(text: text, look: look))
      }
    }
  }
}
