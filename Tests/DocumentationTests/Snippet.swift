import Foundation
import Testing

/// A function whose body stands in the README or in an article.
struct Snippet: Sendable, CustomTestStringConvertible {
  /// The function's name.
  let name: String
  /// The function.
  let run: @Sendable () throws -> Void

  init(_ name: String, _ run: @escaping @Sendable () throws -> Void) {
    self.name = name
    self.run = run
  }

  var testDescription: String { name }

  /// What it prints, line by line.
  func printed() throws -> [String] {
    let paper = Paper()
    try Paper.$current.withValue(paper) { try run() }
    return paper.text.split(separator: "\n", omittingEmptySubsequences: false).dropLast().map(String.init)
  }

  /// The bodies of all functions in the folder of snippets, by their names.
  static func bodies() throws -> [String: [String]] {
    let folder = URL(filePath: #filePath).deletingLastPathComponent().appending(path: "Snippets")
    var bodies: [String: [String]] = [:]
    for file in try FileManager.default.contentsOfDirectory(at: folder, includingPropertiesForKeys: nil) {
      var name: String?
      for line in try String(contentsOf: file, encoding: .utf8).split(
        separator: "\n",
        omittingEmptySubsequences: false
      ) {
        if let match = line.prefixMatch(of: #/(@Sendable )?func (\w+)\(\)/#) {
          name = String(match.2)
          bodies[String(match.2)] = []
        } else if line == "}" {
          name = nil
        } else if let name {
          bodies[name, default: []].append(String(line.hasPrefix("  ") ? line.dropFirst(2) : line))
        }
      }
    }
    return bodies
  }
}

/// What a snippet prints on.
final class Paper: @unchecked Sendable {
  var text = ""
  @TaskLocal static var current: Paper?
}

/// Takes the place of the library's `print` in snippets, and keeps what is printed.
func print(_ items: Any..., separator: String = " ", terminator: String = "\n") {
  Paper.current?.text += items.map { "\($0)" }.joined(separator: separator) + terminator
}
