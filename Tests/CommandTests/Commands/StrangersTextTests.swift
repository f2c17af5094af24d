import Foundation
import Testing
import VisibleText

@testable import microgpt

@Suite("A stranger's text in messages")
struct StrangersTextTests {
  private static let long = String(repeating: "z", count: 5000)

  /// Command lines with a text of a stranger's in every place; none can succeed.
  private static func commandLines(_ text: String) -> [[String]] {
    [
      [text], ["-" + text], ["help", text], ["inspect", text], ["inspect", "-" + text],
      ["train", "--" + text],
      ["train", text], ["train", "words.txt", text], ["train", "words.txt", "--steps", text],
      ["train", "words.txt", "--quiet=" + text], ["train", "words.txt", "--mask", text],
      ["train", "words.txt", "--output", "-" + text], ["train", "words.txt", "--tokens", text],
      ["train", "words.txt", "--resume", text], ["train", "words.txt", "--scale", text],
      ["train", "words.txt", "--output", "words.txt/" + text], ["sample", text], ["info", text],
      ["evaluate", "run", text], ["report", "run", "--text", "anna", "--data", text],
      ["sample", "run", "--prompt", "a" + text], ["sample", "run", "--against", text],
      ["sample", "run", "--prompts", text], ["score", "run", text], ["score", "run", "--file", text],
      ["inspect", "attention", "run", "--text", text], ["inspect", "schema", text],
      ["report", "run", "--text", "anna", "-o", text + "/page.html"],
      ["export", "run", "--to", text, "-o", "file"], ["export", "run", "--to", "onnx", "-o", text + "/file"],
      ["export", "run", "--to", "transformers", "-o", text + "/folder"],
      ["import", text, "-o", "other"], ["import", "words.txt", "-o", "other", "--vocabulary", text],
      ["inspect", "attention", "run", "--text", "anna", "--svg", "words.txt/" + text],
      ["worksheet", "run", "--text", text], ["worksheet", text, "--text", "anna"],
      ["inspect", "scaling", "--widths", text], ["inspect", "scaling", "--train", text],
    ]
  }

  @Test("What an argument says is printed so that it does nothing, and at most 200 characters of it")
  func arguments() async throws {
    let workspace = try Workspace()
    try await workspace.train()
    for text in [Printed.hostile, Self.long] {
      for arguments in Self.commandLines(text) {
        let outcome = try await workspace.run(arguments)
        #expect([1, 64].contains(outcome.status), "\(arguments.first ?? "")")
        #expect(outcome.errors.contains("Error: "))
        Printed.expectHarmless(outcome)
      }
    }
  }

  @Test("So is what a name says of files and runs that are there")
  func names() async throws {
    let workspace = try Workspace()
    for name in [Printed.hostile.replacing("/", with: ""), String(repeating: "z", count: 240)] {
      try workspace.write(try workspace.text("words.txt"), to: name)
      for arguments in [
        ["train", name, "--output", name + ".run"] + Workspace.small,
        ["train", name, "--output", name + ".run"],
        ["info", name + ".run"], ["evaluate", name + ".run", name], ["inspect", "shapes", name + ".run"],
        ["sample", name + ".run", "--against", name, "--count", "2"],
        ["inspect", "attention", name + ".run", "--text", "anna"],
        ["inspect", "gradients", name + ".run", "--text", "anna", "--json"],
        ["inspect", "graph", name + ".run", "--text", "anna", "--loss", "--depth", "1"],
        ["inspect", "attention", name + ".run", "--text", "anna", "--svg", "a.svg"],
        ["report", name + ".run", "--text", "anna", "-o", name + ".html"],
        ["worksheet", name + ".run", "--text", "anna"],
        ["worksheet", name + ".run", "--text", "anna", "-o", "sheet.html"],
        ["export", name + ".run", "--to", "microgpt.py", "-o", "model.py"],
      ] {
        // No path is longer than the system lets a name be.
        let outcome = try await workspace.run(arguments)
        for text in [outcome.output, outcome.errors] {
          #expect(Printed.unseen(in: text).isEmpty, "\(arguments): \(text.debugDescription)")
        }
      }
      for file in ["a.svg", "sheet.html", "model.py", name + ".html"] where workspace.exists(file) {
        #expect(Printed.unseen(in: try workspace.text(file)).isEmpty)
      }
      #expect(workspace.exists("a.svg"))
    }
  }

