import Foundation
import Testing

@testable import microgpt

/// Arguments and files that are refused: with a reason, and with nothing changed on disk.
@Suite("Refusals")
struct RefusalTests {
  /// A folder with a run, with texts of every kind of trouble, and with things in the way.
  static func workspace() async throws -> Workspace {
    let workspace = try Workspace()
    try await workspace.train()
    try workspace.write("", to: "empty.txt")
    try workspace.write(" \n\t\r\n\u{2003}\n", to: "blank.txt")
    try workspace.write(Data("anna\nerik\nlen".utf8) + [0xC3, 0x28, 0x0A], to: "damaged.txt")
    try workspace.write("anna\nzoë\n", to: "other.txt")
    try FileManager.default.createDirectory(at: workspace.url("folder"), withIntermediateDirectories: true)
    let link = workspace.url("link").path(percentEncoded: false)
    try FileManager.default.createSymbolicLink(atPath: link, withDestinationPath: "folder")
    return workspace
  }

  @Test(
    "Arguments that can't be understood: exit 64, what is accepted, and how the command is called",
    arguments: [
      (["train"], "Missing expected argument '<file>'"),
      (["train", "words.txt", "more.txt"], "Unexpected argument 'more.txt'"),
      (["train", "words.txt", "--stesp", "5"], "Unknown option '--stesp'. Did you mean '--steps'?"),
      (["train", "words.txt", "--steps"], "Missing value for '--steps <n>'"),
      (
        ["train", "words.txt", "--steps", "0"], "'0' is invalid for '--steps <n>': give a whole number from 1"
      ),
      (
        ["train", "words.txt", "--steps", "1.5"],
        "'1.5' is invalid for '--steps <n>': give a whole number from 1"
      ),
      (
        ["train", "words.txt", "--seed", "-1"], "'-1' is invalid for '--seed <n>': give a whole number from 0"
      ),
      (
        ["train", "words.txt", "--layers", "x"],
        "'x' is invalid for '--layers <n>': give a whole number from 1"
      ),
      (["train", "words.txt", "--heads", "3"], "3 heads can't share an embedding of width 16"),
      (["train", "words.txt", "--embedding", "8000000000"], "more than 16777216 parameters"),
      (["train", "words.txt", "--learning-rate", "nan"], "'--learning-rate <rate>': give a number above 0"),
      (["train", "words.txt", "--schedule", "cos"], "'cos' is invalid for '--schedule <shape>'"),
      (["train", "words.txt", "--warmup", "-1"], "'--warmup <n>': give a whole number from 0"),
      (
        ["train", "words.txt", "--steps", "5", "--warmup", "5"],
        "--warmup: a warm-up of 5 steps leaves none of the run's 5 for the schedule; give fewer than 5"
      ),
      (["train", "words.txt", "--weight-decay", "-1"], "'--weight-decay <rate>': give a number from 0"),
      (["train", "words.txt", "--patience", "3"], "--patience has no effect without --validation"),
      (
        ["train", "words.txt", "--validate-every", "3"], "--validate-every has no effect without --validation"
      ),
      (
        ["train", "words.txt", "--unique", "--documents", "stream"],
        "--unique has no effect with --documents stream"
      ),
      (
        ["evaluate", "run", "--held-out"],
        "'run' held nothing out; a run does where it is trained with --validation"
      ),
      (["evaluate", "run"], "Missing expected argument '<file>'; or give --held-out"),
      (
        ["train", "words.txt", "--weight-decay", "200"],
        "--weight-decay: with the learning rate 0.01, a weight decay of 200.0 multiplies every weight by 1 − 0.01 × 200.0"
      ),
      (["train", "words.txt", "--weight-decay", "1e308"], "give less than 100.0"),
      (["sample", "run", "--checkpoint", "best"], "'run' has no best checkpoint"),
      (["sample", "run", "--checkpoint", "first"], ": give last, best, or the step of a snapshot"),
      (["train", "words.txt", "--clip", "0"], "'0' is invalid for '--clip <norm>': give a number above 0"),
      (["train", "words.txt", "--threads", "0"], "'--threads <n>': give a whole number from 1 to 64"),
      (["train", "words.txt", "--threads", "65"], "'--threads <n>': give a whole number from 1 to 64"),
      (["train", "words.txt", "--temperature", "-1"], "'--temperature <t>': give a number from 0"),
      (["train", "words.txt", "--samples", "0", "--temperature", "1"], "no effect with --samples 0"),
      (
        ["train", "words.txt", "--resume", "run", "--steps", "20", "--overwrite"], "--overwrite has no effect"
      ),
      (
        ["train", "words.txt", "--validation", "1"],
        "'--validation <share>': give a number from 0 to less than 1"
      ),
      (
        ["train", "words.txt", "--validation", "0.01"],
        "--validation: holding out 0.01 of 12 documents leaves none"
      ),
      (["train", "words.txt", "--documents", "pages"], "Please provide one of 'lines' or 'stream'"),
      (["train", "words.txt", "--tokens", "words"], "one of 'scalars', 'characters' or 'bytes'"),
      (["train", "words.txt", "--quiet=yes"], "'--quiet' does not take any value"),
      (
        ["train", "words.txt", "--unique=maybe"],
        "'maybe' is invalid for '--unique': give nothing or yes, or no."
      ),
      (
        ["train", "words.txt", "--patience", "0"],
        "'--patience <n>': give a whole number from 1 to 1000000000, or none."
      ),
      (["train", "words.txt", "--steps", "none"], "'none' is invalid for '--steps <n>'"),
      (["train", "words.txt", "--json", "--quiet", "--ascii"], "--ascii has no effect with --json"),
      (["train", "words.txt", "--resume", "run"], "the run has made 12 steps; give --steps with more"),
      (["train", "words.txt", "--resume", "run", "--steps", "5"], "the run has made 12 steps"),
      (
        ["train", "words.txt", "--resume", "run", "--steps", "20", "--layers", "2"],
        "--layers can't be changed"
      ),
      (
        ["train", "words.txt", "--resume", "run", "--steps", "20", "--embedding", "8"],
        "--embedding can't be changed"
      ),
      (["train", "words.txt", "--resume", "run", "--steps", "20", "--heads", "1"], "it is 2"),
      (
        ["train", "words.txt", "--resume", "run", "--steps", "20", "--context", "8"],
        "--context can't be changed"
      ),
      (["train", "words.txt", "--resume", "run", "--steps", "20", "--seed", "1"], "--seed can't be changed"),
      (
        ["train", "words.txt", "--resume", "run", "--steps", "20", "--batch", "2"], "--batch can't be changed"
      ),
      (
        ["train", "words.txt", "--resume", "run", "--steps", "20", "--clip", "2"],
        "it has the default, no limit"
      ),
      (
        ["train", "words.txt", "--resume", "run", "--steps", "20", "--validation", "0.5"],
        "--validation can't be"
      ),
      (
        ["train", "words.txt", "--resume", "run", "--steps", "20", "--learning-rate", "1"],
        "--learning-rate can't"
      ),
      (
        ["train", "words.txt", "--resume", "run", "--steps", "20", "--documents", "stream"],
        "--documents can't be"
      ),
      (
        ["train", "words.txt", "--resume", "run", "--steps", "20", "--tokens", "bytes"],
        "--tokens can't be changed"
      ),
      (["train", "words.txt", "--steps", "9223372036854775807"], "give a whole number from 1 to 1000000000"),
      (["train", "words.txt", "--batch", "9223372036854775807"], "give a whole number from 1 to 1000000"),
      (["train", "words.txt", "--samples", "9223372036854775807"], "give a whole number from 0 to 1000000"),
      (["sample", "run", "--count", "1000000000000"], "give a whole number from 0 to 1000000"),
      (["sample"], "Missing expected argument '<run>'"),
      (["sample", "run", "--count", "-1"], "'-1' is invalid for '--count <n>': give a whole number from 0"),
      (
        ["sample", "run", "--temperature", "-0.1"],
        "'-0.1' is invalid for '--temperature <t>': give a number from 0"
      ),
      (["sample", "run", "--top-k", "0"], "'0' is invalid for '--top-k <k>': give a whole number from 1"),
      (
        ["sample", "run", "--top-p", "1.5"],
        "'1.5' is invalid for '--top-p <p>': give a number above 0 and up to 1"
      ),
      (["sample", "run", "--greedy", "--top-k", "2"], "--top-k has no effect with --greedy"),
      (["sample", "run", "--greedy", "--seed", "2"], "--seed has no effect with --greedy"),
      (
        ["sample", "run", "--prompt", "zoo"],
        "--prompt: 'z' is not in the vocabulary of the run, which is: a e i"
      ),
      (
        ["sample", "run", "--prompt", "annaann"], "--prompt: 7 tokens leave nothing to draw in a context of 7"
      ),
      (["evaluate", "run"], "Missing expected argument '<file>'"),
      (["evaluate", "run", "words.txt", "--count", "1"], "Unknown option '--count'"),
      (["info", "run", "words.txt"], "Unexpected argument 'words.txt'"),
      (["trian"], "Unexpected argument 'trian'. Did you mean 'train'?"),
      (["--versoin"], "Unknown option '--versoin'. Did you mean '--version'?"),
      (["help", "trian"], "Unexpected argument 'trian'. Did you mean 'train'?"),
    ] as [([String], String)]
  )
  func usage(arguments: [String], expected: String) async throws {
    let messages = try await expectRefusal(arguments, status: 64, expected)
    let commands = ["train", "sample", "evaluate", "info"]
    let command = commands.contains(arguments[0]) ? " \(arguments[0])" : ""
    let lines = messages.split(separator: "\n").map(String.init)
    #expect(lines.count { $0.hasPrefix("Usage: microgpt\(command) ") } == 1)
    #expect(lines.last == "  See 'microgpt\(command) --help' for more information.")
  }

