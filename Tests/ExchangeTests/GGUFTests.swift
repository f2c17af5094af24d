import Autograd
import Formats
import Foundation
import TestSupport
import Testing
import Training
import Transformer

@testable import Exchange

/// Files for llama.cpp, read by its own programs.
@Suite("Files for llama.cpp")
struct GGUFTests {
  static let shapes = TransformersTests.shapes.filter { shape in
    (try? GGUFFile(TransformersTests.checkpoint(shape), producer: "microgpt")) != nil
  }

  private static let reader = """
    import sys, json
    from gguf import GGUFReader
    reader = GGUFReader(sys.argv[1])
    fields = {name: field.contents() for name, field in reader.fields.items() if not name.startswith("GGUF.")}
    tensors = {t.name: {"shape": t.data.shape, "numbers": t.data.flatten().tolist(), "type": t.tensor_type.name} for t in reader.tensors}
    print(json.dumps({"architecture": fields["general.architecture"], "first": list(fields)[0], "heads": fields[fields["general.architecture"] + ".attention.head_count"],
      "epsilon": fields[fields["general.architecture"] + ".attention.layer_norm_rms_epsilon"], "tokens": fields["tokenizer.ggml.tokens"], "types": fields["tokenizer.ggml.token_type"],
      "bos": fields["tokenizer.ggml.bos_token_id"], "adds": fields["tokenizer.ggml.add_bos_token"], "tensors": tensors}))
    """

  private struct Contents: Decodable {
    struct Tensor: Decodable {
      let shape: [Int]
      let numbers: [Double]
      let type: String
    }
    let architecture: String
    let first: String
    let heads: Int
    let epsilon: Double
    let tokens: [String]
    let types: [Int]
    let bos: Int
    let adds: Bool
    let tensors: [String: Tensor]
  }

  @Test(
    "The library gguf reads every field and every number",
    .enabled(if: Python.clients.has("gguf"), Python.clients.advice),
    arguments: [0, 4]
  )
  func read(index: Int) throws {
    let shape = TransformersTests.shapes[index]
    let checkpoint = try TransformersTests.checkpoint(shape)
    let file = try GGUFFile(checkpoint, producer: "microgpt")
    let path = try ExchangeFolder()
    let (status, output) = try Python.clients.run(
      Self.reader,
      path.write(file.contents.encoded(), to: "model.gguf")
    )
    try #require(status == 0)
    let contents = try JSONDecoder().decode(Contents.self, from: Data(output.utf8))
    #expect(contents.architecture == shape.architecture.rawValue)
    #expect(contents.first == "general.generator")
    #expect(contents.heads == 4)
    #expect(abs(contents.epsilon - 1e-5) < 1e-11)
    #expect(contents.tokens.count == checkpoint.tokenizer.vocabularySize)
    #expect(contents.types == Array(repeating: 1, count: checkpoint.tokenizer.boundary) + [3])
    #expect(contents.bos == checkpoint.tokenizer.boundary)
    #expect(contents.adds)
    #expect(contents.tensors.count == file.contents.tensors.count)
    for tensor in file.contents.tensors {
      let read = try #require(contents.tensors[tensor.name])
      #expect(read.shape == tensor.shape)
      #expect(read.type == "F32")
      #expect(read.numbers == tensor.values.map { Double(Float($0)) })
    }
  }

  private static let program = """
    import json, sys
    from llama_cpp import Llama
    def answer(request):
        llama = Llama(request["file"], n_ctx=request["length"], logits_all=True, verbose=False, type_k=0, type_v=0, n_threads=1, n_batch=64)
        made, boundary = [llama.token_bos()], llama.token_eos()
        llama.eval(made)
        while len(made) < request["length"]:
            made.append(int(llama.scores[len(made) - 1].argmax()))
            if made[-1] == boundary: break
            llama.eval(made[-1:])
        logits = []
        for tokens in request["tokens"]:
            llama.reset(); llama.eval(tokens)
            logits.append([[float(x) for x in row] for row in llama.scores[:len(tokens)]])
        return {"greedy": made, "logits": logits,
            "encoded": [llama.tokenize(t.encode(), add_bos=True, special=False) for t in request["texts"]],
            "decoded": [llama.detokenize(llama.tokenize(t.encode(), add_bos=False, special=False)).decode() for t in request["texts"]]}
    print(json.dumps([answer(request) for request in json.loads(sys.argv[1])]))
    """

