import Formats
import Foundation
import TestSupport
import Testing
import Training

@testable import microgpt

@Suite("The checkpoint file")
struct CheckpointFileTests {
  /// Settings of every kind; the odd number of parameters leaves a Gaussian in the generator for later.
  static let options: [[String]] = [
    Workspace.small,
    [
      "--steps", "3", "--embedding", "1", "--heads", "1", "--context", "7", "--layers", "1", "--samples", "0",
    ],
    ["--tokens", "bytes", "--clip", "0.1", "--validation", "0.25", "--learning-rate", "0.1"]
      + Workspace.small,
    ["--tokens", "characters", "--documents", "stream", "--batch", "2", "--layers", "2"] + Workspace.small,
  ]

  @Test(
    "Decoding what was encoded gives the checkpoint back, and encoding that the same bytes",
    arguments: options
  )
  func roundTrip(options: [String]) async throws {
    let workspace = try Workspace()
    try await workspace.train(options)
    let data = try workspace.data("run/checkpoint.safetensors")
    let checkpoint = try Checkpoint(decoding: [UInt8](data))
    #expect(Data(checkpoint.encoded()) == data)
    #expect(try Checkpoint(decoding: checkpoint.encoded()) == checkpoint)
    if options.contains("1") { #expect(checkpoint.model.parameterCount % 2 == 1) }
  }

  @Test("A model's record without choices of attention is one of microgpt's choices")
  func recordWithoutChoices() async throws {
    let workspace = try Workspace()
    try await workspace.train()
    var file = try Safetensors(decoding: [UInt8](workspace.data("run/checkpoint.safetensors")))
    file.metadata["model"] =
      #"{"contextLength":7,"embeddingWidth":4,"headCount":2,"layerCount":1,"vocabularySize":10}"#
    #expect(try Checkpoint(decoding: file.encoded()) == workspace.checkpoint())
  }

  @Test(
    "The metadata is JSON with the configuration, the vocabulary, the step, the generator and the data's mark"
  )
  func metadata() async throws {
    let workspace = try Workspace()
    try await workspace.train()
    // Read without this project's code: eight bytes of length, and JSON.
    let data = try workspace.data("run/checkpoint.safetensors")
    let length = data.prefix(8).reversed().reduce(0) { $0 << 8 | Int($1) }
    let header = try #require(
      try JSONSerialization.jsonObject(with: data.dropFirst(8).prefix(length)) as? [String: Any]
    )
    let metadata = try #require(header["__metadata__"] as? [String: String])
    #expect(metadata["format"] == "microgpt-1")
    func object(_ key: String) throws -> [String: Any] {
      let text = try #require(metadata[key])
      return try #require(try JSONSerialization.jsonObject(with: Data(text.utf8)) as? [String: Any])
    }
    let model = try object("model").mapValues { "\($0)" }
    #expect(
      model == [
        "vocabularySize": "10", "layerCount": "1", "embeddingWidth": "4", "headCount": "2",
        "contextLength": "7", "mask": "causal", "store": "list", "kernel": "softmax",
        "positions": "learned", "scale": "sqrt", "queryKeyNorm": "0", "norm": "plain", "finalNorm": "0",
        "feedForward": "relu",
      ]
    )
    let training = try object("training")
    #expect(training["stepCount"] as? Int == 12)
    #expect(training["seed"] as? Int == 42)
    #expect(training["learningRate"] as? Double == 0.01)
    #expect(training["batchSize"] as? Int == 1)
    #expect(training["validationShare"] as? Double == 0)
    #expect(training["documents"] as? String == "lines")
    #expect(training["tokens"] as? String == "scalars")
    #expect(try object("vocabulary")["texts"] as? [String] == ["a", "e", "i", "k", "l", "n", "o", "r", "t"])
    let state = try object("state")
    #expect(state["step"] as? Int == 12)
    #expect(((state["generator"] as? [String: Any])?["words"] as? [Int])?.count == 624)
    #expect(try object("data")["file"] as? String == "words.txt")
    #expect((try object("data")["fingerprint"] as? String)?.isEmpty == false)
    #expect(
      Set(header.keys.filter { !$0.hasPrefix("adam.") }) == [
        "__metadata__", "wte", "wpe", "lm_head", "layer0.attn_wq", "layer0.attn_wk", "layer0.attn_wv",
        "layer0.attn_wo", "layer0.mlp_fc1", "layer0.mlp_fc2",
      ]
    )
    for name in ["wte", "lm_head", "adam.first_moment.wte", "adam.second_moment.lm_head"] {
      #expect((header[name] as? [String: Any])?["shape"] as? [Int] == [10, 4])
      #expect((header[name] as? [String: Any])?["dtype"] as? String == "F64")
    }
  }

  @Test(
    "Python's safetensors reads the weights and moments, the same numbers under microgpt.py's names",
    .enabled(if: Python.hasSafetensors, "python3 has no safetensors here: `pip install safetensors numpy`")
  )
  func python() async throws {
    let workspace = try Workspace()
    try await workspace.train()
    let (status, output) = try Python.run(
      """
      import json, sys
      from safetensors import safe_open
      with safe_open(sys.argv[1], framework="numpy") as f:
        for value in list(f.metadata().values()):
          if value != "microgpt-1": json.loads(value)
        names = "wte wpe lm_head".split() + ["layer0." + m for m in
          "attn_wq attn_wk attn_wv attn_wo mlp_fc1 mlp_fc2".split()]
        prefixes = ["", "adam.first_moment.", "adam.second_moment."]
        assert set(f.keys()) == {p + n for p in prefixes for n in names}
        shapes = [list(f.get_tensor(n).shape) for n in names]
        assert shapes == [[10, 4], [7, 4], [10, 4]] + [[4, 4]] * 4 + [[16, 4], [4, 16]], shapes
        for prefix in prefixes:
          print(" ".join(repr(float(x)) for n in names for x in f.get_tensor(prefix + n).flatten()))
      """,
      workspace.url("run/checkpoint.safetensors").path(percentEncoded: false)
    )
    #expect(status == 0)
    let numbers = output.split(separator: "\n").map { $0.split(separator: " ").compactMap { Double($0) } }
    let checkpoint = try workspace.checkpoint()
    #expect(
      numbers == [
        checkpoint.parameters, checkpoint.state.optimizer.firstMoments,
        checkpoint.state.optimizer.secondMoments,
      ]
    )
  }
}
