import Inspection

/// What `inspect --json` prints: the figures, and what they are figures of.
struct InspectionDocument<Result: Encodable>: Encodable {
  /// Which schema the document has, see ``DocumentKind/schemaName``.
  let schema: String
  /// The folder of the run, or null for figures without one.
  @ExplicitNull private(set) var run: String?
  /// How many steps it has made.
  @ExplicitNull private(set) var step: Int?
  /// The tokens that were read, and the one that is predicted last; null for figures without a text.
  @ExplicitNull private(set) var tokens: [String]?
  let result: Result

  /// Figures of a run and a text.
  init(_ kind: DocumentKind, _ text: InspectedText, _ result: Result) {
    schema = kind.schemaName
    run = text.run.path
    step = text.checkpoint.state.stepsDone
    tokens = text.allLabels
    self.result = result
  }

  /// Figures that need no text; of a run, or perhaps of its shape alone, where it has no step.
  init(_ kind: DocumentKind, _ result: Result, run: RunFolder? = nil, step: Int? = nil) {
    schema = kind.schemaName
    self.run = run?.path
    self.step = step
    tokens = nil
    self.result = result
  }

  /// The document in a line, see ``encodedLine(_:)``.
  func json() throws -> String { try encodedLine(self) }
}
