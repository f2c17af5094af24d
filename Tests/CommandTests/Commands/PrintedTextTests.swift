import Formats
import Foundation
import TestSupport
import Testing
import VisibleText

@testable import microgpt

@Suite("Texts that are printed")
struct PrintedTextTests {
  /// The scalars at which Python's `str.splitlines` ends a line.
  private static let lineBreaks: Set<Unicode.Scalar> = [
    "\n", "\r", "\u{B}", "\u{C}", "\u{1C}", "\u{1D}", "\u{1E}", "\u{85}", "\u{2028}", "\u{2029}",
  ]

  private static let stream =
    "a\u{2028}b\u{85}\u{B}\u{C}\u{1C}c\\n\\\u{200B}e\u{301}\u{202E}\u{301}\n👩\u{200D}👧\u{FE0F}\t\u{A0}x\u{3164}\\u{41}é\u{10FFFF}"

  /// A run on a stream that has everything in it.
  private static func run(_ unit: String) async throws -> Workspace {
    let workspace = try Workspace()
    try workspace.write(String(repeating: stream, count: 3), to: "words.txt")
    try await workspace.train([
      "--documents", "stream", "--tokens", unit, "--steps", "2", "--embedding", "4", "--heads", "2",
      "--context",
      "40", "--samples", "30",
    ])
    return workspace
  }

  private static func lines(_ text: String) -> [String] {
    text.unicodeScalars.split(omittingEmptySubsequences: false) { lineBreaks.contains($0) }
      .dropLast().map { String($0) }
  }

  @Test(
    "A text is one line for every reader, and --prompt and --text read it back exactly",
    arguments: ["scalars", "characters", "bytes"]
  )
  func readBack(unit: String) async throws {
    let workspace = try await Self.run(unit)
    let samples = try workspace.text("run/samples.txt")
    #expect(Self.lines(samples).count == 30)
    #expect(Printed.unseen(in: samples).filter { $0 != "\\u{200D}" }.isEmpty)
    let printed = try await workspace.run(["sample", "run", "--count", "5", "--temperature", "1"])
    #expect(Self.lines(printed.output).count == 5)
    let tokenizer = try workspace.checkpoint().tokenizer
    for line in Self.lines(samples).prefix(6) {
      #expect(visible(unescaped(line)) == line)
      // Marks that come after other letters than in the text make clusters that the vocabulary lacks.
      guard let tokens = try? tokenizer.encode(unescaped(line)[...]) else {
        #expect(unit == "characters")
        continue
      }
      // A text that fills the context leaves nothing to draw.
      let prompt = visible(tokenizer.decodeBytes(Array(tokens.prefix(20))))
      let continued = try await workspace.run(["sample", "run", "--prompt=" + prompt, "--greedy"])
      #expect(continued.status == 0, "\(continued.errors)")
      let whole = unescaped(Self.lines(continued.output).first ?? "")
      #expect(whole.starts(with: tokenizer.decodeBytes(Array(tokens.prefix(20)))))
    }
  }

  @Test("A page knows the samples of a run on bytes, valid or not")
  func bytes() async throws {
    let workspace = try await Self.run("bytes")
    let samples = try Self.lines(workspace.text("run/samples.txt")).map { unescaped($0) }
    let source = try workspace.data("words.txt")
    #expect(samples.contains { String(validating: $0, as: UTF8.self) == nil })
    let known = samples.count { $0.isEmpty || source.range(of: Data($0)) != nil }
    _ = try await workspace.run(["report", "run", "--text", "a", "-o", "page.html"])
    #expect(try workspace.text("page.html").contains("New: \(samples.count - known) of 30 texts."))
  }

