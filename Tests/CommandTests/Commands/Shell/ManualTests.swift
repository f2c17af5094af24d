import Foundation
import TestSupport
import Testing

@testable import Arguments
@testable import microgpt

/// `microgpt manual`, as the programs that show it read it.
@Suite("manual")
struct ManualTests {
  /// What a line of shell prints, and what it complains of.
  private func shell(_ line: String, in workspace: Workspace) throws -> (output: String, errors: String) {
    try workspace.shell(line + " > output 2> errors")
    return (try workspace.text("output"), try workspace.text("errors"))
  }

  private func isInstalled(_ program: String) -> Bool {
    if InteractiveShell.has(program) { return true }
    print("skipped: \(program) is not installed, so the manual page is not read by it")
    return false
  }

  @Test("mandoc and groff have nothing to complain of, and show every command, option and argument")
  func read() throws {
    let workspace = try Workspace()
    let manual = try shell("$0 manual", in: workspace)
    #expect(manual.errors == "")
    #expect(manual.output.allSatisfy { $0.isASCII })
    try workspace.write(manual.output, to: "microgpt.1")
    if isInstalled("mandoc") {
      let lint = try shell("mandoc -T lint -W style microgpt.1", in: workspace)
      #expect(lint.output == "" && lint.errors == "")
    }
    var readers: [String] = []
    if isInstalled("mandoc") { readers.append("mandoc -T ascii -O width=200 microgpt.1 | sed 's/.\\x08//g'") }
    if isInstalled("groff") { readers.append("groff -ww -mdoc -T utf8 -P -cbou -r LL=200n microgpt.1") }
    for reader in readers {
      let page = try shell(reader, in: workspace)
      #expect(page.errors == "", "\(reader)")
      for command in Microgpt.Command.allCases.map(\.definition) {
        #expect(page.output.contains("microgpt \(command.name)"), "\(reader): \(command.name)")
        for option in command.options {
          let value = option.takesValue ? " " + option.valueName.replacing("…", with: "...") : ""
          let short = option.shortName.map { $0 + ", " } ?? ""
          #expect(
            page.output.contains(short + option.name + value + "\n")
              || page.output.contains(short + option.name + value + " "),
            "\(reader): \(command.name) \(option.name)"
          )
        }
      }
      #expect(page.output.contains("EXIT STATUS") && page.output.contains("microgpt train data/names.txt"))
    }
  }

  @Test("Backslashes, hyphens, leading points and signs beyond ASCII are escaped; sentences begin lines")
  func escapes() {
    #expect(Roff.escaped(#"a-b\n 1/√d 😀"#) == #"a\-b\en 1/\[u221A]d \[u1F600]"#)
    var roff = Roff()
    roff.lines(".5 is a half. 'One' is quoted. " + String(repeating: "word ", count: 30))
    let lines = roff.text.split(separator: "\n")
    #expect(lines[0] == #"\&.5 is a half."#)
    #expect(lines[1] == #"\&'One' is quoted."#)
    #expect(lines.count > 3 && lines.allSatisfy { $0.count <= 80 })
  }

  @Test("FILES has all that a run writes, and nothing else")
  func files() async throws {
    let workspace = try Workspace()
    try await workspace.train(Workspace.small + ["--log-format", "csv,tensorboard", "--snapshot-every", "5"])
    let written = try FileManager.default.contentsOfDirectory(atPath: workspace.url("run").path)
    let manual = try await workspace.run(["manual"]).output
    let section = try #require(manual.split(separator: ".Sh FILES\n").last)
    let lines = section.split(separator: "\n").prefix { !$0.hasPrefix(".Sh") }
    let named = lines.filter { $0.hasPrefix(".It ") }.compactMap {
      $0.split(separator: " ").last.map(String.init)
    }
    #expect(Set(named) == Set(written) && named.count == written.count, "\(named) \(written)")
  }

  @Test("The line of a command has one name for an option that it needs")
  func synopsis() async throws {
    let manual = try await Workspace().run(["manual"]).output
    let export = try #require(manual.split(separator: ".Ss export\n").last).split(separator: ".Pp")[0]
    #expect(export.contains(".Fl Fl output Ar") && !export.contains(".Fl o"), "\(export)")
  }
}
