import Formats
import Foundation
import TestSupport
import Testing

@testable import microgpt

@Suite("import")
struct ImportTests {
  @Test("A folder comes back as a run that samples the same, is looked into and trained on")
  func folder() async throws {
    let workspace = try Workspace()
    try await workspace.train(StockExportTests.llama)
    #expect(try await workspace.run(["export", "run", "--to", "transformers", "-o", "llama"]).status == 0)
    let imported = try await workspace.run(["import", "llama", "-o", "back"])
    try #require(imported.status == 0, "\(imported.errors)")
    #expect(imported.messages.hasPrefix("imported a model of "))
    let greedy = ["--temperature", "0", "--count", "1"]
    let (ours, theirs) = (
      try await workspace.run(["sample", "run"] + greedy),
      try await workspace.run(["sample", "back"] + greedy)
    )
    #expect(ours.output == theirs.output && !ours.output.isEmpty)
    for command in [
      ["info", "back"], ["inspect", "attention", "back", "--text", "anna"],
      ["inspect", "shapes", "back"], ["evaluate", "back", "words.txt"],
      ["inspect", "check", "back", "--text", "anna"],
      ["train", "words.txt", "--from", "back", "--steps", "3", "-o", "tuned", "--learning-rate", "0.001"],
      ["report", "back", "--text", "anna", "-o", "page.html"],
    ] {
      let outcome = try await workspace.run(command)
      #expect(outcome.status == 0, "\(command): \(outcome.errors)")
    }
    // It was trained on no text of which it would know.
    let resumed = try await workspace.run(["train", "words.txt", "--resume", "back"])
    #expect(resumed.status == 1)
    #expect(try await workspace.run(["import", "llama", "-o", "back"]).status == 1)
    #expect(try await workspace.run(["import", "llama", "-o", "back", "--overwrite"]).status == 0)
    let shorter = try await workspace.run(["import", "llama", "-o", "shorter", "--context", "5"])
    #expect(shorter.status == 0, "\(shorter.errors)")
    #expect(try workspace.checkpoint("shorter").model.contextLength == 5)
    let longer = try await workspace.run(["import", "llama", "-o", "longer", "--context", "8"])
    #expect(longer.messages.contains("the model reads 7 tokens; a context of 8 can't be had of it"))
  }

  @Test("A checkpoint stays what it is, and its training is resumed")
  func checkpoint() async throws {
    let workspace = try Workspace()
    try await workspace.train(Workspace.small + ["--snapshot-every", "5"])
    let imported = try await workspace.run(["import", "run/checkpoint.safetensors", "-o", "copy"])
    try #require(imported.status == 0, "\(imported.errors)")
    #expect(try workspace.data("copy/checkpoint.safetensors") == workspace.data("run/checkpoint.safetensors"))
    let resumed = try await workspace.run(["train", "words.txt", "--resume", "copy", "--steps", "15"])
    #expect(resumed.status == 0, "\(resumed.errors)")
    let snapshot = try await workspace.run(["import", "run/snapshots/5.safetensors", "-o", "five"])
    try #require(snapshot.status == 0, "\(snapshot.errors)")
    #expect(try workspace.checkpoint("five").state.stepsDone == 5)
    #expect(try await workspace.run(["sample", "five", "--count", "1"]).status == 0)
    let further = try await workspace.run(["train", "words.txt", "--resume", "five"])
    #expect(further.status == 1, "\(further.errors)")
  }

  @Test("microgpt.py's weights take the number of heads and a text for the vocabulary")
  func microgpt() async throws {
    let workspace = try Workspace()
    try await workspace.train()
    let trained = try workspace.checkpoint()
    var start = 0
    let tensors = trained.model.parameterShapes.map { shape in
      defer { start += shape.count }
      return Safetensors.Tensor(
        name: shape.name,
        shape: [shape.rows, shape.columns],
        values: Array(trained.parameters[start..<start + shape.count])
      )
    }
    try workspace.write(Safetensors(tensors: tensors).encoded(), to: "weights.safetensors")
    let command = ["import", "weights.safetensors", "-o", "back"]
    let headless = try await workspace.run(command + ["--vocabulary", "words.txt"])
    #expect(headless.status == 64)
    #expect(headless.messages.contains("give --heads"))
    let wordless = try await workspace.run(command + ["--heads", "2"])
    #expect(wordless.status == 64)
    #expect(wordless.messages.contains("give --vocabulary"))
    try workspace.write("ab", to: "other.txt")
    let other = try await workspace.run(command + ["--heads", "2", "--vocabulary", "other.txt"])
    #expect(other.status == 1)
    #expect(other.messages.contains("tokens, the vocabulary 3"), "\(other.messages)")
    #expect(!workspace.exists("back"))
    let outcome = try await workspace.run(command + ["--heads", "2", "--vocabulary", "words.txt"])
    try #require(outcome.status == 0, "\(outcome.errors)")
    let back = try workspace.checkpoint("back")
    #expect(back.parameters == trained.parameters)
    #expect(back.model == trained.model)
    #expect(back.tokenizer == trained.tokenizer)
  }

  @Test("Pickles and other files are never opened: the reason stands there, and what to do")
  func pickles() async throws {
    let workspace = try Workspace()
    try await workspace.train()
    try workspace.write("cos\nsystem\n(S'touch opened'\ntR.", to: "model.pt")
    try workspace.write(Array("PK\u{3}\u{4}".utf8) + [0, 0], to: "model.safetensors")
    try workspace.write(Array("GGUF".utf8), to: "model.gguf")
    try FileManager.default.createDirectory(at: workspace.url("folder"), withIntermediateDirectories: false)
    try workspace.write("{}", to: "folder/config.json")
    try workspace.write("x", to: "folder/pytorch_model.bin")
    let before = try workspace.contents()
    for (name, reason) in [
      ("model.pt", "is a pickle"), ("model.safetensors", "is a pickle"), ("folder", "is a pickle"),
      ("model.gguf", "is a GGUF file, which is only written here"),
      ("run", "it is a run already"), ("words.txt", "can't import 'words.txt'"),
      ("missing", "can't read 'missing'"),
    ] {
      let outcome = try await workspace.run(["import", name, "-o", "back"])
      #expect(outcome.status == 1)
      #expect(outcome.messages.contains(reason), "\(name): \(outcome.messages)")
      if reason == "is a pickle" {
        let lines = outcome.messages.split(separator: "\n").filter { $0.hasPrefix("  ") }
        #expect(lines.count == 6, "\(outcome.messages)")
      }
    }
    #expect(try workspace.contents() == before)
  }
}
