import Testing

@testable import microgpt

@Suite("The form of documents")
struct InspectDocumentFormTests {
  // But for how long a training took.
  @Test(
    "A document is the same twice, byte for byte",
    arguments: DocumentKind.allCases.filter { $0 != .train }
  )
  func repeatable(kind: DocumentKind) async throws {
    let workspace = try Workspace()
    try await workspace.trainRuns(for: kind)
    let arguments = kind.groupWords + kind.smallArguments + ["--json"]
    let first = try await workspace.run(arguments)
    #expect(first.status == 0)
    #expect(try await workspace.run(arguments).output == first.output)
  }

  @Test("A document with anything less, more or of another kind is refused", arguments: DocumentKind.allCases)
  func damaged(kind: DocumentKind) async throws {
    let workspace = try Workspace()
    try await workspace.trainRuns(for: kind)
    let document = try await workspace.document(kind, kind.smallArguments)
    let validator = SchemaValidator(schema: try JSONValue(kind.schema.json.text))
    let damaged = document.damaged
    #expect(damaged.count > 20)
    #expect(damaged.filter { validator.violations(in: $0).isEmpty } == [])
  }
}

extension DocumentKind {
  /// The words before ``smallArguments``.
  var groupWords: [String] { group.map { [$0] } ?? [] }

  /// The arguments after the group that print the document fast.
  var smallArguments: [String] {
    switch self {
    case .scalingInitialisation: ["scaling", "--widths", "1,4", "--queries", "5", "--keys", "3"]
    case .scalingTraining:
      ["scaling", "--train", "words.txt", "--embedding", "4", "--head-widths", "2", "--steps", "2"]
    case .check: ["check", "run", "--text", "lena", "--elements", "2"]
    case .ablate: ["ablate", "run", "--text", "lena", "--pairs", "--samples", "2"]
    case .patch: ["patch", "run", "--text", "lena", "--from", "anna"]
    case .circuits: ["circuits", "run"]
    case .attentionRow: ["attention", "run", "--text", "lena", "--row", "3"]
    case .compare: ["compare", "run", "other", "--text", "lena"]
    case .graphSteps: ["graph", "run", "--text", "lena", "--steps"]
    case .heads: ["heads", "run", "--file", "words.txt", "--words", "3"]
    case .info: ["info", "run"]
    case .evaluate: ["evaluate", "run", "words.txt"]
    case .score: ["score", "run", "lena"]
    case .sample: ["sample", "run", "--count", "2", "--seed", "3"]
    case .train:
      ["train", "words.txt", "--output", "trained", "--overwrite", "--quiet"] + Workspace.small
    case .scaling, .attention, .film, .lens, .gradients, .graph, .shapes, .worksheet:
      [rawValue, "run", "--text", "lena"]
    }
  }
}

extension Workspace {
  /// Trains the runs that ``DocumentKind/smallArguments`` name.
  func trainRuns(for kind: DocumentKind) async throws {
    try await train(Self.small + (kind == .film ? ["--snapshot-every", "5"] : []))
    if kind == .compare { try await train(Self.small + ["--seed", "7"], output: "other") }
  }
}
