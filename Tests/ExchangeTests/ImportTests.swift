import Autograd
import Formats
import Foundation
import TestSupport
import Testing
import Training
import Transformer

@testable import Exchange

/// Models that come in.
@Suite("Import")
struct ImportTests {
  /// The files of an exported folder, with changes to their texts.
  private struct Folder {
    var texts: [String: String] = [:]
    var weights: Safetensors

    init(_ checkpoint: Checkpoint) throws {
      let files = try TransformersFolder(checkpoint).files
      weights = Safetensors(tensors: [])
      for (name, bytes) in files {
        if name.hasSuffix(".json") {
          texts[name] = String(decoding: bytes, as: UTF8.self)
        } else {
          weights = try Safetensors(decoding: bytes, types: [.float32])
        }
      }
    }

    func imported() throws -> Checkpoint {
      let settings = try JSON(parsing: (texts["config.json"] ?? "").utf8)
      let model = try StockImport(settings: settings, weights: weights)
      let vocabulary = try ImportedTokenizer(
        reading: JSON(parsing: (texts["tokenizer.json"] ?? "").utf8)
      )
      try vocabulary.check(settings)
      return try Checkpoint(
        imported: model.configuration,
        parameters: model.parameters,
        vocabulary: vocabulary,
        source: .init(name: "model.safetensors", fingerprint: Fingerprint(of: []))
      )
    }
  }

  private static func logits(_ checkpoint: Checkpoint, _ tokens: [Int]) -> [[Double]] {
    let model = checkpoint.makeModel(on: Tape())
    var state = model.initialState()
    return tokens.map { model.logits(after: model.tape.input($0), state: &state).data }
  }

  private static func expectEqual(_ first: [[Double]], _ second: [[Double]], _ name: String) {
    #expect(first.map(\.count) == second.map(\.count))
    var worst = 0.0
    for (first, second) in zip(first, second) {
      let largest = max(1, first.map(\.magnitude).max() ?? 0)
      for (first, second) in zip(first, second) { worst = max(worst, abs(first - second) / largest) }
    }
    #expect(worst <= 3e-6, "\(name)")
  }

  @Test("What was exported comes back with its logits and its tokens", arguments: TransformersTests.shapes)
  func roundTrip(shape: TransformersTests.Shape) throws {
    let checkpoint = try TransformersTests.checkpoint(shape)
    let imported = try Folder(checkpoint).imported()
    #expect(imported.tokenizer == checkpoint.tokenizer)
    #expect(imported.state.stepsDone == 0)
    #expect(!imported.isSnapshot)
    let text = try checkpoint.tokenizer.encode("anna otto").prefix(11)
    let tokens = [checkpoint.tokenizer.boundary] + text
    Self.expectEqual(Self.logits(checkpoint, tokens), Self.logits(imported, tokens), shape.name)
    // And out again: what came in is a model like any other.
    #expect(try TransformersFolder(imported).architecture == shape.architecture)
  }

  private static let program = """
    import json, sys, torch, transformers
    from tokenizers import Tokenizer, models, pre_tokenizers, decoders, Regex
    def made(folder, kind, eps, tied, byte):
        torch.manual_seed(7)
        words = ["<s>"] + list("zabxyc" if byte else "zab xyé日c")
        vocab = {word: index for index, word in enumerate(words)}
        config = getattr(transformers, kind + "Config")(
            vocab_size=len(words), hidden_size=16, intermediate_size=20, num_hidden_layers=2, num_attention_heads=4,
            num_key_value_heads=2, head_dim=4, max_position_embeddings=12, rms_norm_eps=eps, tie_word_embeddings=tied,
            bos_token_id=0, eos_token_id=0, pad_token_id=None, **({"sliding_window": 5} if kind == "Mistral" else {}),
            **({"final_logit_softcapping": None} if kind == "NanoChat" else {}))
        model = getattr(transformers, kind + "ForCausalLM")(config).eval()
        with torch.no_grad():
            for name, parameter in model.named_parameters():
                is_norm = "norm" in name
                parameter.copy_(torch.randn_like(parameter) * (0.2 if is_norm else 0.4) + is_norm)
                if "embed" in name: parameter.mul_(torch.rand(len(words), 1) + 0.1)
        model.save_pretrained(folder)
        tokenizer = Tokenizer(models.BPE(vocab=vocab, merges=[]) if byte else models.WordLevel(vocab=vocab, unk_token="?"))
        split = pre_tokenizers.Split(Regex("[\\s\\S]"), "isolated")
        tokenizer.pre_tokenizer = pre_tokenizers.ByteLevel(add_prefix_space=False) if byte else split
        tokenizer.decoder = decoders.ByteLevel() if byte else decoders.Fuse()
        transformers.PreTrainedTokenizerFast(tokenizer_object=tokenizer, bos_token="<s>", eos_token="<s>").save_pretrained(folder)
        text = "zabxyczabxy" if byte else "日zab xyécab"
        # In 64 bits but for what transformers always computes in 32.
        with torch.no_grad(): logits = model.double()(torch.tensor([[0] + tokenizer.encode(text).ids])).logits[0].tolist()
        return {"text": text, "words": words, "logits": logits}
    print(json.dumps([made(r["folder"], r["kind"], r["epsilon"], r["tied"], r["bytes"]) for r in json.loads(sys.argv[1])]))
    """

