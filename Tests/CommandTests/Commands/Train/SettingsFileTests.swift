import Foundation
import Formats
import Testing
import Training

@testable import microgpt

/// `train --settings`.
@Suite("Settings from a file")
struct SettingsFileTests {
  @Test("A run is made again, bit for bit, from a file with the settings of its checkpoint")
  func again() async throws {
    let workspace = try Workspace()
    let options =
      Workspace.small + [
        "--schedule", "cosine", "--warmup", "2", "--weight-decay", "0.1", "--validation", "0.25", "--unique",
        "--mask", "window:3", "--clip", "0.5",
      ]
    try await workspace.train(options + ["--seed", "5"])
    let settings = RunSettings(of: try workspace.checkpoint())
    let fields = Setting.all.map { setting -> String in
      let value: String =
        switch setting.value(in: settings) {
        case nil: "null"
        case .text(let text): "\"\(text)\""
        case .flag(let flag): "\(flag)"
        case let value?: "\(value)"
        }
      return "\"\(setting.name)\": \(value)"
    }
    try workspace.write(
      "{\"other\": 1, \"settings\": {\(fields.joined(separator: ", "))}}",
      to: "settings.json"
    )
    try await workspace.train(["--settings", "settings.json", "--samples", "3"], output: "again")
    try ResumingTests.expectEqualRuns("run", "again", in: workspace)
    // As texts, as the playground writes them; an option beside the file wins.
    let texts = Setting.all.compactMap { setting in
      setting.value(in: settings).map { "\"\(setting.name)\": \"\($0)\"" }
    }
    try workspace.write("{\"settings\": {\(texts.joined(separator: ", "))}}", to: "texts.json")
    try await workspace.train(["--settings", "texts.json", "--seed", "8", "--samples", "3"], output: "other")
    try await workspace.train(options + ["--seed", "8"], output: "expected")
    try ResumingTests.expectEqualRuns("other", "expected", in: workspace)
  }

  @Test(
    "What is no setting is refused by file and key",
    arguments: [
      (#"{"settings": {"stesp": 5}}"#, "there is no setting 'stesp'. Did you mean 'steps'?"),
      (
        #"{"settings": {"steps": 1.5}}"#,
        "The value '1.5' is invalid for '--steps <n>': give a whole number from 1"
      ),
      (#"{"settings": {"validation": 1}}"#, "The value '1' is invalid for '--validation <share>'"),
      (#"{"settings": {"unique": "maybe"}}"#, "The value 'maybe' is invalid for '--unique"),
      (#"{"settings": {"mask": "\u001b[2J"}}"#, #"The value '\u{1b}[2J' is invalid for '--mask <mask>'"#),
      (#"{"steps": 5}"#, "it has no object 'settings'"), ("[]", "it has no object 'settings'"),
      ("steps: 5", "can't use 'settings.json'"), ("", "can't use 'settings.json'"),
    ]
  )
  func refused(text: String, message: String) async throws {
    let workspace = try Workspace()
    try workspace.write(text, to: "settings.json")
    let refused = try await workspace.run(["train", "words.txt", "--settings", "settings.json"])
    #expect(refused.status == 1)
    #expect(
      refused.messages.contains("'settings.json'") && refused.messages.contains(message),
      "\(refused.messages)"
    )
    #expect(!workspace.exists("runs"))
  }

  @Test("A missing file, a file beside --resume, and one with a setting that has no effect are refused")
  func misplaced() async throws {
    let workspace = try Workspace()
    try await workspace.train()
    let missing = try await workspace.run(["train", "words.txt", "--settings", "missing.json"])
    #expect(missing.status == 1 && missing.messages.contains("can't read 'missing.json'"))
    try workspace.write(#"{"settings": {}}"#, to: "settings.json")
    let resumed = try await workspace.run(
      ["train", "words.txt", "--resume", "run", "--steps", "20", "--settings", "settings.json"]
    )
    #expect(resumed.status == 64 && resumed.messages.contains("--settings has no effect with --resume"))
    try workspace.write(#"{"settings": {"patience": 2}}"#, to: "settings.json")
    let idle = try await workspace.run(["train", "words.txt", "--settings", "settings.json"])
    #expect(idle.status == 64 && idle.messages.contains("--patience has no effect without --validation"))
  }
}
