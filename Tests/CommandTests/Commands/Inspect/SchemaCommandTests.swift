import Formats
import Foundation
import Testing

@testable import microgpt

@Suite("inspect schema")
struct SchemaCommandTests {
  @Test("Without a name, every document is listed with a sentence")
  func list() async throws {
    let outcome = try await Workspace().run(["inspect", "schema"])
    #expect(outcome.status == 0)
    #expect(outcome.errors == "")
    let rows = outcome.lines.dropFirst(2)
    #expect(rows.map { String($0.prefix { $0 != " " }) } == PrintedDocument.all.map(\.name))
    #expect(rows.allSatisfy { $0.hasSuffix(".") })
  }

  @Test(
    "A document's schema is printed by its name and by what its 'schema' field says",
    arguments: PrintedDocument.all.map(\.name)
  )
  func names(name: String) async throws {
    let workspace = try Workspace()
    let outcome = try await workspace.run(["inspect", "schema", name])
    let document = try #require(PrintedDocument.named(name))
    #expect(outcome.status == 0)
    #expect(outcome.errors == "")
    #expect(outcome.output == document.schema.json.laidOut() + "\n")
    #expect(try await workspace.run(["inspect", "schema", document.schemaName]).output == outcome.output)
  }

  @Test("A name that is none is refused, with the one that may be meant")
  func unknown() async throws {
    let workspace = try Workspace()
    let near = try await workspace.run(["inspect", "schema", "atention"])
    #expect(near.status == 64)
    #expect(near.output == "")
    #expect(
      near.messages.hasPrefix("Error: There is no document 'atention'. Did you mean 'attention'?\nUsage: ")
    )
    let far = try await workspace.run(["inspect", "schema", "q"])
    #expect(far.status == 64)
    #expect(far.messages.hasPrefix("Error: There is no document 'q'\n"))
  }

  @Test(
    "Names differ, and each schema is of draft 2020-12 with its name as $id",
    arguments: PrintedDocument.all.map(\.name)
  )
  func heads(name: String) throws {
    let document = try #require(PrintedDocument.named(name))
    let schema = try JSONValue(document.schema.json.laidOut())
    #expect(schema["$schema"].string == "https://json-schema.org/draft/2020-12/schema")
    #expect(schema["$id"].string == document.schemaName)
    #expect(schema["properties"]["schema"]["const"].string == document.schemaName)
    #expect(PrintedDocument.all.count { $0.schemaName == document.schemaName || $0.name == name } == 1)
  }

  @Test(
    "Every property is described in a sentence, and required, in an object that has no others",
    arguments: PrintedDocument.all.map(\.name)
  )
  func descriptions(name: String) throws {
    func check(_ schema: JSONValue) {
      for part in [schema["items"]] + schema["anyOf"].elements where part != .null { check(part) }
      guard case .object(let properties) = schema["properties"] else {
        #expect(schema["type"].string != "object")
        return
      }
      #expect(Set(schema["required"].elements.compactMap(\.string)) == Set(properties.keys))
      #expect(schema["required"].elements.count == properties.count)
      #expect(schema["additionalProperties"] == .boolean(false))
      for (name, property) in properties {
        #expect(property["description"].string?.hasSuffix(".") == true, "\(name)")
        #expect(name.wholeMatch(of: /[a-z]+([_-][a-z]+)*/) != nil)
        check(property)
      }
    }
    check(try JSONValue(#require(PrintedDocument.named(name)).schema.json.laidOut()))
  }

  @Test(
    "Laid-out JSON says what the text in one line says, and is as narrow as can be",
    arguments: [1, 20, 60, 100]
  )
  func layout(width: Int) throws {
    for document in PrintedDocument.all {
      let json = document.schema.json
      let laidOut = json.laidOut(width: width)
      #expect(try JSONValue(laidOut) == JSONValue(json.text))
      for line in laidOut.split(separator: "\n") where line.count > width {
        // What is too wide can't be broken: it opens something, or holds nothing that could go over several lines.
        #expect(line.hasSuffix("{") || line.hasSuffix("[") || !line.contains { "[{".contains($0) }, "\(line)")
      }
    }
    #expect(
      JSON.members([("b", .array([])), ("a", .members([]))]).laidOut(width: 1)
        == "{\n  \"b\": [],\n  \"a\": {}\n}"
    )
  }
}
