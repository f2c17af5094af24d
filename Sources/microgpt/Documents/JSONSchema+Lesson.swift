extension PrintedDocument {
  /// What `lesson --json` prints, in a line for each lesson.
  static let lesson: PrintedDocument = {
    let schemaName = "microgpt/lesson/1"
    let abstract = "What a lesson says, piece by piece, and the numbers that it computed."
    return PrintedDocument(
      name: "lesson",
      schemaName: schemaName,
      abstract: abstract,
      schema: JSONSchemaDocument(
        name: schemaName,
        title: "microgpt lesson",
        description: abstract,
        schema: .object([
          .init("schema", "The name of this schema.", .constant(schemaName)),
          .init("name", "What the lesson is called on the command line.", .string),
          .init("title", "Its heading.", .string),
          .init("minutes", "How long a learner takes.", .integer),
          .init("on_quick_path", "Whether it belongs to the quick path.", .boolean),
          .init("abilities", "What one can do after it.", .array(.string)),
          .init("blocks", "Its pieces, in order.", .array(JSONSchema.block)),
          .init(
            "numbers",
            "The numbers that it computed, at full precision.",
            .array(ofObjects: [
              .init("name", "What they are.", .string),
              .init("rows", "A matrix; a vector has one row, a number one row of one.", JSONSchema.cells),
            ])
          ),
        ])
      )
    )
  }()
}

extension JSONSchema {
  /// A piece of a lesson, of one of these kinds.
  fileprivate static let block = JSONSchema.alternatives([
    piece("heading", [.text]),
    piece("paragraph", [.text]),
    piece("list", [.lines]),
    piece("formula", [.lines]),
    piece("worked", [.lines]),
    piece("code", [.lines, .init("source", "Where the lines stand.", .string)]),
    piece("table", [.text, .columns, .rowsOfTexts]),
    piece("chart", [.text, .title, .columns, .rowsOfTexts]),
    piece(
      "heat map",
      [
        .text, .title, .columns, .init("labels", "The label of each row.", .array(.string)),
        .init("rows", "The numbers, rows × columns; null in a hidden cell.", cells),
      ]
    ),
    piece("question", [.init("question", "What is asked, and the answer.", question)]),
    piece(
      "notion",
      [.text, .init("notion", "A common wrong notion; the text says why it is wrong.", .string)]
    ),
    piece("exercise", [.text, .init("commands", "What to type.", .array(.string))]),
  ])

  private static func piece(_ kind: String, _ properties: [Property]) -> JSONSchema {
    .object([Property("kind", "The kind of the piece.", .constant(kind))] + properties)
  }

  private static let question = JSONSchema.alternatives([
    .object([
      .prompt, .reason, .init("choices", "The answers to choose from.", .array(.string)),
      .init("right", "The right choice, counted from 0.", .integer),
    ]),
    .object([
      .prompt, .reason, .init("number", "The answer.", .number),
      .init("tolerance", "How far off an answer may be and still be right.", .number),
    ]),
  ])
}

extension JSONSchema.Property {
  fileprivate static let text = Self("text", "What it says, without marks.", .string)
  fileprivate static let lines = Self("lines", "What it says, line by line.", .array(.string))
  fileprivate static let title = Self("title", "What the picture shows.", .string)
  fileprivate static let columns = Self("columns", "The heading of each column.", .array(.string))
  fileprivate static let rowsOfTexts = Self("rows", "The cells, rows × columns.", .array(.array(.string)))
  fileprivate static let prompt = Self("prompt", "What is asked.", .string)
  fileprivate static let reason = Self("reason", "Why the answer is right.", .string)
}
