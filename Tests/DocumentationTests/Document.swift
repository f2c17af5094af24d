import Foundation
import Testing
import TestSupport

/// The README, or an article of a catalog.
struct Document: CustomTestStringConvertible {
  /// Where it is in the repository.
  let path: String
  /// Its lines.
  let lines: [String]

  init(_ path: String) throws {
    self.path = path
    let text = try String(contentsOf: repository.appending(path: path), encoding: .utf8)
    lines = text.split(separator: "\n", omittingEmptySubsequences: false).map(String.init)
  }

  /// The README first, for it trains the model that others look at, then the articles.
  static func all() throws -> [Document] {
    let sources = repository.appending(path: "Sources")
    let files = try FileManager.default.subpathsOfDirectory(atPath: sources.path(percentEncoded: false))
    let articles = files.filter { $0.contains(".docc/") && $0.hasSuffix(".md") }.sorted()
    return try (["README.md"] + articles.map { "Sources/" + $0 }).map(Document.init)
  }

  var testDescription: String { path }

  /// Text between two fences.
  struct Block {
    /// The language after the opening fence; empty where there is none.
    let language: String
    /// The lines between the fences.
    let lines: [String]
    /// The index of the first of them in the document.
    let start: Int
  }

  /// All of its blocks, in order.
  var blocks: [Block] {
    var blocks: [Block] = []
    var open: (language: String, start: Int)?
    for (index, line) in lines.enumerated() where line.hasPrefix("```") {
      if let (language, start) = open {
        blocks.append(Block(language: language, lines: Array(lines[start..<index]), start: start))
        open = nil
      } else {
        open = (String(line.dropFirst(3)), index + 1)
      }
    }
    return blocks
  }

  /// The text outside of its blocks.
  var prose: String {
    var isCode = false
    return lines.filter { line in
      if line.hasPrefix("```") { isCode.toggle() }
      return !isCode
    }.joined(separator: "\n")
  }

  /// Writes the document with other lines in the place of some, from the last to the first.
  func replace(_ replacements: [(range: Range<Int>, lines: [String])]) throws {
    var lines = lines
    for (range, replacement) in replacements.sorted(by: { $0.range.lowerBound > $1.range.lowerBound }) {
      lines.replaceSubrange(range, with: replacement)
    }
    try lines.joined(separator: "\n")
      .write(to: repository.appending(path: path), atomically: true, encoding: .utf8)
  }

  /// Whether the tests shall write what they find into the documents, instead of holding them to it:
  /// `DOCUMENTATION=write swift test --no-parallel --filter DocumentationTests`.
  static let isWritten = ProcessInfo.processInfo.environment["DOCUMENTATION"] == "write"
}
