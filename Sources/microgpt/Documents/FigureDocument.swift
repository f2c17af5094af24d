import Inspection

/// What `--json` prints: the figures, and what they are figures of.
struct FigureDocument<Result: Encodable>: Encodable {
  /// Which schema the document has, see ``DocumentKind/schemaName``.
  let schema: String
  /// The folder of the run, or null for figures without one.
  @ExplicitNull private(set) var run: String?
  /// How many steps it has made.
  @ExplicitNull private(set) var step: Int?
  /// The tokens that were read, and the one that is predicted last; null for figures without a text.
  @ExplicitNull private(set) var tokens: [String]?
  let result: Result

  /// Figures of a run, of its shape alone, where it has no step, or of none.
  init(
    _ kind: DocumentKind,
    _ result: Result,
    run: RunFolder? = nil,
    step: Int? = nil,
    tokens: [String]? = nil
  ) {
    schema = kind.schemaName
    self.run = run?.path
    self.step = step
    self.tokens = tokens
    self.result = result
  }

  /// The document in a line, see ``encodedLine(_:)``.
  func json() throws -> String { try encodedLine(self) }
}
