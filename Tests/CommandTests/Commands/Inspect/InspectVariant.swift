import Testing

@testable import microgpt

/// A variant of attention, trained small, with what its mask and store show.
struct InspectVariant: Sendable, CustomTestStringConvertible {
  let options: [String]
  /// How many keys up to its own a query sees.
  var window = Int.max
  var storesLatents = false
  var keepsScores = true

  var testDescription: String { options.isEmpty ? "defaults" : options.joined(separator: " ") }

  func sees(query: Int, key: Int) -> Bool { key <= query && query - key < window }

  static let all = [
    Self(options: []),
    Self(options: ["--latent", "3", "--positions", "rotary"], storesLatents: true),
    Self(options: ["--kernel", "flash"], keepsScores: false),
    Self(options: ["--kv-heads", "1", "--mask", "window:2"], window: 2),
    Self(options: ["--store", "rolling:3", "--layers", "2"], window: 3),
    Self(options: [
      "--feed-forward", "swiglu", "--norm", "weighted", "--final-norm", "--query-key-norm", "--kv-heads", "1",
      "--positions", "rotary",
    ]),
  ]

  /// A folder with a run of the variant.
  func workspace() async throws -> Workspace {
    let workspace = try Workspace()
    try await workspace.train(Workspace.small + options)
    return workspace
  }

  /// What the model reads of the text "lena", and what it predicts last.
  static let tokens = ["<|>", "l", "e", "n", "a", "<|>"]
  static let positionCount = 5

  var layerCount: Int { options.contains("--layers") ? 2 : 1 }
}

extension Workspace {
  /// Runs a command with `--json`, expects success, and gives the document after it was held against the schema that
  /// `inspect schema` prints.
  func document(_ kind: DocumentKind, _ arguments: [String]) async throws -> JSONValue {
    let outcome = try await run(kind.groupWords + arguments + ["--json"])
    try #require(outcome.status == 0, "\(outcome.errors)")
    return try await document(outcome.output, of: #require(PrintedDocument.named(kind.rawValue)))
  }

  /// The document that a command has printed, after it was held against its schema.
  func document(_ output: String, of printed: PrintedDocument) async throws -> JSONValue {
    // One line and its end.
    #expect(output.hasSuffix("}\n") && output.count { $0 == "\n" } == 1)
    let document = try JSONValue(output)
    let schema = try await JSONValue(run(["inspect", "schema", printed.name]).output)
    #expect(SchemaValidator(schema: schema).violations(in: document) == [])
    #expect(document["schema"].string == printed.schemaName)
    return document
  }

  /// The figures of the run `run` on the text "lena".
  func figures(_ kind: DocumentKind, _ options: [String] = []) async throws -> JSONValue {
    let document = try await document(kind, [kind.rawValue, "run", "--text", "lena"] + options)
    #expect(document["run"].string == "run")
    #expect(document["step"].integer == 12)
    #expect(document["tokens"].elements.map(\.string) == InspectVariant.tokens)
    return document["result"]
  }
}

/// Whether two numbers agree but for rounding, relative to a size.
func agree(_ first: Double, _ second: Double, size: Double, tolerance: Double = 1e-12) -> Bool {
  (first - second).magnitude <= tolerance * size
}
