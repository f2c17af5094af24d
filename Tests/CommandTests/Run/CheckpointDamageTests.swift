import Formats
import Foundation
import Testing
import Training

@testable import microgpt

@Suite("Damaged checkpoints")
struct CheckpointDamageTests {
  @Test(
    "A part of a checkpoint is none, nor is one with a byte too many: every command names the file and changes nothing"
  )
  func truncated() async throws {
    let workspace = try Workspace()
    try await workspace.train()
    let name = "run/checkpoint.safetensors"
    let data = try workspace.data(name)
    let commands = [
      ["info", "run"], ["sample", "run"], ["evaluate", "run", "words.txt"],
      ["train", "words.txt", "--resume", "run", "--steps", "20"],
    ]
    for (index, length) in [0, 7, 8, 500, data.count / 2, data.count - 8, data.count - 1, data.count + 1]
      .enumerated()
    {
      try workspace.write(data.prefix(length) + Data(count: max(0, length - data.count)), to: name)
      let before = try workspace.contents()
      let outcome = try await workspace.run(commands[index % commands.count])
      #expect(outcome.status == 1, "\(length) bytes")
      #expect(outcome.output == "")
      #expect(outcome.messages.hasPrefix("Error: '\(name)' is damaged or not from this program: "))
      #expect(try workspace.contents() == before)
    }
  }

