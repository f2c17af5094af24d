import Arguments
import Drawing
import Formats

/// `microgpt inspect schema`: what the documents that `--json` prints look like.
struct SchemaCommand {
  static let document = Argument.optional(
    "document",
    as: .name(among: PrintedDocument.all.map(\.name)),
    help: "The document's name; without one, the names are listed."
  )

  static let definition = CommandDefinition(
    program: About.name,
    name: "inspect schema",
    abstract: "Print the JSON Schema of what --json prints.",
    discussion: """
      The schemas are JSON Schema, draft 2020-12. Each document says in its field 'schema' which of them it has.
      """,
    arguments: [document]
  )

  private let arguments: ParsedArguments

  init(_ arguments: ParsedArguments) { self.arguments = arguments }

  func run() throws {
    guard let name = arguments[Self.document] else { return list() }
    guard let document = PrintedDocument.named(name) else {
      let names = PrintedDocument.all.map(\.name)
      throw arguments.usageError("There is no document '\(name)'\(suggestion(for: name, among: names))")
    }
    Terminal.output.write(document.schema.json.laidOut() + "\n")
  }

  private func list() {
    var table = Table(columns: [.init("document"), .init("what it holds")])
    for document in PrintedDocument.all { table.append([document.name, document.abstract]) }
    Terminal.output.write(table)
  }
}