  private struct Request: Encodable {
    var folder = ""
    let kind: String
    let epsilon: Double
    var tied = false
    var bytes = false
  }

  private struct Answer: Decodable {
    let text: String
    let words: [String]
    let logits: [[Double]]
  }

  private static let requests = [
    Request(kind: "Llama", epsilon: 1e-6), Request(kind: "Llama", epsilon: 1e-5, tied: true, bytes: true),
    Request(kind: "Mistral", epsilon: 1e-3), Request(kind: "Qwen3", epsilon: 1e-6, tied: true),
    Request(kind: "Arcee", epsilon: 1e-5, bytes: true), Request(kind: "NanoChat", epsilon: 1e-6),
    Request(kind: "NanoChat", epsilon: 1e-5, bytes: true),
  ]

  @Test(
    "A model that transformers made gives the same logits",
    .enabled(if: Python.clients.has("transformers, torch, tokenizers"), Python.clients.advice)
  )
  func made() throws {
    let folders = try Self.requests.map { _ in try ExchangeFolder() }
    let requests = zip(Self.requests, folders).map { request, folder in
      var request = request
      request.folder = folder.url.path(percentEncoded: false)
      return request
    }
    let text = String(decoding: try JSONEncoder().encode(requests), as: UTF8.self)
    let (status, output) = try Python.clients.run(Self.program, text)
    try #require(status == 0)
    let answers = try JSONDecoder().decode([Answer].self, from: Data(output.utf8))
    try #require(answers.count == requests.count)
    for (index, answer) in answers.enumerated() {
      let name = "\(requests[index].kind), \(requests[index].epsilon)"
      let folder = folders[index]
      func bytes(_ name: String) throws -> [UInt8] {
        try Array(Data(contentsOf: folder.url.appending(path: name)))
      }
      let settings = try JSON(parsing: bytes("config.json"))
      let weights = try Safetensors(
        decoding: bytes("model.safetensors"),
        types: Safetensors.NumberType.allCases
      )
      let model = try StockImport(settings: settings, weights: weights)
      let vocabulary = try ImportedTokenizer(reading: JSON(parsing: bytes("tokenizer.json")))
      try vocabulary.check(settings)
      let checkpoint = try Checkpoint(
        imported: model.configuration,
        parameters: model.parameters,
        vocabulary: vocabulary,
        source: .init(name: "model.safetensors", fingerprint: Fingerprint(of: []))
      )
      let tokens = [checkpoint.tokenizer.boundary] + (try checkpoint.tokenizer.encode(answer.text))
      // Of each of our tokens its number there.
      let order =
        checkpoint.tokenizer.vocabulary.map { word in
          answer.words.firstIndex { Array($0.utf8) == word } ?? -1
        } + [0]
      let theirs = answer.logits.map { logits in order.map { logits[$0] } }
      Self.expectEqual(theirs, Self.logits(checkpoint, tokens), name)
    }
  }

  // MARK: What is refused

