import Foundation
import TestSupport
import Testing

/// Every command that the README and the articles show is run, in a folder with the repository's data.
@Suite struct CommandLineTests {
  /// A command and the lines that are shown below it.
  struct Example {
    let document: Document
    let command: String
    let shown: [String]
    /// Where these lines stand in the document; nil where none are shown.
    let range: Range<Int>?
  }

  /// What is measured with a clock, fetches or builds the package itself, or has a page to itself in other tests.
  static let exempt = [
    "swift test", "swift build ", ".ci/pytorch", "apt-get ", "--traits MPI", "mpirun ", "git ", "export PATH",
    "bash ", "DOCUMENTATION=",
    " benchmark replay", " benchmark batches",
    " benchmark second", " benchmark scaling", " benchmark --help",
  ]
  /// What takes minutes in a debug build.
  static let slow = [
    "benchmark variants", "--train ", "--layers ", "--documents stream", "--resume ", "echoes",
    "runs/induction", "runs/film", "runs/patient", "lesson all", "lesson scaling", "lesson heads",
    "lesson sharing",
    "lesson induction",
    "lesson cross", "lesson cache", "evaluate runs/names", "inspect heads runs/names --file", "runs/apart",
    "runs/minimind", "runs/llama",
  ]

  private static func isExempt(_ command: String) -> Bool {
    command.hasSuffix(" benchmark") || exempt.contains { command.contains($0) }
  }

  static func examples() throws -> [Example] {
    try Document.all().flatMap { document in
      document.blocks.flatMap { block -> [Example] in
        switch block.language {
        case "console": consoleExamples(document, block)
        case "sh":
          block.lines.filter { !$0.isEmpty }.map {
            Example(document: document, command: $0, shown: [], range: nil)
          }
        default: []
        }
      }
    }
  }

  private static func consoleExamples(_ document: Document, _ block: Document.Block) -> [Example] {
    let starts = block.lines.indices.filter { block.lines[$0].hasPrefix("$ ") }
    return zip(starts, starts.dropFirst() + [block.lines.count]).map { start, end in
      Example(
        document: document,
        command: String(block.lines[start].dropFirst(2)),
        shown: Array(block.lines[start + 1..<end]),
        range: block.start + start + 1..<block.start + end
      )
    }
  }

  @Test("What a command prints is what is shown")
  func outputs() async throws {
    let folder = FileManager.default.temporaryDirectory.appending(path: "microgpt-\(UUID().uuidString)")
    try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
    defer { try? FileManager.default.removeItem(at: folder) }
    try FileManager.default.copyItem(
      at: repository.appending(path: "data"),
      to: folder.appending(path: "data")
    )
    var replacements: [String: [(range: Range<Int>, lines: [String])]] = [:]
    for example in try Self.examples() where !Self.isExempt(example.command) {
      #if DEBUG
      if !Document.isWritten, Self.slow.contains(where: example.command.contains) { continue }
      #endif
      let (status, printed) = try Self.run(example.command, in: folder)
      #expect(
        status == 0,
        "\(example.document.path): \(example.command)\n\(printed.prefix(6).joined(separator: "\n"))"
      )
      guard let range = example.range, !Self.matches(example.shown[...], printed[...]) else { continue }
      if Document.isWritten, !example.shown.contains("…") {
        replacements[example.document.path, default: []].append((range, printed))
      } else {
        Issue.record(
          "\(example.document.path): \(example.command) prints \(Self.difference(example.shown, printed))"
        )
      }
    }
    for (path, replacements) in replacements { try Document(path).replace(replacements) }
  }

  /// Whether lines are those shown, where a line of `…` stands for any number of lines.
  private static func matches(_ shown: ArraySlice<String>, _ printed: ArraySlice<String>) -> Bool {
    guard let first = shown.first else { return printed.isEmpty }
    if first == "…" {
      let rest = shown.dropFirst()
      return (printed.startIndex...printed.endIndex).contains { matches(rest, printed[$0...]) }
    }
    guard let line = printed.first, agree(first, line) else { return false }
    return matches(shown.dropFirst(), printed.dropFirst())
  }

  /// The first lines that are printed and not shown: a long message might not reach the reader.
  private static func difference(_ shown: [String], _ printed: [String]) -> String {
    let same = zip(shown, printed).prefix { agree($0, $1) }.count
    return "from line \(same + 1) on\n" + printed.dropFirst(same).prefix(6).joined(separator: "\n")
  }

  /// Runs a line of shell with the package's commands at hand.
  private static func run(_ command: String, in folder: URL) throws -> (status: Int32, lines: [String]) {
    let executable = try #require(BuiltProcess.executable("microgpt"))
    let output = folder.appending(path: "printed")
    try Data().write(to: output)
    let handle = try FileHandle(forWritingTo: output)
    let process = Process()
    process.executableURL = URL(filePath: "/bin/sh")
    process.arguments = ["-c", command.replacing("swift run -c release ", with: "")]
    process.currentDirectoryURL = folder
    let path = ProcessInfo.processInfo.environment["PATH"] ?? "/usr/bin:/bin"
    process.environment = [
      "PATH": executable.deletingLastPathComponent().path(percentEncoded: false) + ":" + path,
      "LANG": "C.UTF-8",
    ]
    process.standardInput = FileHandle.nullDevice
    process.standardOutput = handle
    process.standardError = handle
    try BuiltProcess.run(process)
    process.waitUntilExit()
    try handle.close()
    let text = try String(contentsOf: output, encoding: .utf8)
    let lines = text.split(separator: "\n", omittingEmptySubsequences: false).dropLast().map(String.init)
    return (
      process.terminationStatus,
      lines.filter { !$0.hasPrefix("note: this is a debug build") && !$0.hasPrefix("still at work after") }
    )
  }
}
