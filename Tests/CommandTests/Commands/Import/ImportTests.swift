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
    #expect(
      resumed.messages.contains(
        "the run was imported from 'llama/model.safetensors', and was not trained on 'words.txt'"
      )
        && resumed.messages.contains("give --from"),
      "\(resumed.messages)"
    )
    let info = try await workspace.run(["info", "back"]).output
    #expect(info.contains("none here: the model was trained elsewhere"), "\(info)")
    #expect(info.contains("imported from   llama/model.safetensors"), "\(info)")
    for fact in ["learning rate", "seed", "documents", "smoothed"] {
      #expect(!info.contains(fact), "\(info)")
    }
    let tuned = try await workspace.run(["info", "tuned"], environment: ["COLUMNS": "120"]).output
    #expect(tuned.contains("'back', imported from 'llama/model.safetensors'"), "\(tuned)")
    let page = try workspace.text("page.html")
    #expect(page.contains("parameters, imported from <code>llama/model.safetensors</code>"))
    #expect(!page.contains("microgpt train llama"))
    let report = try await workspace.run(["report", "back", "--text", "anna", "-o", "page.html"])
    #expect(
      report.messages.contains(
        "the run was imported from 'llama/model.safetensors', and the text that its model"
      ),
      "\(report.messages)"
    )
    #expect(try await workspace.run(["export", "back", "--to", "microgpt.py", "-o", "back.py"]).status == 0)
    #expect(
      try workspace.text("back.py").contains("The model was imported from\n# llama/model.safetensors.\n")
    )
    let again = try await workspace.run(["import", "llama", "-o", "back"])
    #expect(again.status == 1)
    #expect(again.messages.contains("give --overwrite to replace it, or --output for another folder"))
    #expect(!again.messages.contains("--resume"))
    #expect(try await workspace.run(["import", "llama", "-o", "back", "--overwrite"]).status == 0)
    let shorter = try await workspace.run(["import", "llama", "-o", "shorter", "--context", "5"])
    #expect(shorter.status == 0, "\(shorter.errors)")
    #expect(try workspace.checkpoint("shorter").model.contextLength == 5)
    let longer = try await workspace.run(["import", "llama", "-o", "longer", "--context", "8"])
    #expect(longer.status == 64)
    #expect(longer.messages.contains("the model reads 7 tokens; a context of 8 can't be had of it"))
    // Beside config.json, generation_config.json says what ends a text.
    try workspace.write(#"{"eos_token_id": 3}"#, to: "llama/generation_config.json")
    let other = try await workspace.run(["import", "llama", "-o", "other"])
    #expect(other.status == 1)
    #expect(
      other.messages.contains("generation_config.json: eos_token_id is not 9, the boundary"),
      "\(other.messages)"
    )
    // The architecture is judged before the tokenizer.
    try workspace.write(#"{"model_type": "gpt2"}"#, to: "llama/config.json")
    try workspace.write("{}", to: "llama/tokenizer.json")
    let gpt2 = try await workspace.run(["import", "llama", "-o", "other"])
    #expect(gpt2.messages.contains("the model_type is gpt2"))
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
    let uneven = try await workspace.run(command + ["--vocabulary", "words.txt", "--heads", "3"])
    #expect(uneven.status == 64)
    #expect(uneven.messages.contains("3 heads can't share an embedding of width 4 evenly"))
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

  @Test("A run is not written over the one that it is made of")
  func sameRun() async throws {
    let workspace = try Workspace()
    try await workspace.train(Workspace.small + ["--snapshot-every", "5"])
    let before = try workspace.contents()
    for source in [
      "run/checkpoint.safetensors", "run/snapshots/5.safetensors", "./run/../run/checkpoint.safetensors",
    ] {
      let outcome = try await workspace.run(["import", source, "-o", "run/", "--overwrite"])
      #expect(outcome.status == 1)
      #expect(outcome.messages.contains("would replace what it is made of"), "\(outcome.messages)")
    }
    for name in ["-", ""] {
      let outcome = try await workspace.run(["import", "run/checkpoint.safetensors", "-o", name])
      #expect(outcome.status == 64)
    }
    #expect(try workspace.contents() == before)
  }

  @Test("Pickles and other files are never opened: the reason stands there, and what to do")
  func pickles() async throws {
    let workspace = try Workspace()
    try await workspace.train()
    try workspace.write("cos\nsystem\n(S'touch opened'\ntR.", to: "model.pt")
    try workspace.write(Array("PK\u{3}\u{4}".utf8) + [0, 0], to: "model.safetensors")
    try workspace.write(Array("GGUF".utf8), to: "model.gguf")
    for version in [2, 4, 5] as [UInt8] {
      try workspace.write([0x80, version, 0x95, 0, 0, 0, 0, 0, 0x7B, 0x7D], to: "pickle\(version)")
    }
    #expect(try await workspace.run(["export", "run", "--to", "microgpt.py", "-o", "run.py"]).status == 0)
    try FileManager.default.createDirectory(at: workspace.url("folder"), withIntermediateDirectories: false)
    try workspace.write("{}", to: "folder/config.json")
    try workspace.write("x", to: "folder/pytorch_model.bin")
    let before = try workspace.contents()
    for (name, reason) in [
      ("model.pt", "is a pickle"), ("model.safetensors", "is a pickle"), ("folder", "is a pickle"),
      ("model.gguf", "is a GGUF file, which is only written here"),
      ("run", "it is a run already"), ("words.txt", "it is no safetensors file; what can be imported is"),
      ("run.py", "it is no safetensors file; what can be imported is"),
      ("pickle2", "is a pickle"), ("pickle4", "is a pickle"), ("pickle5", "is a pickle"),
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

  // MARK: Memory

  /// Runs a program and prints its exit status, and the most memory that it had at once, in bytes.
  private static let meter = """
    import resource, subprocess, sys
    quiet = {"stdout": subprocess.DEVNULL, "stderr": subprocess.DEVNULL}
    status = subprocess.run(sys.argv[1:], **quiet).returncode
    peak = resource.getrusage(resource.RUSAGE_CHILDREN).ru_maxrss
    print(status, peak * (1 if sys.platform == "darwin" else 1024))
    """

  private func peak(of source: String, in workspace: Workspace) throws -> (status: Int, bytes: Int) {
    let executable = try #require(BuiltProcess.executable("microgpt")).path(percentEncoded: false)
    func path(_ name: String) -> String { workspace.url(name).path(percentEncoded: false) }
    let vocabulary =
      source.hasSuffix(".safetensors") ? ["--heads", "1", "--vocabulary", path("words.txt")] : []
    let words =
      [executable, "import", path(source), "-o", path("imported"), "--overwrite"] + vocabulary
    let process = Process()
    process.executableURL = URL(filePath: "/usr/bin/env")
    process.arguments = ["python3", "-c", Self.meter] + words
    let output = Pipe()
    process.standardOutput = output
    try BuiltProcess.run(process)
    let data = output.fileHandleForReading.readDataToEndOfFile()
    process.waitUntilExit()
    let numbers = String(decoding: data, as: UTF8.self).split(whereSeparator: \.isWhitespace).compactMap {
      Int($0)
    }
    try #require(numbers.count == 2)
    return (numbers[0], numbers[1])
  }

  /// A safetensors file with a header of that text.
  private static func file(_ header: String, _ values: [UInt8] = []) -> [UInt8] {
    withUnsafeBytes(of: UInt64(header.utf8.count).littleEndian) { Array($0) } + Array(header.utf8) + values
  }

  @Test(
    "A file takes no more than 45 times its size of memory, as the article says, whatever it says of itself"
  )
  func memory() async throws {
    let article = try String(
      contentsOf: repositoryFile("Sources/microgpt/microgpt.docc/StockArchitectures.md"),
      encoding: .utf8
    )
    let factor = 45
    #expect(
      article.split(whereSeparator: \.isWhitespace).joined(separator: " ").contains(
        "up to \(factor) times as much memory"
      )
    )

    let workspace = try Workspace()
    try workspace.write(Self.file("{}"), to: "small.safetensors")
    let small = try peak(of: "small.safetensors", in: workspace)
    #expect(small.status == 1)
    // Headers full of what takes few bytes there and many here, a model in 16 bits.
    let count = 400_000
    func many(_ element: String) -> String {
      #"{"a":["# + String(repeating: element + ",", count: count / (element.utf8.count + 1)) + element + "]}"
    }
    let ones = #"{"a":{"dtype":"F32","shape":["# + String(repeating: "1,", count: count / 2)
    let empty = (0..<count / 60).map {
      #""\#(String($0, radix: 36))":{"dtype":"F32","shape":[0],"data_offsets":[0,0]}"#
    }
    for (name, bytes) in [
      ("arrays", Self.file(many("[]"))), ("nested arrays", Self.file(many("[0]"))),
      ("objects", Self.file(many(#"{"":0}"#))),
      ("a long shape", Self.file(ones + #"1],"data_offsets":[0,4]}}"#, [0, 0, 0, 0])),
      ("empty tensors", Self.file("{" + empty.joined(separator: ",") + "}")),
    ] {
      try workspace.write(bytes, to: "hostile.safetensors")
      let hostile = try peak(of: "hostile.safetensors", in: workspace)
      #expect(hostile.status == 1, "\(name)")
      #expect(
        hostile.bytes - small.bytes <= factor * bytes.count,
        "\(name): \(hostile.bytes) of \(bytes.count)"
      )
    }

    try await workspace.train(StockExportTests.llama)
    try #require(
      try await workspace.run(["export", "run", "--to", "transformers", "-o", "large"]).status == 0
    )
    let (width, hidden) = (192, 512)
    let settings = try workspace.text("large/config.json")
      .replacing(#""hidden_size": 8"#, with: #""hidden_size": \#(width)"#)
      .replacing(#""head_dim": 4"#, with: #""head_dim": \#(width / 2)"#)
      .replacing(#""intermediate_size": 32"#, with: #""intermediate_size": \#(hidden)"#)
    try workspace.write(settings, to: "large/config.json")
    let layer = "model.layers.0."
    let shapes: [(String, [Int])] = [
      ("model.embed_tokens", [10, width]), ("lm_head", [10, width]), ("model.norm", [width]),
      (layer + "input_layernorm", [width]), (layer + "post_attention_layernorm", [width]),
      (layer + "self_attn.q_proj", [width, width]), (layer + "self_attn.k_proj", [width / 2, width]),
      (layer + "self_attn.v_proj", [width / 2, width]), (layer + "self_attn.o_proj", [width, width]),
      (layer + "mlp.gate_proj", [hidden, width]), (layer + "mlp.up_proj", [hidden, width]),
      (layer + "mlp.down_proj", [width, hidden]),
    ]
    var (entries, end): ([String], Int) = ([], 0)
    for (name, shape) in shapes {
      let start = end
      end += 2 * shape.reduce(1, *)
      entries.append(
        #""\#(name).weight":{"dtype":"BF16","shape":\#(shape),"data_offsets":[\#(start),\#(end)]}"#
      )
    }
    // 1 in 16 bits.
    let ones16 = (0..<end).map { $0 % 2 == 0 ? 0x80 : 0x3F } as [UInt8]
    let bytes = Self.file("{" + entries.joined(separator: ",") + "}", ones16)
    try workspace.write(bytes, to: "large/model.safetensors")
    let large = try peak(of: "large", in: workspace)
    #expect(large.status == 0)
    #expect(large.bytes - small.bytes <= factor * bytes.count, "\(large.bytes) of \(bytes.count)")
    #expect(large.bytes - small.bytes > bytes.count)
  }
}
