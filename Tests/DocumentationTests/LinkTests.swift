import Foundation
import TestSupport
import Testing

@Suite struct LinkTests {
  /// All files of the repository that are under version control, or could be.
  private static func files() throws -> Set<String> {
    let names = [".ci", "Sources", "Tests", "data"]
    var files: Set<String> = ["README.md", "Package.swift", ".spi.yml", ".swift-format"]
    for name in names {
      let folder = repository.appending(path: name)
      for path in try FileManager.default.subpathsOfDirectory(atPath: folder.path(percentEncoded: false)) {
        files.insert(name + "/" + path)
      }
      files.insert(name)
    }
    return files
  }

  @Test("Every file that the README or an article names exists")
  func names() throws {
    let files = try Self.files()
    let names = Set(files.compactMap { $0.split(separator: "/").last.map(String.init) })
    for document in try Document.all() {
      for match in document.prose.matches(of: #/`([\w.+\/-]+)`/#) {
        let name = String(match.1)
        if name.wholeMatch(of: #/(Sources|Tests|data|\.ci)\/.+/#) != nil {
          let path = name.hasSuffix("/") ? String(name.dropLast()) : name
          #expect(files.contains(path), "\(document.path) names \(name)")
        } else if name.hasSuffix(".swift") {
          #expect(
            name.contains("/") ? files.contains { $0.hasSuffix("/" + name) } : names.contains(name),
            "\(document.path) names \(name)"
          )
        }
      }
    }
  }

  @Test("Every link to a file leads to one")
  func links() throws {
    for document in try Document.all() {
      let folder = repository.appending(path: document.path).deletingLastPathComponent()
      for match in document.prose.matches(of: #/\]\(([^)#]+)[^)]*\)/#) {
        let target = String(match.1)
        if target.contains(":") { continue }
        let file = folder.appending(path: target).standardizedFileURL.path(percentEncoded: false)
        #expect(FileManager.default.fileExists(atPath: file), "\(document.path) links to \(target)")
      }
    }
  }

  @Test("No document names a folder of somebody's machine or the number of an issue")
  func machines() throws {
    for document in try Document.all() {
      for line in document.lines {
        #expect(
          !line.contains(#/(^|[\s`(])\/(home|root|tmp|work|Users|private|opt)\b/#),
          "\(document.path): \(line)"
        )
        #expect(!line.contains(#/\b[Ii]ssues? #?\d/#), "\(document.path): \(line)")
      }
    }
  }

  @Test("The README is at most 260 lines long")
  func length() throws {
    #expect(try Document("README.md").lines.count <= 261)
  }

  @Test("A catalog stands in each target that .spi.yml names, and in no other")
  func catalogs() throws {
    let text = try String(contentsOf: repository.appending(path: ".spi.yml"), encoding: .utf8)
    let match = try #require(text.firstMatch(of: #/documentation_targets: \[(.*)\]/#))
    let named = match.1.split(separator: ", ").map(String.init)
    let present = try Set(
      Document.all().compactMap { $0.path.firstMatch(of: #/(\w+)\.docc/#).map { String($0.1) } }
    )
    #expect(Set(named) == present)
  }
}
