import Foundation
import Testing

@testable import microgpt

/// What is drawn where the locale has no Unicode.
@Suite("Locales")
struct LocaleTests {
  @Test(
    "The first of LC_ALL, LC_CTYPE and LANG that is not empty counts; without any there is no Unicode",
    arguments: [
      ([:], false), (["LANG": ""], false), (["LANG": "C"], false), (["LANG": "en_US.UTF-8"], true),
      (["LANG": "C.utf8"], true), (["LANG": "de_DE.ISO-8859-1"], false), (["LANG": "ja_JP.eucJP"], false),
      (["LC_ALL": "C", "LANG": "en_US.UTF-8"], false), (["LC_ALL": "", "LANG": "en_US.UTF-8"], true),
      (["LC_CTYPE": "UTF-8"], true), (["LC_ALL": "POSIX", "LC_CTYPE": "UTF-8"], false),
    ] as [([String: String], Bool)]
  )
  func order(environment: [String: String], hasUnicode: Bool) {
    #expect(Terminal.hasUnicode { environment[$0] } == hasUnicode)
  }

  /// Commands with what they need small, those that print a document as text too.
  static let commands: [[String]] =
    DocumentKind.allCases.filter { $0 != .train }.map { $0.groupWords + $0.smallArguments } + [
      ["lesson"], ["lesson", "lookup"], ["quiz", "--lesson", "lookup"], ["help"], ["inspect", "schema"],
      ["train", "words.txt", "--output", "new", "--overwrite", "--validation", "0.25"] + Workspace.small,
      ["sample", "run", "--count", "2", "--probabilities"], ["sample", "run", "--against", "words.txt"],
      ["sample", "run", "--statistics"],
      // What can't be done is said in ASCII, too.
      ["train", "words.txt", "--stesp", "5"], ["sample", "missing"], ["train", "words.txt", "--scale", "x"],
    ]

  @Test("Every help page can be drawn in ASCII", arguments: Microgpt.Command.allCases)
  func help(command: Microgpt.Command) {
    #expect(asciiText(command.definition.help(width: 80)).filter { !$0.isASCII } == "")
  }

  @Test("In the C locale everything is drawn in ASCII, and --ascii draws the same")
  func plain() async throws {
    let workspace = try Workspace()
    try await workspace.train(Workspace.small + ["--snapshot-every", "5"])
    try await workspace.train(Workspace.small + ["--seed", "7"], output: "other")
    for command in Self.commands {
      let plain = try await workspace.run(command, environment: ["LC_ALL": "C"])
      let others = Set((plain.output + plain.errors).filter { !$0.isASCII })
      #expect(others.isEmpty, "\(command.joined(separator: " ")): \(others)")
      let definition = Microgpt.Command.allCases.map(\.definition)
        .filter { command.joined(separator: " ").hasPrefix($0.name) }.max { $0.name.count < $1.name.count }
      guard plain.status == 0, definition?.options.contains(where: { $0.name == "--ascii" }) == true else {
        continue
      }
      let asked = try await workspace.run(command + ["--ascii"])
      #expect(asked.output == plain.output, "\(command.joined(separator: " "))")
    }
  }

  @Test("Others' texts stay as they are in the C locale: samples, documents, pictures")
  func data() async throws {
    let workspace = try Workspace()
    try workspace.write("a…é\né…a\n", to: "text.txt")
    let c = ["LC_ALL": "C"]
    let options = ["--output", "run", "--samples", "5"] + Workspace.small.dropLast(2)
    let trained = try await workspace.run(["train", "text.txt"] + options, environment: c)
    #expect(trained.output == (try workspace.text("run/samples.txt")))
    #expect(trained.output.contains { !$0.isASCII })
    for words in [
      ["info", "run", "--json"], ["sample", "run"],
      ["inspect", "attention", "run", "--text", "a…é", "--svg", "-"],
    ] {
      let plain = try await workspace.run(words, environment: c)
      #expect(plain.output == (try await workspace.run(words)).output)
      #expect(plain.output.contains { !$0.isASCII })
    }
  }

  @Test("Tokens that are signs of the drawings stay as they are in tables and messages, and can be read back")
  func signs() async throws {
    let workspace = try Workspace()
    try workspace.write("a√b\n…−-\n", to: "text.txt")
    try workspace.shell("\"$0\" train text.txt --quiet --samples 0 --steps 5 --output run")
    for (words, environment) in [(["--ascii"], [:]), ([], ["LC_ALL": "C"])] as [([String], [String: String])]
    {
      let score = try await workspace.run(["score", "run", "…−-"] + words, environment: environment)
      #expect(score.lines[0].hasPrefix("'…−-': 4 tokens, ") && score.lines[1] == "…−-<|>")
      // The table has a row for each of them.
      #expect(score.lines[4].allSatisfy { "- ".contains($0) })
      #expect(score.lines[5...8].map { $0.split(separator: " ").first } == ["…", "−", "-", "<|>"])
      let totals = try await workspace.run(
        ["score", "run", "a√b", "…−-", "--totals"] + words,
        environment: environment
      )
      #expect(totals.lines[2].hasPrefix("a√b ") && totals.lines[3].hasPrefix("…−- "))
      let sample = try await workspace.run(
        ["sample", "run", "--count", "1", "--prompt", "…−", "--probabilities", "--top-k", "5"] + words,
        environment: environment
      )
      #expect(sample.lines[1].hasPrefix("  after '…−': "))
      let drawn = try #require(sample.lines[1].split(separator: " ").last)
      let marked = sample.lines.first { $0.hasPrefix("   > ") }
      #expect(marked?.split(separator: " ").dropFirst().first == drawn)
      let map = try await workspace.run(
        ["inspect", "attention", "run", "--text", "…−-", "--head", "0"] + words,
        environment: environment
      )
      for token in ["…", "−", "-"] { #expect(map.lines.contains { $0.hasPrefix(token + " ") }, "\(token)") }
      let missing = try await workspace.run(["info", "no…run"] + words, environment: environment)
      #expect(missing.messages.contains("there is no run 'no…run'"))
      try workspace.write("a→b\n", to: "other.txt")
      for command in [["evaluate", "run", "other.txt"], ["sample", "run", "--prompts", "other.txt"]] {
        let unknown = try await workspace.run(command + words, environment: environment)
        #expect(unknown.messages.contains("'→' is not in the vocabulary of the run, which is: "))
      }
      // Signs that no text has are drawn in ASCII all the same.
      #expect(!map.output.contains("·") && map.output.contains("q*k"))
    }
  }
}
