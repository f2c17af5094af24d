/// A document that a command prints with `--json`, and what it looks like.
struct PrintedDocument: Sendable {
  /// What it is called on the command line.
  let name: String
  /// What its `schema` field says.
  let schemaName: String
  /// What it holds, in a sentence.
  let abstract: String
  /// The schema of the whole document.
  let schema: JSONSchemaDocument

  /// All documents, those of lessons last.
  static let all = DocumentKind.allCases.map(Self.init) + [lesson]

  /// The document of a name, short or as in the `schema` field; nil where there is none.
  static func named(_ name: String) -> PrintedDocument? {
    all.first { $0.name == name || $0.schemaName == name }
  }
}

extension PrintedDocument {
  private init(_ kind: DocumentKind) {
    name = kind.rawValue
    schemaName = kind.schemaName
    abstract = kind.abstract
    schema = kind.schema
  }
}