  private struct Answer: Decodable {
    let greedy: [Int]
    let logits: [[[Double]]]
    let encoded: [[Int]]
    let decoded: [String]
  }

  @Test(
    "llama.cpp has the logits within rounding to 32 bits, the likeliest text, and the tokens",
    .enabled(if: Python.clients.has("llama_cpp"), Python.clients.advice)
  )
  func opened() throws {
    let folder = try ExchangeFolder()
    let words = TransformersTests.words.filter { !$0.contains("|") }
    var requests: [[String: Any]] = []
    let checkpoints = try Self.shapes.map { try TransformersTests.checkpoint($0) }
    for (index, checkpoint) in checkpoints.enumerated() {
      let file = try GGUFFile(checkpoint, producer: "microgpt")
      requests.append([
        "file": try folder.write(file.contents.encoded(), to: "\(index).gguf"),
        "tokens": try TransformersTests.read(by: checkpoint, texts: words),
        "texts": words, "length": checkpoint.model.contextLength,
      ])
    }
    let request = try JSONSerialization.data(withJSONObject: requests)
    let (status, output) = try Python.clients.run(Self.program, String(decoding: request, as: UTF8.self))
    try #require(status == 0)
    let answers = try JSONDecoder().decode([Answer].self, from: Data(output.utf8))
    try #require(answers.count == 5)
    for (index, answer) in answers.enumerated() {
      let (name, checkpoint) = (Self.shapes[index].name, checkpoints[index])
      let tokenizer = checkpoint.tokenizer
      try TransformersTests.expectLogits(answer.logits, of: checkpoint, texts: words, name)
      #expect(answer.greedy == TransformersTests.greedy(checkpoint), "\(name)")
      #expect(
        answer.encoded == (try words.map { [tokenizer.boundary] + (try tokenizer.encode($0)) }),
        "\(name)"
      )
      #expect(answer.decoded == words, "\(name)")
    }
  }

  @Test("The article's table has the shapes that are compared here, and what becomes of them")
  func table() throws {
    let file = URL(filePath: #filePath).appending(
      path: "../../../Sources/microgpt/microgpt.docc/StockArchitectures.md"
    )
    let article = try String(contentsOf: file.standardized, encoding: .utf8)
    let head = "| shape | transformers | llama.cpp |\n|---|---|---|\n"
    let start = try #require(article.range(of: head)?.upperBound)
    let rows = article[start...].split(separator: "\n", omittingEmptySubsequences: false).prefix {
      !$0.isEmpty
    }
    let going = Set(Self.shapes.map(\.name))
    #expect(
      rows.map(String.init)
        == TransformersTests.shapes.map {
          "| \($0.name) | agrees | \(going.contains($0.name) ? "agrees" : "refused") |"
        }
    )
  }

  @Test("What llama.cpp has no architecture for is refused with the option that would do")
  func refused() throws {
    let options = try TransformersTests.shapes.compactMap { shape -> [String]? in
      do {
        _ = try GGUFFile(TransformersTests.checkpoint(shape), producer: "microgpt")
        return nil
      } catch let refusal as ExchangeRefusal { return refusal.options }
    }
    #expect(
      options == [
        ["--mask causal"], ["--store list"], ["--feed-forward relu2 or swiglu"], ["--feed-forward swiglu"],
        ["--feed-forward swiglu"],
      ]
    )
  }
}
