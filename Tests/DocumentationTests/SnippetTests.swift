import Foundation
import TestSupport
import Testing

@Suite struct SnippetTests {
  /// A snippet in a document, and the block after it that shows what it prints.
  struct Place {
    let document: Document
    let code: [String]
    let output: Document.Block?
  }

  static func places() throws -> [Place] {
    try Document.all().flatMap { document in
      let blocks = document.blocks
      return blocks.indices.compactMap { index -> Place? in
        // Lines of the source itself are compared with it elsewhere.
        guard blocks[index].language == "swift", Quotation.source(of: blocks[index]) == nil else {
          return nil
        }
        // The lines that import modules stand at the top of the test's file.
        let code = blocks[index].lines.drop { $0.hasPrefix("import ") || $0.isEmpty }
        let next = blocks.indices.contains(index + 1) ? blocks[index + 1] : nil
        return Place(
          document: document,
          code: Array(code),
          output: next.flatMap { $0.language == "text" ? $0 : nil }
        )
      }
    }
  }

  @Test("Every piece of Swift in the README and the articles is the body of a function that is compiled here")
  func texts() throws {
    let bodies = try Snippet.bodies()
    let places = try Self.places()
    for place in places where !place.code.joined().hasPrefix("dependencies:") {
      #expect(
        bodies.values.contains(place.code),
        "\(place.document.path): \(place.code.first ?? "")"
      )
    }
    for snippet in Snippet.all {
      let body = try #require(bodies[snippet.name])
      #expect(places.contains { $0.code == body }, "\(snippet.name) is in no document")
    }
    #expect(Set(bodies.keys) == Set(Snippet.all.map { $0.name }))
  }

  @Test("It prints what the document shows after it", arguments: Snippet.all)
  func outputs(snippet: Snippet) throws {
    let body = try #require(try Snippet.bodies()[snippet.name])
    let printed = try snippet.printed()
    for place in try Self.places() where place.code == body {
      let shown = place.output?.lines ?? []
      if Document.isWritten, let output = place.output, shown != printed {
        try place.document.replace([(output.start..<output.start + shown.count, printed)])
      } else {
        #expect(
          shown.elementsEqual(printed) { agree($0, $1) },
          "\(place.document.path): it prints \(printed)"
        )
      }
    }
  }

  @Test("XOR is learned whatever the seed")
  func xorSeeds() {
    #if DEBUG
    let seeds = 0..<20
    #else
    let seeds = 0..<1000
    #endif
    let failures = seeds.filter { xorLoss(seed: UInt64($0)) > 1e-4 }
    #expect(failures.isEmpty, "not with the seeds \(failures)")
  }

  @Test("The modules that a snippet imports are libraries of the package")
  func imports() throws {
    let package = try String(contentsOf: repository.appending(path: "Package.swift"), encoding: .utf8)
    for document in try Document.all() {
      for block in document.blocks where block.language == "swift" {
        for line in block.lines where line.hasPrefix("import ") {
          #expect(package.contains(#".library(name: "\#(line.dropFirst(7))""#), "\(document.path): \(line)")
        }
      }
    }
  }

  @Test("A snippet imports every library whose types and functions it names")
  func importedNames() throws {
    let names = try Self.publicNames()
    for place in try Self.blocksWithImports() {
      // Types, and functions where they are called.
      let text = place.lines.joined(separator: "\n")
      let words = Set(text.matches(of: /\b([A-Z]\w+|\w+(?=\())/).map { String($0.1) })
      let imported = Set(place.lines.filter { $0.hasPrefix("import ") }.map { String($0.dropFirst(7)) })
      for (module, declared) in names where !imported.contains(module) {
        let used = declared.filter { name in
          // A name that several libraries declare, or an imported one extends, tells nothing.
          words.contains(name) && !names.contains { $0.key != module && $0.value.contains(name) }
        }
        #expect(used.isEmpty, "\(place.path): \(used.sorted()) without import \(module)")
      }
    }
  }

  private static func blocksWithImports() throws -> [(path: String, lines: [String])] {
    try Document.all().flatMap { document in
      document.blocks.filter { $0.language == "swift" && $0.lines.contains { $0.hasPrefix("import ") } }
        .map { (document.path, $0.lines) }
    }
  }

  /// The public types and functions at the outermost level of each library.
  private static func publicNames() throws -> [String: Set<String>] {
    let sources = repository.appending(path: "Sources")
    var names: [String: Set<String>] = [:]
    for path in try FileManager.default.subpathsOfDirectory(atPath: sources.path(percentEncoded: false))
    where path.hasSuffix(".swift") {
      let module = String(path.prefix { $0 != "/" })
      let text = try String(contentsOf: sources.appending(path: path), encoding: .utf8)
      let found = text.matches(of: /(?m)^public (?:final )?(?:struct|enum|class|protocol|func) (\w+)/)
      names[module, default: []].formUnion(found.map { String($0.1) })
    }
    return names
  }
}