  @Test("A changed byte of the header is refused, or leaves every weight as it was")
  func changedHeader() async throws {
    let workspace = try Workspace()
    try await workspace.train()
    let data = try workspace.data("run/checkpoint.safetensors")
    let checkpoint = try Checkpoint(decoding: [UInt8](data))
    let headerEnd = 8 + Int(data[0]) + Int(data[1]) << 8
    var refused = 0
    let replacements: [UInt8] = [0, 0x22, 0x2D, 0x39, 0x5D, 0x7D, 0xFF]
    for (index, position) in stride(from: 0, to: headerEnd, by: 29).enumerated() {
      var changed = data
      changed[position] = replacements[index % replacements.count]
      guard changed != data else { continue }
      do throws(CheckpointError) {
        #expect(
          try Checkpoint(decoding: [UInt8](changed)).parameters == checkpoint.parameters,
          "byte \(position)"
        )
      } catch {
        refused += 1
        #expect(!error.description.isEmpty)
      }
    }
    #expect(refused > 0)
  }

  @Test(
    "Metadata that was edited is refused with what is wrong in it",
    arguments: [
      ("format", "microgpt-1", "microgpt-9", "'format': 'microgpt-1'"),
      ("model", "\"headCount\":2", "\"headCount\":3", "no model has the shape under 'model'"),
      ("model", "\"layerCount\":1", "\"layerCount\":0", "no model has the shape under 'model'"),
      ("model", "\"layerCount\":1", "\"layerCount\":-1", "under 'model' is not what this program writes"),
      (
        "model", "\"layerCount\":1", "\"layerCount\":9223372036854775807",
        "no model has the shape under 'model'"
      ),
      (
        "model", "\"layerCount\":1", "\"layerCount\":2",
        "the tensor 'adam.first_moment.layer1.attn_wq' is missing"
      ),
      ("model", "\"contextLength\":7", "\"contextLength\":8", "has the shape [7, 4], not [8, 4]"),
      (
        "model", "\"vocabularySize\":10", "\"vocabularySize\":11",
        "the vocabulary has 10 tokens, the model 11"
      ),
      ("model", "{", "[", "the metadata under 'model' is not what this program writes"),
      ("training", "\"batchSize\":1", "\"batchSize\":0", "the settings under 'training' are out of range"),
      (
        "training", "\"batchSize\":1", "\"batchSize\":9223372036854775807",
        "under 'training' are out of range"
      ),
      ("training", "\"documents\":\"lines\"", "\"documents\":\"pages\"", "under 'training' are out of range"),
      (
        "training", "\"learningRate\"", "\"learningrate\"",
        "the metadata under 'training' has 'learningrate', which is not known to this program"
      ),
      ("vocabulary", "\"a\",\"e\"", "\"e\",\"a\"", "vocabulary"),
      ("vocabulary", "scalars", "bytes", "the tokens under 'vocabulary' are of no known kind"),
      (
        "training", "\"stepCount\":12", "\"stepCount\":9223372036854775807",
        "under 'training' are out of range"
      ),
      ("state", "\"step\":12", "\"step\":9223372036854775806", "the numbers under 'state' are out of range"),
      ("state", "\"step\":12", "\"step\":-1", "the numbers under 'state' are out of range"),
      ("state", "\"words\":[", "\"words\":[1,", "generator"),
      ("data", "fnv1a64:", "crc:", "is no fingerprint of a file"),
    ]
  )
  func editedMetadata(key: String, found: String, replacement: String, expected: String) async throws {
    try await expectRefusal(expected) { file in
      let text = try #require(file.metadata[key])
      #expect(text.contains(found))
      file.metadata[key] = text.replacing(found, with: replacement, maxReplacements: 1)
    }
  }

  @Test(
    "Metadata that is gone is missed by name",
    arguments: ["model", "training", "vocabulary", "state", "data"]
  )
  func missingMetadata(key: String) async throws {
    try await expectRefusal("its metadata lacks '\(key)'") { $0.metadata[key] = nil }
  }

  @Test("Weights that are gone, of another shape or not finite are refused by name")
  func tensors() async throws {
    func replace(_ name: String, shape: [Int], with number: Double, in file: inout Safetensors) throws {
      let index = try #require(file.tensors.firstIndex { $0.name == name })
      var values = file.tensors[index].values
      values[values.count - 1] = number
      file.tensors[index] = .init(name: name, shape: shape, values: values)
    }
    try await expectRefusal("the tensor 'wpe' is missing") { $0.tensors.removeAll { $0.name == "wpe" } }
    try await expectRefusal("the tensor 'lm_head' has the shape [4, 10], not [10, 4]") {
      try replace("lm_head", shape: [4, 10], with: 0, in: &$0)
    }
    try await expectRefusal("the tensor 'wte' holds a number that is not finite") {
      try replace("wte", shape: [10, 4], with: .nan, in: &$0)
    }
    try await expectRefusal("the tensor 'adam.second_moment.wte' holds a number that is not finite") {
      try replace("adam.second_moment.wte", shape: [10, 4], with: .infinity, in: &$0)
    }
    try await expectRefusal("the tensor 'adam.second_moment.wte' holds a number below 0") {
      try replace("adam.second_moment.wte", shape: [10, 4], with: -1e-300, in: &$0)
    }
  }

  @Test(
    "A tensor or a field that this program does not read is refused by name: the model would be another without it"
  )
  func surplus() async throws {
    let workspace = try Workspace()
    let shape = ["--positions", "rotary", "--norm", "weighted", "--final-norm", "--feed-forward", "swiglu"]
    try await workspace.train(Workspace.small + shape + ["--validation", "0.3", "--snapshot-every", "6"])
    func reason(_ name: String, _ edit: (inout Safetensors) throws -> Void) throws -> String {
      var file = try Safetensors(decoding: [UInt8](workspace.data("run/" + name)))
      try edit(&file)
      do throws(CheckpointError) {
        _ = try Checkpoint(decoding: file.encoded())
        return "read"
      } catch { return error.description }
    }
    func edited(_ key: String, _ found: String, _ replacement: String) throws -> String {
      try reason("checkpoint.safetensors") { file in
        let text = try #require(file.metadata[key])
        try #require(text.contains(found), "\(text)")
        file.metadata[key] = text.replacing(found, with: replacement, maxReplacements: 1)
      }
    }
    // Each of these would compute something else with the tensors that are left.
    for (found, replacement, tensor) in [
      (#""swiglu""#, #""relu""#, "adam.first_moment.layer0.mlp_gate"),
      (#""weighted""#, #""plain""#, "adam.first_moment.embedding_norm"),
      (#""finalNorm":true"#, #""finalNorm":false"#, "adam.first_moment.final_norm"),
    ] {
      #expect(
        try edited("model", found, replacement)
          == "there is a tensor '\(tensor)', for which a checkpoint of this model has no place"
      )
    }
    for key in ["model", "training", "vocabulary", "state", "data"] {
      let found = try edited(key, "{", #"{"other\u202e":1,"#)
      #expect(found == "the metadata under '\(key)' has 'other\\u{202e}', which is not known to this program")
    }
    #expect(
      try edited("state", #""generator":{"#, #""generator":{"other":1,"#).contains(
        "under 'state' has 'other'"
      )
    )
    #expect(try edited("state", #""best":{"#, #""best":{"other":1,"#).contains("under 'state' has 'other'"))
    for name in ["checkpoint.safetensors", "snapshots/6.safetensors"] {
      let found = try reason(name) {
        $0.tensors.append(.init(name: "best.wpe", shape: [1], values: [0]))
      }
      #expect(found.hasPrefix("there is a tensor 'best.wpe'"), "\(found)")
    }
  }

  /// Expects that a checkpoint with an edit is refused, and stays as it is.
  private func expectRefusal(_ expected: String, edit: (inout Safetensors) throws -> Void) async throws {
    let workspace = try Workspace()
    try await workspace.train()
    let name = "run/checkpoint.safetensors"
    var file = try Safetensors(decoding: [UInt8](workspace.data(name)))
    try edit(&file)
    try workspace.write(file.encoded(), to: name)
    let before = try workspace.contents()
    let outcome = try await workspace.run([
      "train", "words.txt", "--resume", "run", "--steps", "20", "--quiet",
    ])
    #expect(outcome.status == 1)
    #expect(outcome.errors.hasPrefix("Error: '\(name)' is damaged or not from this program: "))
    #expect(outcome.errors.contains(expected), "\(outcome.errors)")
    #expect(try workspace.contents() == before)
  }
}
