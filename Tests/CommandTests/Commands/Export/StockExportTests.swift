import Foundation
import TestSupport
import Testing

@testable import microgpt

@Suite("export to stock architectures")
struct StockExportTests {
  static let llama = [
    "--steps", "12", "--embedding", "8", "--heads", "2", "--context", "7", "--samples", "3", "--positions",
    "rotary",
    "--final-norm", "--feed-forward", "swiglu", "--kv-heads", "1",
  ]

  @Test("A folder is made whole, and only where there is none or an empty one")
  func folder() async throws {
    let workspace = try Workspace()
    try await workspace.train(Self.llama)
    let command = ["export", "run", "--to", "transformers", "-o"]
    let outcome = try await workspace.run(command + ["llama/"])
    #expect(outcome.status == 0, "\(outcome.errors)")
    #expect(outcome.messages == "wrote 5 files into llama/\n")
    #expect(outcome.output == "")
    let names = try FileManager.default.contentsOfDirectory(
      atPath: workspace.url("llama").path(percentEncoded: false)
    )
    #expect(
      names.sorted() == [
        "config.json", "generation_config.json", "model.safetensors", "tokenizer.json",
        "tokenizer_config.json",
      ]
    )
    #expect(try workspace.text("llama/config.json").contains(#""model_type": "llama""#))
    try FileManager.default.createDirectory(at: workspace.url("empty"), withIntermediateDirectories: false)
    #expect(try await workspace.run(command + ["empty"]).status == 0)
    #expect(try workspace.data("empty/model.safetensors") == workspace.data("llama/model.safetensors"))

    let before = try workspace.contents()
    for (place, reason) in [
      ("llama", "'llama' is in the way: there are files in it"),
      ("run", "'run' is in the way: there are files in it"),
      ("words.txt", "'words.txt' is in the way: it is no folder"),
      ("missing/llama", "there is no folder 'missing'"), ("", "has no name"),
      ("-", "is standard output, which can't take a folder"),
    ] {
      let outcome = try await workspace.run(command + [place])
      #expect(outcome.status == (place.count < 2 ? 64 : 1))
      #expect(outcome.messages.contains(reason), "\(outcome.messages)")
    }
    #expect(try workspace.contents() == before)
  }

  @Test("A file for llama.cpp replaces one of this program's, and nobody else's")
  func gguf() async throws {
    let workspace = try Workspace()
    try await workspace.train(Self.llama)
    let command = ["export", "run", "--to", "gguf", "-o"]
    for _ in 0..<2 {
      let outcome = try await workspace.run(command + ["model.gguf"])
      #expect(outcome.status == 0, "\(outcome.errors)")
      #expect(outcome.messages == "wrote the model for llama.cpp to model.gguf\n")
    }
    let bytes = Array(try workspace.data("model.gguf"))
    #expect(bytes.starts(with: "GGUF".utf8))
    for other in [
      Array("GGUF".utf8) + [3, 0, 0, 0], Array(bytes.prefix(24)) + Array(repeating: 1, count: 90),
    ] {
      try workspace.write(other, to: "model.gguf")
      let outcome = try await workspace.run(command + ["model.gguf"])
      #expect(outcome.status == 1)
      #expect(outcome.messages.contains("it is not a model for llama.cpp that names microgpt"))
      #expect(Array(try workspace.data("model.gguf")) == other)
    }
  }

  @Test(
    "A model that no architecture is exactly is refused with what it would be trained with",
    arguments: ["transformers", "gguf"]
  )
  func refused(format: String) async throws {
    let workspace = try Workspace()
    try await workspace.train()
    let outcome = try await workspace.run(["export", "run", "--to", format, "-o", "other"])
    #expect(outcome.status == 1)
    #expect(outcome.messages.contains("can't export 'run' to \(format) exactly: "))
    #expect(outcome.messages.contains("train with --positions rotary"), "\(outcome.messages)")
    #expect(!workspace.exists("other"))
  }
}
