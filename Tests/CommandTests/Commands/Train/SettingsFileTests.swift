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
        "the value '1.5' is invalid for 'steps': give a whole number from 1"
      ),
      (#"{"settings": {"validation": 1}}"#, "the value '1' is invalid for 'validation': give"),
      (
        #"{"settings": {"unique": "maybe"}}"#,
        "the value 'maybe' is invalid for 'unique': give true or false."
      ),
      (#"{"settings": {"mask": "\u001b[2J"}}"#, #"the value '\u{1b}[2J' is invalid for 'mask'"#),
      (#"{"settings": {"final-norm": 0}}"#, "the value '0' is invalid for 'final-norm': give true or false."),
      (#"{"settings": {"layers": true}}"#, "the value 'true' is invalid for 'layers'"),
      (#"{"settings": {"patience": 3}}"#, "'patience' has no effect without 'validation'"),
      (
        #"{"settings": {"unique": true, "documents": "stream"}}"#,
        "'unique' has no effect with 'documents' stream, which is one document"
      ),
      (#"{"settings": {"heads": 3}}"#, "3 heads can't share an embedding of width 16 evenly"),
      (#"{"settings": {"kv-heads": 3}}"#, "4 heads can't share 3 stored ones evenly"),
      (#"{"settings": {"warmup": 1000}}"#, "'warmup': a warm-up of 1000 steps leaves none"),
      (#"{"settings": {"weight-decay": 200}}"#, "'weight-decay': with the learning rate 0.01"),
      (#"{"settings": {"validation": 0.999}}"#, "'validation': holding out 0.999 of 12 documents"),
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
      refused.messages.hasPrefix("Error: can't use 'settings.json'") && refused.messages.contains(message)
        && !refused.messages.contains("Usage:"),
      "\(refused.messages)"
    )
    #expect(!workspace.exists("runs"))
  }

  @Test("A missing file, a file beside --resume, and one with another shape beside --from are refused")
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
    try workspace.write(#"{"settings": {"layers": 2, "seed": 7}}"#, to: "settings.json")
    let shape = try await workspace.run(
      ["train", "words.txt", "--from", "run", "--settings", "settings.json"]
    )
    #expect(shape.status == 1)
    #expect(
      shape.messages.hasPrefix("Error: can't use 'settings.json': 'layers' can't be changed with --from: ")
    )
  }

  @Test("Options beside a file win: they also take back what it says, and then what has no effect without it")
  func wins() async throws {
    let workspace = try Workspace()
    let small = Workspace.small + ["--quiet"]
    try workspace.write(
      """
      {"settings": {"validation": 0.25, "patience": 3.0, "validate-every": 5, "unique": true, "clip": 0.5, "kv-heads": 1,
      "final-norm": true, "hidden": 9}}
      """,
      to: "settings.json"
    )
    let file = ["--settings", "settings.json"] + small
    try await workspace.train(file, output: "all")
    let all = try workspace.checkpoint("all")
    #expect(all.training.patience == 3 && all.training.gradientClip == 0.5 && all.model.hiddenWidth == 9)

    try await workspace.train(file + ["--validation", "0"], output: "whole")
    let whole = try workspace.checkpoint("whole").training
    #expect(whole.validationShare == 0 && whole.patience == nil && whole.validationInterval == nil)
    try await workspace.train(file + ["--documents", "stream"], output: "stream")
    let stream = try workspace.checkpoint("stream").training
    #expect(stream.layout == .stream && !stream.dropsDuplicates)

    let none = ["--patience", "none", "--validate-every", "none", "--clip", "none", "--unique=no"]
    let shape = ["--kv-heads", "none", "--hidden", "none", "--final-norm=no"]
    try await workspace.train(file + none + shape, output: "none")
    try await workspace.train(small + ["--validation", "0.25"], output: "plain")
    let (without, plain) = (try workspace.checkpoint("none"), try workspace.checkpoint("plain"))
    #expect(without.training == plain.training && without.model == plain.model)
    #expect(without.parameters == plain.parameters)
    // Who types both is told of both.
    let both = try await workspace.run(["train", "words.txt", "--validation", "0", "--patience", "2"])
    #expect(
      both.status == 64 && both.messages.contains("Error: --patience has no effect without --validation")
    )
    let mixed = try await workspace.run(
      ["train", "words.txt", "--settings", "settings.json", "--heads", "3", "--kv-heads", "none"]
    )
    #expect(
      mixed.status == 64 && mixed.messages.contains("3 heads can't share an embedding of width 16 evenly")
    )
  }
}