  /// An error's sentence.
  private static func reason(_ change: (inout Folder) throws -> Void) throws -> String {
    let qwen = try #require(TransformersTests.shapes.first { $0.architecture == .qwen3 })
    var folder = try Folder(TransformersTests.checkpoint(qwen))
    try change(&folder)
    do {
      _ = try folder.imported()
      return "imported"
    } catch { return "\(error)" }
  }

  @Test(
    "Settings that a model here can't have are refused by name",
    arguments: [
      (
        #""qwen3""#, #""gpt2""#,
        "the model_type is gpt2; it must be one of llama, mistral, qwen3, arcee, nanochat"
      ),
      (#""attention_bias": false"#, #""attention_bias": true"#, "attention_bias is true"),
      (#""silu""#, #""gelu""#, "hidden_act is gelu; with Qwen3 it must be silu"),
      (#""head_dim": 4"#, #""head_dim": 8"#, "4 heads of width 8 are not as wide as the embedding, 16"),
      (#""head_dim": 4"#, #""head_dim": 4611686018427387904"#, "are not as wide"),
      (#""hidden_size": 16"#, #""hidden_size": -16"#, "hidden_size must be a whole number above 0"),
      (#""hidden_size": 16"#, #""hidden_size": "16""#, "hidden_size must be a whole number above 0"),
      (#""hidden_size": 16"#, #""hidden_siz": 16"#, "config.json has no hidden_size"),
      (#""rms_norm_eps": 1e-05"#, #""rms_norm_eps": 0"#, "rms_norm_eps is 0.0; it must be above 0"),
      (#""rope_type": "default""#, #""rope_type": "yarn""#, "the rope_type is yarn; it must be default"),
      (#""rope_theta": 10000"#, #""rope_theta": 1"#, "rope_theta must be a number above 1"),
      (#""num_hidden_layers": 2"#, #""num_hidden_layers": 3"#, "there is no tensor model.layers.2"),
      (#""num_hidden_layers": 2"#, #""num_hidden_layers": 1"#, "there is a tensor model.layers.1"),
      (#""num_hidden_layers": 2"#, #""num_hidden_layers": 1000000000000"#, "more than 16777216 parameters"),
      (#""vocab_size": "#, #""vocab_size": 1"#, "model.embed_tokens.weight has the shape"),
      (
        #""max_position_embeddings": 12"#, #""max_position_embeddings": 900719925474099"#,
        "choose one of at most"
      ),
      (#""eos_token_id": "#, #""eos_token_id": 1"#, "eos_token_id is not"),
      (#""tie_word_embeddings": false"#, #""tie_word_embeddings": 3"#, "must be true or false"),
      (#""bos_token_id""#, #""quantization_config": {}, "bos_token_id""#, "quantized weights are not read"),
      (
        #""use_sliding_window": false"#,
        #""use_sliding_window": true"#, "imported"
      ),
    ]
  )
  func settings(old: String, new: String, reason: String) throws {
    let found = try Self.reason { folder in
      let text = try #require(folder.texts["config.json"])
      try #require(text.contains(old), "\(text)")
      folder.texts["config.json"] = text.replacing(old, with: new)
    }
    #expect(found.contains(reason), "\(found)")
  }

  @Test("A window in some layers only is refused")
  func mixedWindows() throws {
    let found = try Self.reason { folder in
      folder.texts["config.json"] = (folder.texts["config.json"] ?? "")
        .replacing(#""use_sliding_window": false"#, with: #""use_sliding_window": true"#)
        .replacing(#""sliding_window": null"#, with: #""sliding_window": 4"#)
        .replacing(#"["full_attention""#, with: #"["sliding_attention""#)
    }
    #expect(found.contains("1 of 2 layers have a sliding window"), "\(found)")
  }

  @Test("Tensors that are missing, superfluous, of another shape or not finite are refused by name")
  func tensors() throws {
    func changed(_ name: String, _ change: @escaping (Safetensors.Tensor) -> Safetensors.Tensor?) throws
      -> String
    {
      try Self.reason { folder in
        let tensors = folder.weights.tensors
        #expect(tensors.contains { $0.name == name })
        folder.weights = Safetensors(tensors: tensors.compactMap { $0.name == name ? change($0) : $0 })
      }
    }
    let norm = "model.layers.1.self_attn.k_norm.weight"
    #expect(try changed(norm) { _ in nil }.contains("no tensor \(norm)"))
    #expect(
      try changed(norm) { .init(name: $0.name, shape: [2, 2], values: $0.values) }
        .contains("\(norm) has the shape [2, 2]; it must be [4]")
    )
    #expect(
      try changed(norm) { .init(name: $0.name, shape: $0.shape, values: [1, .nan, 1, 1]) }
        .contains("\(norm) has a number that is not finite")
    )
    let bias = "model.layers.0.self_attn.q_proj.bias\u{1B}[2J"
    let found = try Self.reason {
      $0.weights = Safetensors(
        tensors: $0.weights.tensors + [.init(name: bias, shape: [16], values: Array(repeating: 0, count: 16))]
      )
    }
    #expect(found.contains("there is a tensor model.layers.0.self_attn.q_proj.bias"))
    #expect(!found.contains("\u{1B}"))
    let embedding = "model.embed_tokens.weight"
    #expect(
      try changed(embedding) { .init(name: $0.name, shape: $0.shape, values: $0.values.map { $0 * 1e200 }) }
        .contains("so large that their squares overflow")
    )
  }

  @Test(
    "A tokenizer that gives other tokens, or can't be turned round, is refused",
    arguments: [
      (#""normalizer": null"#, #""normalizer": {"type": "Lowercase"}"#, "the normalizer changes a text"),
      (#""type": "Fuse""#, #""type": "WordPiece""#, "the decoder is WordPiece; it must be Fuse"),
      (#""type": "Split""#, #""type": "Whitespace""#, "a step Whitespace that can't be followed"),
      (#""type": "WordLevel""#, #""type": "Unigram""#, "the model is Unigram; it must be WordLevel or BPE"),
      (#""type": "WordLevel""#, #""merges": ["a n"], "type": "BPE""#, "there are merges"),
      (#""a": "#, #""an": "#, "the token an is more than one character"),
      (#""a": "#, #""a": 1"#, "are not numbered from 0 to"),
      (#""a": "#, #""a": "x", "Q": "#, "the token of a is no whole number"),
      (#""special": true"#, #""special": false"#, "there must be one, a special one"),
      (#""added_tokens": ["#, #""added_tokens": [{}, "#, "there are 2 added tokens; there must be one"),
    ]
  )
  func tokenizers(old: String, new: String, reason: String) throws {
    let found = try Self.reason { folder in
      let text = try #require(folder.texts["tokenizer.json"])
      try #require(text.contains(old), "\(text)")
      folder.texts["tokenizer.json"] = text.replacing(old, with: new)
    }
    #expect(found.contains(reason), "\(found)")
  }

  @Test("A model under microgpt.py's names has the shape of its matrices")
  func microgpt() throws {
    let configuration = try GPTConfiguration(
      vocabularySize: 4,
      layerCount: 2,
      embeddingWidth: 6,
      headCount: 3,
      contextLength: 5
    )
    let parameters = (0..<configuration.parameterCount).map { Double($0 % 17) / 16 - 0.5 }
    var start = 0
    var tensors = configuration.parameterShapes.map { shape in
      defer { start += shape.count }
      return Safetensors.Tensor(
        name: shape.name,
        shape: [shape.rows, shape.columns],
        values: Array(parameters[start..<start + shape.count])
      )
    }
    tensors.reverse()
    let file = try Safetensors(decoding: Safetensors(tensors: tensors).encoded())
    #expect(MicrogptWeights.canBe(in: file))
    let read = try MicrogptWeights(file, headCount: 3)
    #expect(read.configuration == configuration)
    #expect(read.parameters == parameters)
    #expect(throws: ImportError.self) { try MicrogptWeights(file, headCount: 4) }
    for lost in tensors.indices {
      var rest = tensors
      let name = rest.remove(at: lost).name
      #expect(throws: ImportError.self, "\(name)") {
        try MicrogptWeights(Safetensors(tensors: rest), headCount: 3)
      }
    }
  }
}
