import Foundation
import TestSupport
import Testing

@Suite("The guide to the source")
struct GuideTests {
  /// A station of the guide: its files are the items of its list.
  struct Station {
    let title: String
    let minutes: Int
    let files: [String]
  }

  private static func guide() throws -> Document {
    try Document("Sources/Lessons/Lessons.docc/ReadingTheSource.md")
  }

  private static func stations() throws -> [Station] {
    var stations: [Station] = []
    var title: (text: String, minutes: Int)?
    var files: [String] = []
    func close() {
      if let title { stations.append(Station(title: title.text, minutes: title.minutes, files: files)) }
      title = nil
      files = []
    }
    for line in try guide().lines {
      if line.hasPrefix("### ") {
        close()
        title = line.wholeMatch(of: #/### (\d+\. .*), (\d+) minutes/#).map { (String($0.1), Int($0.2) ?? 0) }
      } else if let match = line.prefixMatch(of: #/- `([^`]+\.swift)`/#) {
        files.append("Sources/" + match.1)
      }
    }
    close()
    return stations
  }

  private static func lineCount(_ path: String) throws -> Int {
    try String(contentsOf: repository.appending(path: path), encoding: .utf8).count { $0 == "\n" }
  }

  @Test("The files of each station exist, and can be read in its minutes at 8 to 22 lines a minute")
  func minutes() throws {
    let stations = try Self.stations()
    #expect(stations.map(\.title).enumerated().allSatisfy { $1.hasPrefix("\($0 + 1). ") })
    for station in stations {
      #expect(!station.files.isEmpty, "\(station.title)")
      let lines = try station.files.reduce(0) { try $0 + Self.lineCount($1) }
      #expect((8...22).contains(lines / station.minutes), "\(station.title): \(lines) lines")
    }
  }

  @Test("It says how long all stations take")
  func sum() throws {
    let minutes = try Self.stations().map(\.minutes)
    let text = try Self.guide().prose.replacing("\n", with: " ")
    let last = try #require(minutes.last)
    #expect(
      text.contains(
        "Stations 1 to 8 take \(minutes.dropLast().reduce(0, +)) minutes, the ninth is a supplement of \(last)."
      )
    )
    #expect(minutes.count == 9)
  }

  @Test("It leads through the files that the README lists, in the same order")
  func readme() throws {
    let listed = try Document("README.md").lines.compactMap { line in
      line.firstMatch(of: #/^\d+\. \[`.*`\]\((Sources\/\S+\.swift)\)/#).map { String($0.1) }
    }
    let files = try Self.stations().flatMap(\.files)
    #expect(listed.count == 10)
    #expect(listed == files.filter(listed.contains))
  }

  @Test("Every function and type that an article of the course names is declared somewhere")
  func declarations() throws {
    let sources = try Self.sources()
    let declared = Set(
      sources.matches(of: #/\b(?:func|var|let|struct|enum|class|protocol|case) (\w+)/#).map { String($0.1) }
    )
    let folders = Set(
      try FileManager.default.contentsOfDirectory(
        atPath: repository.appending(path: "Sources").path(percentEncoded: false)
      )
    ).union(["Sources", "Tests"])
    for document in try Document.all() where document.path.hasPrefix("Sources/Lessons/") {
      let isGuide = document.path == (try Self.guide().path)
      for match in document.prose.matches(of: #/`(\w+)(\((?:\w+:)*\))?`/#) {
        let name = String(match.1)
        if let labels = match.2 {
          #expect(
            Self.signatures(of: name, in: sources).contains(String(labels)),
            "\(document.path) names \(name)\(labels)"
          )
        } else if isGuide, name.first?.isNumber == false {
          #expect(declared.contains(name) || folders.contains(name), "\(document.path) names \(name)")
        }
      }
    }
  }

  /// All Swift of the package in one text.
  private static func sources() throws -> String {
    let folder = repository.appending(path: "Sources")
    return try FileManager.default.subpathsOfDirectory(atPath: folder.path(percentEncoded: false))
      .filter { $0.hasSuffix(".swift") }
      .map { try String(contentsOf: folder.appending(path: $0), encoding: .utf8) }
      .joined(separator: "\n")
  }

  /// The labels of the functions of a name: `(after:state:)`.
  private static func signatures(of name: String, in sources: String) -> Set<String> {
    Set(
      sources.ranges(of: "func \(name)(").map { range in
        let labels = parameters(sources[range.upperBound...]).compactMap { parameter in
          parameter.firstMatch(of: #/\w+/#).map { $0.0 + ":" }
        }
        return "(\(labels.joined()))"
      }
    )
  }

  /// The text up to the parenthesis that closes a list, divided at the commas that stand in no other parentheses.
  private static func parameters(_ text: Substring) -> [Substring] {
    var depth = 0
    var start = text.startIndex
    var parameters: [Substring] = []
    for index in text.indices {
      let character = text[index]
      if depth == 0, character == "," || character == ")" {
        parameters.append(text[start..<index])
        start = text.index(after: index)
        if character == ")" { break }
      }
      if "([{".contains(character) { depth += 1 }
      if ")]}".contains(character) { depth -= 1 }
    }
    return parameters
  }
}