  @Test("So is what a checkpoint says", arguments: [Printed.hostile, long])
  func checkpoint(text: String) async throws {
    let workspace = try Workspace()
    try await workspace.train()
    let path = "run/checkpoint.safetensors"
    let data = try workspace.data(path)
    let json = String(decoding: try JSONEncoder().encode(text).dropFirst().dropLast(), as: UTF8.self)
    let inner = String(decoding: try JSONEncoder().encode(json).dropFirst().dropLast(), as: UTF8.self)
    let changes: [(found: String, replacement: String)] = [
      ("words.txt", inner), ("fnv1a64:", inner), ("\"wte\":", "\"\(json)\":"), ("\"F64\"", "\"\(json)\""),
      ("\"wte\":", "\"\(json)\":0,\"\(json)\":0,\"wte\":"), ("\"shape\":", "\"\(json)\":"),
      ("[0,", "[{\"\(json)\":1},"), ("causal", inner), ("\\\"scalars\\\"", "\\\"\(inner)\\\""),
      ("{\"__metadata__\"", "{\"\(json)\\ud800\":1,\"__metadata__\""), ("\"model\":", "\"\(json)\":"),
    ]
    let numbers = String(repeating: "7,", count: 5000)
    let masks = String(repeating: "+window:7", count: 5000)
    let longOnes =
      text == Self.long ? [("\"shape\":[", "\"shape\":[" + numbers), ("causal", "causal" + masks)] : []
    for change in changes + longOnes {
      try workspace.write(try Self.changed(data, change.found, change.replacement), to: path)
      for arguments in [["info", "run"], ["train", "words.txt", "--resume", "run", "--steps", "20"]] {
        Printed.expectHarmless(try await workspace.run(arguments))
      }
    }
  }

  /// A safetensors file with a part of its header replaced.
  private static func changed(_ data: Data, _ found: String, _ replacement: String) throws -> Data {
    let length = data.prefix(8).reversed().reduce(0) { $0 << 8 | Int($1) }
    let header = String(decoding: data.dropFirst(8).prefix(length), as: UTF8.self)
    try #require(header.contains(found), "\(found)")
    let changed = Array(header.replacing(found, with: replacement, maxReplacements: 1).utf8)
    let size = withUnsafeBytes(of: UInt64(changed.count).littleEndian) { Data($0) }
    return size + changed + data.dropFirst(8 + length)
  }

  @Test(
    "So is what a text file says that the vocabulary lacks",
    arguments: ["scalars", "characters", "bytes"]
  )
  func files(unit: String) async throws {
    let workspace = try Workspace()
    try await workspace.train(Workspace.small + ["--tokens", unit])
    for text in [Printed.hostileLine, "x" + String(repeating: "\u{301}", count: 5000)] {
      try workspace.write("anna\n" + text + "\n", to: "other.txt")
      let outcome = try await workspace.run(["evaluate", "run", "other.txt"])
      #expect(outcome.status == 1)
      #expect(outcome.messages.contains("line 2: "))
      #expect(outcome.messages.unicodeScalars.count < 700)
      Printed.expectHarmless(outcome)
    }
  }

  @Test("A vocabulary of letters under a hundred marks each is cut like any other")
  func marks() async throws {
    let workspace = try Workspace()
    let letters = ["a", "b", "c", "d", "e", "f", "g", "h"].map {
      $0 + String(repeating: "\u{301}", count: 100)
    }
    try workspace.write(letters.joined() + "\n", to: "words.txt")
    try await workspace.train(Workspace.small + ["--tokens", "characters"])
    for arguments in [["info", "run"], ["sample", "run", "--prompt", "x"]] {
      let outcome = try await workspace.run(arguments)
      let longest = (outcome.output + outcome.messages).split(separator: "\n").map(\.unicodeScalars.count)
        .max()
      #expect(try #require(longest) < 500)
    }
  }

  @Test("Words of the program are printed as they are, and a backslash in a stranger's is doubled once")
  func backslashes() async throws {
    let workspace = try Workspace()
    try workspace.write("a\\b\n", to: "words.txt")
    try await workspace.train()
    let unknown = try await workspace.run(["sample", "run", "--prompt", "x\\"])
    #expect(
      unknown.messages.hasPrefix(
        "Error: --prompt: 'x' is not in the vocabulary of the run, which is: \\\\ a b\n"
      )
    )
    let info = try await workspace.run(["info", "run"])
    #expect(info.output.contains("alphabet        \\\\ a b\n"))
    #expect(try await workspace.run(["info", "a\\b"]).messages.contains("'a\\\\b'"))
  }
}

@Suite("Messages")
struct MessageTests {
  @Test("Every text that is put in is a stranger's; messages, commands and the program's words are whole")
  func interpolation() {
    let text = "\u{1B}\\\n"
    let long = String(repeating: "z", count: 300)
    let inner: Message = "<\(text)>"
    #expect(inner.text == "<\\u{1b}\\\\\\n>")
    #expect(("\(inner)\(visible: "\\n")" + "a\n" as Message).text == inner.text + "\\na\n")
    #expect(("\(long)" as Message).text.count == 200)
    #expect(("\(long[...])" as Message).text.count == 200)
    #expect(("\(shellWord(long))" as Message).text.count == 200)
    #expect(("\(shellWord("a\nb"))" as Message).text == "\"$(printf 'a\\012b')\"")
    #expect(("\(shellCommand("microgpt info", [long]))" as Message).text == "microgpt info " + long)
    #expect(
      ("\(7) \(0.5) \([1, 2]) \(Failure(inner).message)" as Message).text == "7 0.5 [1, 2] " + inner.text
    )
  }
}
