import Autograd
import Formats
import Foundation
import Synchronization
import TestSupport
import Testing
import Training
import Transformer

@testable import Exchange

/// Models that come in.
@Suite("Import")
struct ImportTests {
  /// The files of an exported folder, with changes to their texts.
  private struct Folder: Sendable {
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
      try vocabulary.check(settings, in: "config.json")
      return try Checkpoint(
        imported: model.configuration,
        parameters: model.parameters,
        vocabulary: vocabulary,
        source: .init(name: "model.safetensors", fingerprint: Fingerprint(of: []))
      )
    }
  }

  private static let exported = Mutex<[StockArchitecture: Folder]>([:])

  /// The exported folder of the first shape that is of an architecture; each is made once.
  private static func folder(_ architecture: StockArchitecture) throws -> Folder {
    try exported.withLock { exported in
      if let folder = exported[architecture] { return folder }
      let shape = try #require(TransformersTests.shapes.first { $0.architecture == architecture })
      let folder = try Folder(TransformersTests.checkpoint(shape))
      exported[architecture] = folder
      return folder
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
    import json, pathlib, sys, torch, transformers
    from tokenizers import Tokenizer, models, pre_tokenizers, decoders, Regex
    def made(folder, kind, eps, tied, byte, settings):
        torch.manual_seed(7)
        words = ["<s>"] + list("zabxyc" if byte else "zab xyé日c")
        vocab = {word: index for index, word in enumerate(words)}
        config = getattr(transformers, kind + "Config")(
            vocab_size=len(words), hidden_size=16, intermediate_size=20, num_hidden_layers=2, num_attention_heads=4,
            num_key_value_heads=2, head_dim=4, max_position_embeddings=12, rms_norm_eps=eps, tie_word_embeddings=tied,
            bos_token_id=0, eos_token_id=0, pad_token_id=None, **({"sliding_window": 5} if kind == "Mistral" else {}),
            **({"final_logit_softcapping": None} if kind == "NanoChat" else {}), **json.loads(settings))
        model = getattr(transformers, kind + "ForCausalLM")(config).eval()
        with torch.no_grad():
            for name, parameter in model.named_parameters():
                is_norm = "norm" in name
                parameter.copy_(torch.randn_like(parameter) * (0.2 if is_norm else 0.4) + is_norm)
                if "embed" in name: parameter.mul_(torch.rand(len(words), 1) + 0.1)
        model.save_pretrained(folder)
        # A Mistral with layer_types, of which AutoModel makes a Ministral.
        text = pathlib.Path(folder, "config.json").read_text().replace('"ministral"', '"mistral"')
        pathlib.Path(folder, "config.json").write_text(text)
        tokenizer = Tokenizer(models.BPE(vocab=vocab, merges=[]) if byte else models.WordLevel(vocab=vocab, unk_token="?"))
        split = pre_tokenizers.Split(Regex("[\\s\\S]"), "isolated")
        tokenizer.pre_tokenizer = pre_tokenizers.ByteLevel(add_prefix_space=False) if byte else split
        tokenizer.decoder = decoders.ByteLevel() if byte else decoders.Fuse()
        transformers.PreTrainedTokenizerFast(tokenizer_object=tokenizer, bos_token="<s>", eos_token="<s>").save_pretrained(folder)
        text = "zabxyczabxy" if byte else "日zab xyécab"
        # In 64 bits but for what transformers always computes in 32.
        with torch.no_grad(): logits = model.double()(torch.tensor([[0] + tokenizer.encode(text).ids])).logits[0].tolist()
        return {"text": text, "words": words, "logits": logits}
    print(json.dumps([made(r["folder"], r["kind"], r["epsilon"], r["tied"], r["bytes"], r["settings"]) for r in json.loads(sys.argv[1])]))
    """

  private struct Request: Encodable {
    var folder = ""
    let kind: String
    let epsilon: Double
    var tied = false
    var bytes = false
    /// More settings, as JSON.
    var settings = "{}"
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
    Request(
      kind: "Llama",
      epsilon: 1e-6,
      settings: #"{"rope_parameters": {"type": "default", "rope_theta": 50.0}}"#
    ),
    Request(
      kind: "Qwen3",
      epsilon: 1e-6,
      settings: #"{"use_sliding_window": true, "sliding_window": 5, "max_window_layers": 0}"#
    ),
    Request(kind: "Ministral", epsilon: 1e-6, settings: #"{"sliding_window": 4}"#),
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
      try vocabulary.check(settings, in: "config.json")
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
    var folder = try Self.folder(.qwen3)
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
      (#""rms_norm_eps": 1e-05"#, #""rms_norm_eps": 0"#, "rms_norm_eps is 0.0; it must be between 1e-38 and"),
      (#""rms_norm_eps": 1e-05"#, #""rms_norm_eps": 1e-320"#, "it must be between 1e-38 and 1e38"),
      (#""rms_norm_eps": 1e-05"#, #""rms_norm_eps": 1e300"#, "it must be between 1e-38 and 1e38"),
      (
        #""rope_type": "default""#, #""rope_type": "yarn""#,
        "the rope_type under rope_parameters is yarn; it must be default"
      ),
      (#""rope_type": "default""#, #""rope_type": 5"#, "the rope_type under rope_parameters is 5"),
      (
        #""rope_type": "default""#, #""type": "linear", "factor": 4"#,
        "the type under rope_parameters is linear"
      ),
      (
        #""rope_theta": 10000, "rope_type""#, #""full_attention": {"rope_type": "yarn"}, "rope_type""#,
        "rope_parameters has settings of its own for full_attention"
      ),
      (
        #""rope_type": "default""#, #""partial_rotary_factor": 0.5"#,
        "partial_rotary_factor is not 1"
      ),
      (
        #""rope_parameters""#, #""partial_rotary_factor": 0.25, "rope_parameters""#,
        "partial_rotary_factor is not 1"
      ),
      (
        #""rope_parameters""#, #""rope_scaling": {"type": "linear", "factor": 4}, "rope_parameters""#,
        "the type under rope_scaling is linear; it must be default"
      ),
      (
        #""rope_parameters""#, #""rope_scaling": "linear", "rope_parameters""#,
        "rope_scaling must be an object or null"
      ),
      (#""rope_parameters""#, #""rope_scaling": null, "rope_parameters""#, "imported"),
      (#""rope_parameters""#, #""rope_scaling": {}, "rope_parameters""#, "imported"),
      (#""mlp_bias": false"#, #""mlp_bias": true"#, "mlp_bias is true"),
      (#""use_cache": true"#, #""is_causal": false"#, "is_causal is false"),
      (#""use_cache": true"#, #""is_causal": null"#, "is_causal is false"),
      (
        #""use_cache": true"#, #""per_layer_config": {"1": {"mlp_bias": true}}"#,
        "per_layer_config is not null"
      ),
      (#""silu""#, "5", "hidden_act must be a text"),
      (#""qwen3""#, "5", "model_type must be a text"),
      (
        #"["full_attention", "full_attention"]"#, #"["full_attention"]"#,
        "layer_types must have full_attention or sliding_attention for each of the 2 layers"
      ),
      (
        #"["full_attention", "full_attention"]"#, #"["full_attention", "chunked"]"#,
        "layer_types must have full_attention"
      ),
      (
        #"["full_attention", "full_attention"]"#, #"["sliding_attention", "sliding_attention"]"#,
        "no sliding window is given that Qwen3 would have"
      ),
      (#""rope_theta": 10000"#, #""rope_theta": 1"#, "rope_theta must be a number above 1"),
      (#""num_hidden_layers": 2"#, #""num_hidden_layers": 3"#, "for each of the 3 layers"),
      (#""num_hidden_layers": 2"#, #""num_hidden_layers": 1"#, "for each of the 1 layers"),
      (
        #""num_hidden_layers": 2"#, #""num_hidden_layers": 1000000000000"#,
        "layer_types must have full_attention"
      ),
      (#""vocab_size": "#, #""vocab_size": 1"#, "model.embed_tokens.weight has the shape"),
      (
        #""max_position_embeddings": 12"#, #""max_position_embeddings": 900719925474099"#,
        "give --context with at most"
      ),
      (#""eos_token_id": "#, #""eos_token_id": 1"#, "config.json: eos_token_id is not"),
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

  /// What a model of an architecture becomes, or an error's sentence.
  private static func model(
    _ architecture: StockArchitecture,
    _ changes: [(old: String, new: String)]
  ) throws -> (model: StockImport?, reason: String) {
    let folder = try Self.folder(architecture)
    var text = try #require(folder.texts["config.json"])
    for (old, new) in changes {
      try #require(text.contains(old), "\(text)")
      text = text.replacing(old, with: new)
    }
    do {
      return (try StockImport(settings: JSON(parsing: text.utf8), weights: folder.weights), "imported")
    } catch { return (nil, "\(error)") }
  }

  /// Windows as transformers reads them: what becomes of a `config.json`, and of which positions a query then sees.
  @Test("Windows are those that transformers makes of the settings")
  func windows() throws {
    let long = (#""max_position_embeddings": 12"#, #""max_position_embeddings": 5000"#)
    let used = (#""use_sliding_window": false"#, #""use_sliding_window": true"#)
    let types = (#"["full_attention", "full_attention"]"#, "null")
    let none = (#""sliding_window": null"#, #""other": null"#)
    func mask(_ architecture: StockArchitecture, _ changes: [(String, String)]) throws -> String {
      let (model, reason) = try Self.model(architecture, changes.map { (old: $0.0, new: $0.1) })
      return model.map { "\($0.configuration.attention.mask)" } ?? reason
    }
    // A missing size is 4096, and null is none.
    #expect(try mask(.qwen3, [long, used, types, none]) == "window:4096")
    #expect(try mask(.qwen3, [long, used, types]) == "causal")
    #expect(try mask(.qwen3, [long, types, none]) == "causal")
    let missing = (#""sliding_window": 3"#, #""other": 3"#)
    #expect(try mask(.mistral, [long, missing]) == "window:4096")
    #expect(try mask(.mistral, [long, (#""sliding_window": 3"#, #""sliding_window": null"#)]) == "causal")
    // Without types, layers from max_window_layers on have one.
    let five = (#""sliding_window": null"#, #""sliding_window": 5"#)
    for (first, expected) in [
      ("-5", "window:5"), ("\(Int.min)", "window:5"), ("0", "window:5"), ("2", "causal"), ("99", "causal"),
      ("1", "can't"),
    ] {
      let found = try mask(
        .qwen3,
        [used, types, five, (#""max_window_layers": 0"#, #""max_window_layers": \#(first)"#)]
      )
      #expect(
        found == expected || expected == "can't" && found.contains("1 of 2 layers have"),
        "\(first): \(found)"
      )
    }
    #expect(
      try mask(.qwen3, [used, types, five, (#""max_window_layers": 0"#, #""max_window_layers": "x""#)])
        .contains("max_window_layers must be a whole number")
    )
    // Where types stand in the settings of a Mistral, AutoModel makes a Ministral, which heeds them.
    func typed(_ types: String) throws -> String {
      try mask(.mistral, [(#""mlp_bias""#, #""layer_types": [\#(types)], "mlp_bias""#)])
    }
    #expect(try typed(#""full_attention", "full_attention""#) == "causal")
    #expect(try typed(#""sliding_attention", "sliding_attention""#) == "window:3")
    #expect(
      try typed(#""sliding_attention", "full_attention""#).contains("1 of 2 layers have a sliding window")
    )
    #expect(
      try mask(
        .llama,
        [(#""mlp_bias""#, #""layer_types": ["sliding_attention", "sliding_attention"], "mlp_bias""#)]
      )
      .contains("no sliding window is given that Llama would have")
    )
  }

  @Test("The base of the angles stands where transformers looks for it")
  func bases() throws {
    func base(_ new: String) throws -> String {
      let old = #""rope_parameters": { "rope_theta": 10000, "rope_type": "default" }, "rope_theta": 10000"#
      let folder = try Self.folder(.llama)
      let text = try #require(folder.texts["config.json"]).split(whereSeparator: \.isWhitespace)
        .joined(separator: " ")
      try #require(text.contains(old), "\(text)")
      do {
        let settings = try JSON(parsing: text.replacing(old, with: new).utf8)
        let model = try StockImport(settings: settings, weights: folder.weights)
        return "\(model.configuration.attention.positions)"
      } catch { return "\(error)" }
    }
    #expect(try base(#""x": 0"#) == "rotary:10000")
    #expect(try base(#""rope_theta": 50"#) == "rotary:50")
    #expect(try base(#""rope_theta": 50, "rope_parameters": { "rope_theta": 60 }"#) == "rotary:60")
    #expect(try base(#""rope_theta": 50, "rope_parameters": { "rope_type": "default" }"#) == "rotary:50")
    #expect(
      try base(
        #""rope_parameters": { "rope_theta": 60 }, "rope_scaling": { "type": "default", "rope_theta": 70 }"#
      )
        == "rotary:70"
    )
    #expect(
      try base(#""rope_parameters": null, "rope_scaling": { "rope_type": "linear" }"#).contains("is linear")
    )
    #expect(try base(#""rope_theta": null"#).contains("rope_theta must be a number above 1"))
  }

  @Test("An output head beside a tied embedding is the same, or refused")
  func tied() throws {
    let tied = (old: #""tie_word_embeddings": false"#, new: #""tie_word_embeddings": true"#)
    #expect(try Self.model(.llama, [tied]).reason.contains("lm_head.weight is not model.embed_tokens.weight"))
    let found = try Self.reason { folder in
      folder.texts["config.json"] = folder.texts["config.json"]?.replacing(tied.old, with: tied.new)
      let embedding = try #require(folder.weights["model.embed_tokens.weight"])
      let index = try #require(folder.weights.tensors.firstIndex { $0.name == "lm_head.weight" })
      folder.weights.tensors[index] = .init(
        name: "lm_head.weight",
        shape: embedding.shape,
        values: embedding.values
      )
    }
    #expect(found == "imported")
  }

  @Test(
    "A context that takes too much memory names the option by which the model comes in with a shorter one"
  )
  func longContext() throws {
    let long = (old: #""max_position_embeddings": 12"#, new: #""max_position_embeddings": 100000000"#)
    #expect(try Self.model(.llama, [long]).reason.contains("give --context with at most "))
  }

  @Test("What ends a text is the boundary, alone or in a list, in both files that say so")
  func endings() throws {
    let checkpoint = try TransformersTests.checkpoint(TransformersTests.shapes[0])
    let vocabulary = ImportedTokenizer(tokenizer: checkpoint.tokenizer)
    let boundary = checkpoint.tokenizer.boundary
    for (text, isRight) in [
      ("\(boundary)", true), ("[\(boundary)]", true), ("null", true), ("3", false),
      ("[\(boundary), 3]", false),
      ("[]", false), (#""\#(boundary)""#, false),
    ] {
      let settings = try JSON(parsing: #"{"bos_token_id": null, "eos_token_id": \#(text)}"#.utf8)
      var reason = ""
      do throws(ImportError) { try vocabulary.check(settings, in: "generation_config.json") } catch {
        reason = error.description
      }
      #expect(isRight == reason.isEmpty, "\(text)")
      #expect(
        isRight || reason.hasPrefix("generation_config.json: eos_token_id is not \(boundary)"),
        "\(reason)"
      )
    }
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
      (#""[\\s\\S]""#, #""(?m:.)""#, "imported"),
      (#""Regex""#, #""String""#, "does not isolate single characters"),
      (#"{ "Regex": "[\\s\\S]" }"#, #"{ "String": "" }"#, "imported"),
      (#""[\\s\\S]""#, #"".""#, "imported"),
      (#""[\\s\\S]""#, #""(?s).""#, "splits at (?s)., which does not isolate"),
      (#""[\\s\\S]""#, #""\\w""#, "splits at \\\\w, which does not isolate"),
      (#""Isolated""#, #""Removed""#, "does not isolate single characters"),
      (
        #""truncation": null"#, #""truncation": {"max_length": 2}"#,
        "the truncation cuts a text; it must be null"
      ),
      (#""padding": null"#, #""padding": {"strategy": {"Fixed": 20}}"#, "the padding adds tokens to a text"),
      (#""<|unknown|>""#, #""a""#, "the unk_token a is in the vocabulary"),
      (#""type": "WordLevel""#, #""type": "Unigram""#, "the model is Unigram; it must be WordLevel or BPE"),
      (#""type": "WordLevel""#, #""merges": ["a n"], "type": "BPE""#, "there are merges"),
      (#""a": "#, #""an": "#, "the token 'an' is not one character"),
      (#""a": "#, #""a": 1"#, "are not numbered from 0 to"),
      (#""a": "#, #""a": "x", "Q": "#, "the token of a is no whole number"),
      (#""special": true"#, #""special": false"#, "the added token is not special"),
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

  /// Gives a word of a tokenizer's vocabulary another name.
  private static func rename(_ old: String, _ new: String, in file: inout [String: Any]) throws {
    var model = try #require(file["model"] as? [String: Any])
    var words = try #require(model["vocab"] as? [String: Int])
    words[new] = words.removeValue(forKey: old)
    model["vocab"] = words
    file["model"] = model
  }

  /// An error's sentence for a tokenizer whose parts are changed.
  private static func tokenizer(
    unit: Tokenizer.Unit = .scalars,
    _ change: (inout [String: Any]) throws -> Void
  ) throws
    -> String
  {
    let llama = try #require(TransformersTests.shapes.first { $0.unit == unit })
    let file = try StockTokenizer(TransformersTests.checkpoint(llama).tokenizer).json.text
    var object = try #require(JSONSerialization.jsonObject(with: Data(file.utf8)) as? [String: Any])
    try change(&object)
    do {
      _ = try ImportedTokenizer(reading: JSON(parsing: JSONSerialization.data(withJSONObject: object)))
      return "imported"
    } catch { return "\(error)" }
  }

  @Test("Nothing but the boundary may come before the tokens of a text, and nothing after them")
  func templates() throws {
    let (start, text): (Any, Any) = (
      ["SpecialToken": ["id": "<|bos|>", "type_id": 0]], ["Sequence": ["id": "A"]]
    )
    func template(_ single: [Any], token: Int? = nil) throws -> String {
      try Self.tokenizer { file in
        let added = try #require((file["added_tokens"] as? [[String: Any]])?.first)
        let ids = [token ?? added["id"] as? Int ?? -1]
        file["post_processor"] = [
          "type": "TemplateProcessing", "single": single, "pair": [],
          "special_tokens": ["<|bos|>": ["id": "<|bos|>", "ids": ids, "tokens": ["<|bos|>"]]],
        ]
      }
    }
    #expect(try template([start, text]) == "imported")
    #expect(try template([text]) == "imported")
    for single in [
      [start, text, start], [text, start], [start, start, start, text], [start], [text, text],
    ] {
      #expect(
        try template(single).contains("a step TemplateProcessing that does more than to put the boundary")
      )
    }
    // Another token than the boundary.
    #expect(try template([start, text], token: 3).contains("TemplateProcessing that does more"))
    for (processor, reason) in [
      (["type": "ByteLevel"], "imported"),
      (["type": "Sequence", "processors": [["type": "ByteLevel"]]], "imported"),
      (["type": "BertProcessing"], "a step BertProcessing that does more"),
      (["type": "Sequence", "processors": [["type": "BertProcessing"]]], "a step BertProcessing"),
      (["type": "Sequence"], "the post_processor has no processors"),
    ] as [([String: Any], String)] {
      #expect(try Self.tokenizer { $0["post_processor"] = processor }.contains(reason))
    }
    #expect(try Self.tokenizer { $0["post_processor"] = nil } == "imported")
  }

  @Test("A text is divided into bytes after they have names, once, and by steps that are followed")
  func divisions() throws {
    let bytes: [String: Any] = ["type": "ByteLevel", "add_prefix_space": false, "use_regex": false]
    let each: [String: Any] = [
      "type": "Split", "behavior": "Isolated", "invert": false, "pattern": ["Regex": "[\\s\\S]"],
    ]
    func divided(_ steps: [[String: Any]], type: String = "Sequence", merges: Bool = false) throws -> String {
      try Self.tokenizer(unit: .bytes) { file in
        file["pre_tokenizer"] = ["type": type, "pretokenizers": steps]
        guard merges, var model = file["model"] as? [String: Any] else { return }
        model["type"] = "BPE"
        model["merges"] = []
        file["model"] = model
      }
    }
    #expect(try divided([bytes, each]) == "imported")
    // The bytes of a character would stay together.
    #expect(try divided([each, bytes]).contains("does not divide a text into single bytes"))
    #expect(try divided([each, bytes], merges: true) == "imported")
    #expect(try divided([bytes], merges: true) == "imported")
    #expect(try divided([bytes]).contains("does not divide a text into single bytes"))
    // The names of bytes would become bytes again.
    #expect(try divided([bytes, bytes, each]).contains("a step ByteLevel that can't be followed"))
    #expect(
      try divided([bytes, each], type: "Whitespace").contains("a step Whitespace that can't be followed")
    )
    #expect(
      try Self.tokenizer { $0["pre_tokenizer"] = ["type": "Sequence"] }.contains(
        "the pre_tokenizer has no pretokenizers"
      )
    )
    // A point leaves line breaks together, which matters where they are tokens.
    let point: [String: Any] = ["type": "Split", "behavior": "Isolated", "pattern": ["Regex": "."]]
    func lines(_ word: String) throws -> String {
      try Self.tokenizer { file in
        file["pre_tokenizer"] = point
        try Self.rename("a", word, in: &file)
      }
    }
    #expect(try lines("Q") == "imported")
    #expect(try lines("\n").contains("splits at ., which does not isolate every character"))
  }

  @Test("A byte's name is one character, and not another that looks like it")
  func byteNames() throws {
    func renamed(_ word: String) throws -> String {
      try Self.tokenizer(unit: .bytes) { try Self.rename("a", word, in: &$0) }
    }
    #expect(try renamed("\u{C5}") == "imported")
    #expect(try renamed("\u{212B}").contains("stands for no byte"))
    #expect(try renamed("").contains("the token '' is not one character"))
  }

  @Test("A boundary with two numbers is refused, and one that stands for unknown characters")
  func boundaries() throws {
    /// Changes the model with the boundary's word.
    func changed(_ change: (inout [String: Any], String) throws -> Void) throws -> String {
      try Self.tokenizer { file in
        let added = try #require((file["added_tokens"] as? [[String: Any]])?.first)
        var model = try #require(file["model"] as? [String: Any])
        try change(&model, try #require(added["content"] as? String))
        file["model"] = model
      }
    }
    let twice = try changed { model, boundary in
      var words = try #require(model["vocab"] as? [String: Int])
      words[boundary] = words["a"]
      model["vocab"] = words
    }
    #expect(twice.contains("has two numbers"), "\(twice)")
    let unknown = try changed { model, boundary in model["unk_token"] = boundary }
    #expect(unknown.contains("is in the vocabulary and stands for every character that is not"), "\(unknown)")
    #expect(try changed { model, _ in model["unk_token"] = nil } == "imported")
    #expect(try changed { model, _ in model["unk_token"] = 5 }.contains("the unk_token must be a text"))
  }

  @Test("Matrices that are wider than anything can be are refused")
  func hugeMatrices() throws {
    let width = 1 << 62
    func matrix(_ name: String, _ shape: [Int]) -> Safetensors.Tensor {
      .init(name: name, shape: shape, values: [])
    }
    let file = Safetensors(tensors: [
      matrix("wte", [0, width]), matrix("wpe", [0, width]), matrix("layer0.attn_wq", [0, 0]),
      matrix("layer0.mlp_fc1", [0, 5]),
    ])
    #expect(throws: ImportError.self) { try MicrogptWeights(file, headCount: 1) }
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
