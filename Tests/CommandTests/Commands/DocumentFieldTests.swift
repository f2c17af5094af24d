import Formats
import Foundation
import Testing

@testable import microgpt

/// The tables of what `--json` prints name the fields of the schemas.
@Suite("Documented fields")
struct DocumentFieldTests {
  private static func article(_ name: String) throws -> String {
    try String(contentsOf: repositoryFile("Sources/microgpt/microgpt.docc/" + name), encoding: .utf8)
  }

  @Test(
    "Each result's table has its schema's fields, and no others",
    arguments: ["info", "train", "evaluate"]
  )
  func fields(name: String) throws {
    let text = try Self.article("FileFormatsAndConventions.md")
    let parts = text.components(separatedBy: "`result` of `\(name)`:\n\n")
    try #require(parts.count == 2)
    let rows = parts[1].components(separatedBy: "\n\n")[0].split(separator: "\n").dropFirst(2)
    let named = rows.flatMap { row in
      row.split(separator: "|")[0].matches(of: /`(\w+)`/).map { String($0.1) }
    }
    let document = try #require(PrintedDocument.named(name))
    let schema = try JSON(parsing: Array(document.schema.json.text.utf8))
    let result = try #require(schema["properties"]?["result"]?["properties"]?.fields)
    #expect(named.sorted() == result.map(\.key).sorted())
  }

  @Test("The article on installing names the present version, and the places that help names")
  func installing() throws {
    let text = try Self.article("Installing.md")
    #expect(text.contains("microgpt-\(About.version)-linux-x86_64.tar.gz"))
    for definition in [CompletionCommand.definition, ManualCommand.definition] {
      let lines = try #require(definition.discussion).split(separator: "\n").filter { $0.hasPrefix("  ") }
      #expect(!lines.isEmpty)
      for line in lines { #expect(text.contains(line.drop { $0 == " " })) }
    }
  }
}