  @Test(
    "Files that can't be used: exit 1 and the file's name",
    arguments: [
      (["train", "missing.txt"], "can't read 'missing.txt': there is no such file"),
      (["train", "words.txt/x"], "can't read 'words.txt/x': Not a directory"),
      (["train", "link"], "can't read 'link': it is a folder, not a file"),
      (["train", "/dev/null"], "can't use '/dev/null': there is no text in it"),
      (["train", "folder"], "can't read 'folder': it is a folder, not a file"),
      (["train", "empty.txt"], "can't use 'empty.txt': there is no text in it"),
      (["train", "blank.txt"], "can't use 'blank.txt': there is no text in it"),
      (["train", "blank.txt", "--documents", "stream"], "can't use 'blank.txt': there is no text in it"),
      (["train", "damaged.txt"], "can't use 'damaged.txt': line 3, byte 4: this is not UTF-8"),
      (
        ["train", "words.txt", "--output", "run"], "'run' already holds a run; give --overwrite to replace it"
      ),
      (["train", "words.txt", "--output", "empty.txt"], "can't make the folder 'empty.txt' for the run"),
      (
        ["train", "words.txt", "--output", "empty.txt/x"],
        "can't make the folder 'empty.txt/x' for the run: Not a directory"
      ),
      (["train", "empty.txt", "--output", "run", "--overwrite"], "can't use 'empty.txt'"),
      (["train", "other.txt", "--resume", "run"], "'other.txt' is not the text the run was trained on"),
      (["train", "words.txt", "--resume", "nowhere"], "there is no run 'nowhere'"),
      (
        ["train", "words.txt", "--resume", "folder"],
        "'folder' is not a run: it holds no checkpoint.safetensors"
      ),
      (["sample", "nowhere"], "there is no run 'nowhere'"),
      (["sample", "folder"], "'folder' is not a run: it holds no checkpoint.safetensors"),
      (["sample", "words.txt"], "'words.txt' is not a run"),
      (["sample", "run", "--against", "missing.txt"], "can't read 'missing.txt': there is no such file"),
      (["evaluate", "nowhere", "words.txt"], "there is no run 'nowhere'"),
      (["evaluate", "run", "missing.txt"], "can't read 'missing.txt': there is no such file"),
      (["evaluate", "run", "folder"], "can't read 'folder': it is a folder, not a file"),
      (["evaluate", "run", "damaged.txt"], "can't use 'damaged.txt': line 3, byte 4: this is not UTF-8"),
      (
        ["evaluate", "run", "other.txt"],
        "can't use 'other.txt': line 2: 'z' is not in the vocabulary of the run"
      ),
      (["info", "nowhere"], "there is no run 'nowhere'"),
    ] as [([String], String)]
  )
  func files(arguments: [String], expected: String) async throws {
    try await expectRefusal(arguments, status: 1, expected)
  }