  @Test("A backslash before anything else than an escape is itself, and the help says what is read")
  func backslashes() async throws {
    let workspace = try Workspace()
    try workspace.write("a\\x\nb\\\\n\nu{}41\nt\n", to: "words.txt")
    try await workspace.train()
    for (prompt, printed) in [
      ("a\\x", "a\\\\x"), ("\\", "\\\\"), ("b\\\\n", "b\\\\n"), ("\\u{}", "\\\\u{}"),
      ("4\\t", "4\\\\t"),
    ] {
      let outcome = try await workspace.run(["sample", "run", "--prompt", prompt, "--greedy"])
      #expect(outcome.output.hasPrefix(printed), "\(outcome.output)\(outcome.errors)")
    }
    let refused = try await workspace.run(["sample", "run", "--prompt", "a\\n"])
    #expect(refused.messages.contains("'\\n' is not in the vocabulary"))
    for command in ["sample", "inspect attention", "report"] {
      let words = ["help"] + command.split(separator: " ").map(String.init)
      let help = try await workspace.run(words).output.split { $0.isWhitespace }.joined(separator: " ")
      #expect(
        help.contains("\\n is a line break") && help.contains("any other backslash stays itself")
      )
    }
  }

  @Test("A lone mark is an escape on standard output and has a dotted circle in pictures and on the page")
  func loneMarks() async throws {
    let workspace = try Workspace()
    try workspace.write("e\u{301}a\nae\u{301}\n", to: "words.txt")
    try await workspace.train(Workspace.small + ["--tokens", "scalars"])
    let circled = "\u{25CC}\u{301}"
    let arguments = ["inspect", "attention", "run", "--text", "\u{301}e"]
    let printed = try await workspace.run(arguments)
    #expect(
      printed.output.contains("reading '\\u{301}e'") && !printed.output.unicodeScalars.contains("\u{301}")
    )
    let listed = try await workspace.run(["sample", "run", "--probabilities", "--greedy"])
    #expect(listed.output.contains("\\u{301}"))
    for kind in [["attention"], ["gradients"], ["scaling"], ["graph"]] {
      let picture = try await workspace.run(["inspect"] + kind + ["run", "--text", "\u{301}e", "--svg", "-"])
        .output
      #expect(ParsedMarkup(picture).isWellFormed && picture.contains(circled), "\(kind)")
      #expect(!picture.contains("\\u{301}"), "\(kind)")
    }
    _ = try await workspace.run(["report", "run", "--text", "\u{301}e", "-o", "page.html"])
    #expect(try workspace.text("page.html").contains("reads “<b>\(circled)e</b>”"))
    let json = try await workspace.run(arguments + ["--json"]).output
    #expect(json.contains("\"tokens\":[\"<|>\",\"\\\\u{301}\",\"e\""))
  }

  @Test("Labels, titles and JSON show every token of a text that has everything in it")
  func inspected() async throws {
    let workspace = try await Self.run("scalars")
    for kind in ["attention", "gradients", "scaling", "graph"] {
      for options in [[], ["--json"], ["--svg", "-"]] {
        let outcome = try await workspace.run(
          ["inspect", kind, "run", "--text", visible(Self.stream)] + options
        )
        #expect(outcome.status == 0, "\(outcome.errors)")
        let unseen = Printed.unseen(in: outcome.output).filter { $0 != "\\u{200D}" }
        #expect(unseen.isEmpty, "\(kind) \(options): \(unseen)")
      }
    }
    _ = try await workspace.run(["report", "run", "--text", visible(Self.stream), "-o", "page.html"])
    let page = try workspace.text("page.html")
    #expect(ParsedMarkup(page).isWellFormed)
    #expect(Printed.unseen(in: page).filter { $0 != "\\u{200D}" }.isEmpty)
  }

  @Test("An argument that is not UTF-8 is refused by its number, and nothing is written elsewhere")
  func arguments() throws {
    let workspace = try Workspace()
    for (words, number) in [
      ("train words.txt --output \"$(printf 'run\\351')\"", 4), ("train \"$(printf 'words\\377.txt')\"", 2),
      ("\"$(printf '\\300\\200')\"", 1), ("sample run --prompt \"$(printf '\\355\\240\\200')\"", 4),
    ] {
      let before = try workspace.contents()
      try workspace.shell("\"$0\" \(words) 2>errors.txt; echo $? >status.txt")
      #expect(try workspace.text("status.txt") == "64\n")
      let errors = try workspace.text("errors.txt")
      #expect(errors.hasPrefix("Error: Argument \(number), '"), "\(errors)")
      #expect(errors.contains("is not UTF-8; give names and texts in UTF-8\n"))
      #expect(errors.unicodeScalars.allSatisfy { $0 != "\u{FFFD}" } && errors.contains("\\u{dc"))
      let added = Set(try workspace.contents().keys).subtracting(before.keys)
      #expect(added.subtracting(["errors.txt", "status.txt"]).isEmpty)
    }
  }
}
