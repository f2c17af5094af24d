import Formats
import Foundation
import Testing

@testable import microgpt

/// What is finite in a checkpoint may still be too large to compute with.
@Suite("Models that compute no numbers")
struct NonFiniteModelTests {
  static let commands = [
    ["sample", "run"], ["score", "run", "anna"], ["score", "run", "--file", "words.txt", "--json"],
    ["sample", "run", "--greedy", "--probabilities"], ["evaluate", "run", "words.txt"],
    ["inspect", "attention", "run", "--text", "anna"], ["inspect", "gradients", "run", "--text", "anna"],
    ["inspect", "scaling", "run", "--text", "anna"], ["inspect", "graph", "run", "--text", "anna", "--loss"],
    ["inspect", "check", "run", "--text", "anna"], ["inspect", "shapes", "run"],
    ["report", "run", "--text", "anna"], ["worksheet", "run", "--text", "anna"],
    ["train", "words.txt", "--resume", "run", "--steps", "20"],
  ]

  @Test(
    "Every command that reads with them stops with 1 and names the operation, the position and the parameter",
    arguments: [("lm_head", 1.7e308), ("wte", 1e200), ("layer0.attn_wq", 1e308), ("wpe", -1e200)]
  )
  func damaged(tensor: String, number: Double) async throws {
    let workspace = try Workspace()
    try await workspace.train()
    let name = "run/checkpoint.safetensors"
    var file = try Safetensors(decoding: [UInt8](workspace.data(name)))
    let index = try #require(file.tensors.firstIndex { $0.name == tensor })
    let (shape, count) = (file.tensors[index].shape, file.tensors[index].values.count)
    let values = (0..<count).map { $0 % 3 == 1 ? -number / 2 : number }
    file.tensors[index] = .init(name: tensor, shape: shape, values: values)
    try workspace.write(file.encoded(), to: name)
    let before = try workspace.contents()
    for command in Self.commands {
      let outcome = try await workspace.run(command)
      #expect(outcome.status == 1, "\(command)")
      #expect(outcome.output == "", "\(command)")
      #expect(outcome.messages.contains("Error: "), "\(command)")
      #expect(
        outcome.messages.contains(/result is not finite is v\d+ = .* = -?(inf|nan).*, at position \d/),
        "\(command): \(outcome.messages)"
      )
      #expect(
        outcome.messages.contains("the parameter farthest from 0 is \(tensor)[0,0] = \(number)"),
        "\(command)"
      )
    }
    #expect(try workspace.contents() == before)
    // What reads no text needs no numbers.
    #expect(try await workspace.run(["info", "run"]).status == 0)
  }

  @Test(
    "A step that leaves such a model ends training with 1, and nothing is saved",
    arguments: ["1e150", "1e200"]
  )
  func lastStep(learningRate: String) async throws {
    let workspace = try Workspace()
    let options = ["--output", "run", "--steps", "1", "--learning-rate", learningRate]
    for extra in [[], ["--save-every", "1"]] {
      let outcome = try await workspace.run(["train", "words.txt", "--overwrite"] + options + extra)
      #expect(outcome.status == 1)
      #expect(outcome.output == "")
      #expect(
        outcome.messages.contains("Error: after step 1 the model computes numbers that are not finite: ")
      )
      #expect(!workspace.exists("run/checkpoint.safetensors") && !workspace.exists("run/samples.txt"))
    }
    // With another step it is not even saved on the way.
    let longer = [
      "train", "words.txt", "--overwrite", "--output", "run", "--steps", "9", "--save-every", "1",
    ]
    let outcome = try await workspace.run(longer + ["--learning-rate", learningRate])
    #expect(outcome.status == 1)
    #expect(!workspace.exists("run/checkpoint.safetensors"))
  }
}