  @discardableResult
  private func expectRefusal(_ arguments: [String], status: Int32, _ expected: String) async throws -> String
  {
    let workspace = try await Self.workspace()
    let before = try workspace.contents()
    let outcome = try await workspace.run(arguments)
    #expect(outcome.status == status)
    #expect(outcome.output == "")
    #expect(outcome.messages.hasPrefix("Error: "))
    #expect(outcome.messages.contains(expected))
    #expect(try workspace.contents() == before)
    return outcome.messages
  }

  @Test(
    "What may not be read or written is refused by name",
    .enabled(if: getuid() != 0, "to root nothing is unreadable")
  )
  func permissions() async throws {
    let workspace = try await Self.workspace()
    func protect(_ name: String, _ mode: Int) throws {
      try FileManager.default.setAttributes(
        [.posixPermissions: mode],
        ofItemAtPath: workspace.url(name).path()
      )
    }
    try protect("other.txt", 0)
    try protect("folder", 0o555)
    defer { try? protect("folder", 0o755) }
    let unreadable = try await workspace.run(["train", "other.txt"])
    #expect(unreadable.status == 1)
    #expect(unreadable.messages.hasPrefix("Error: can't read 'other.txt': permission denied"))
    let unwritable = try await workspace.run(["train", "words.txt", "--output", "folder/new"])
    #expect(unwritable.status == 1)
    #expect(
      unwritable.messages.hasPrefix(
        "Error: can't make the folder 'folder/new' for the run: permission denied"
      )
    )
    #expect(!workspace.exists("runs"))
  }

  @Test("--overwrite replaces a run; what else is in its folder stays")
  func overwrite() async throws {
    let workspace = try Workspace()
    try await workspace.train()
    try workspace.write("mine", to: "run/notes.txt")
    let before = try workspace.data("run/checkpoint.safetensors")
    try await workspace.train(["--overwrite", "--seed", "1"] + Workspace.small)
    try await workspace.train(["--seed", "1"] + Workspace.small, output: "fresh")
    #expect(try workspace.data("run/checkpoint.safetensors") != before)
    for name in ["checkpoint.safetensors", "samples.txt"] {
      #expect(try workspace.data("run/" + name) == workspace.data("fresh/" + name))
    }
    #expect(try workspace.metrics("run") == workspace.metrics("fresh"))
    #expect(try workspace.text("run/notes.txt") == "mine")
  }

  @Test("The run goes to a folder named after the file, or to the one that --output names, however deep")
  func output() async throws {
    let workspace = try Workspace()
    #expect(try await workspace.run(["train", "words.txt"] + Workspace.small).status == 0)
    #expect(workspace.exists("runs/words/checkpoint.safetensors"))
    try await workspace.train(output: "a/b c/ü")
    #expect(workspace.exists("a/b c/ü/checkpoint.safetensors"))
    #expect(try workspace.data("runs/words/samples.txt") == workspace.data("a/b c/ü/samples.txt"))
  }
}
