import Autograd
import Foundation
import TestSupport
import Testing
import Training
import Transformer

@testable import Exchange

/// Exported folders, opened by the real transformers.
@Suite("Folders for transformers")
struct TransformersTests {
  struct Shape: Sendable, CustomTestStringConvertible {
    let name: String
    let architecture: StockArchitecture
    var unit = Tokenizer.Unit.scalars
    let change: @Sendable (inout GPTShape) -> Void
    var testDescription: String { name }
  }

  static let shapes: [Shape] = [
    Shape(name: "Llama, plain norms", architecture: .llama) { $0.feedForward = .swiglu },
    Shape(
      name: "Llama, weighted norms, four heads that share two, another scale and base",
      architecture: .llama
    ) {
      $0.feedForward = .swiglu
      $0.norm = .weighted
      $0.hiddenWidth = 24
      $0.attention.keyValueHeadCount = 2
      $0.attention.scale = .none
      $0.attention.positions = .rotary(base: 1_000_000)
    },
    Shape(name: "Llama, tokens of bytes, flash, a paged store", architecture: .llama, unit: .bytes) {
      $0.feedForward = .swiglu
      $0.attention.kernel = KernelChoice("flash:2") ?? .softmax
      $0.attention.store = StoreChoice("paged:4") ?? .list
    },
    Shape(name: "Mistral, a window of 3", architecture: .mistral) {
      $0.feedForward = .swiglu
      $0.attention.mask = MaskChoice("window:3") ?? .causal
    },
    Shape(name: "Qwen3, weighted", architecture: .qwen3) {
      $0.feedForward = .swiglu
      $0.norm = .weighted
      $0.attention.normalizesQueriesAndKeys = true
      $0.attention.keyValueHeadCount = 2
      $0.attention.scale = .number(0.9)
    },
    Shape(name: "Qwen3, plain norms, a store of 4", architecture: .qwen3) {
      $0.feedForward = .swiglu
      $0.attention.normalizesQueriesAndKeys = true
      $0.attention.store = StoreChoice("rolling:4") ?? .list
      $0.attention.scale = .inverse
    },
    Shape(name: "Arcee, relu²", architecture: .arcee) {
      $0.feedForward = .relu2
      $0.norm = .weighted
    },
    Shape(name: "Arcee, relu, one stored head", architecture: .arcee) { $0.attention.keyValueHeadCount = 1 },
    Shape(name: "NanoChat, relu²", architecture: .nanochat) {
      $0.feedForward = .relu2
      $0.attention.normalizesQueriesAndKeys = true
    },
    Shape(name: "NanoChat, relu, shared heads", architecture: .nanochat) {
      $0.attention.normalizesQueriesAndKeys = true
      $0.attention.keyValueHeadCount = 2
    },
  ]

  static let words = [
    "anna", "arno", "elena", "erik", "ino", "karen", "kira", "lena", "lotte", "nora", "otto", "été",
    "née <|bos|>", "ab\u{301}c", "日本", "x  y", "\u{1F469}\u{200D}\u{1F52C}",
  ]

  private static let program = """
    import json, sys, torch
    from transformers import AutoModelForCausalLM, AutoTokenizer
    def answer(folder, request):
        model = AutoModelForCausalLM.from_pretrained(folder).eval()
        tokenizer = AutoTokenizer.from_pretrained(folder)
        with torch.no_grad():
            logits = [model(torch.tensor([tokens])).logits[0].tolist() for tokens in request["tokens"]]
            start = torch.tensor([[model.config.bos_token_id]])
            made = model.generate(start, attention_mask=torch.ones_like(start), do_sample=False, max_length=request["length"])[0]
        try: unknown = tokenizer.encode("QQ")
        except Exception: unknown = None
        return {
            "model": type(model).__name__, "logits": logits, "greedy": made.tolist(),
            "text": tokenizer.decode(made, skip_special_tokens=True),
            "encoded": [tokenizer.encode(text) for text in request["texts"]],
            "decoded": [tokenizer.decode(tokenizer.encode(text), skip_special_tokens=True) for text in request["texts"]],
            "unknown": unknown,
        }
    print(json.dumps([answer(request["folder"], request) for request in json.loads(sys.argv[1])]))
    """

  private struct Answer: Decodable {
    let model: String
    let logits: [[[Double]]]
    let greedy: [Int]
    let text: String
    let encoded: [[Int]]
    let decoded: [String]
    let unknown: [Int]?
  }

  /// A model that has learned a little, so that its numbers are not all near 0.
  static func checkpoint(_ shape: Shape) throws -> Checkpoint {
    var configuration = TrainingConfiguration()
    configuration.stepCount = 40
    configuration.learningRate = 0.03
    configuration.unit = shape.unit
    var changed = GPTShape(layerCount: 2, embeddingWidth: 16, headCount: 4, contextLength: 12)
    changed.attention.positions = .rotary(base: 10_000)
    changed.hasFinalNorm = true
    shape.change(&changed)
    let bytes = Array(words.joined(separator: "\n").utf8)
    var session = try TrainingSession(
      Corpus(utf8: bytes, layout: .lines),
      configuration: configuration,
      shape: changed
    )
    while try session.trainer.next() != nil {}
    return session.checkpoint(source: .init(name: "words", fingerprint: Fingerprint(of: bytes)))
  }

  @Test(
    "Logits agree within rounding to 32 bits, the likeliest text is the same, and so are tokens",
    .enabled(if: Python.clients.has("transformers, torch"), Python.clients.advice)
  )
  func opened() throws {
    // One process opens them all: it takes longer to begin than to open one.
    var (requests, folders): ([[String: Any]], [ExchangeFolder]) = ([], [])
    let checkpoints = try Self.shapes.map { try Self.checkpoint($0) }
    for (shape, checkpoint) in zip(Self.shapes, checkpoints) {
      let folder = try ExchangeFolder()
      let exported = try TransformersFolder(checkpoint)
      #expect(exported.architecture == shape.architecture, "\(shape.name)")
      for (name, bytes) in exported.files { _ = try folder.write(bytes, to: name) }
      folders.append(folder)
      requests.append([
        "folder": folder.url.path(percentEncoded: false), "tokens": try Self.read(by: checkpoint),
        "texts": Self.words, "length": checkpoint.model.contextLength,
      ])
    }
    let request = try JSONSerialization.data(withJSONObject: requests)
    let (status, output) = try Python.clients.run(Self.program, String(decoding: request, as: UTF8.self))
    try #require(status == 0)
    let answers = try JSONDecoder().decode([Answer].self, from: Data(output.utf8))
    try #require(answers.count == Self.shapes.count)
    for (index, answer) in answers.enumerated() {
      let (shape, checkpoint) = (Self.shapes[index], checkpoints[index])
      let tokenizer = checkpoint.tokenizer
      #expect(answer.model == shape.architecture.className)
      try Self.expectLogits(answer.logits, of: checkpoint, shape.name)
      let greedy = Self.greedy(checkpoint)
      #expect(answer.greedy == greedy, "\(shape.name)")
      #expect(answer.text == tokenizer.decode(greedy))
      #expect(answer.encoded == (try Self.words.map { [tokenizer.boundary] + (try tokenizer.encode($0)) }))
      #expect(answer.decoded == Self.words)
      #expect(answer.unknown == nil)
    }
  }

  @Test(
    "TransformerLens opens a folder, and has the same logits and a pattern of each layer",
    .enabled(if: Python.clients.has("transformer_lens, transformers"), Python.clients.advice)
  )
  func lens() throws {
    let program = """
      import json, sys, torch
      from transformer_lens.model_bridge import TransformerBridge
      model = TransformerBridge.boot_transformers(sys.argv[1], device="cpu")
      with torch.no_grad(): read = [model.run_with_cache(torch.tensor([tokens])) for tokens in json.loads(sys.argv[2])]
      patterns = sorted(name for name in read[0][1].keys() if name.endswith("hook_pattern"))
      print("\\n" + json.dumps({"logits": [logits[0].tolist() for logits, _ in read], "patterns": patterns}))
      """
    struct Answer: Decodable {
      let logits: [[[Double]]]
      let patterns: [String]
    }
    let shape = Self.shapes[1]
    let checkpoint = try Self.checkpoint(shape)
    let folder = try ExchangeFolder()
    for (name, bytes) in try TransformersFolder(checkpoint).files { _ = try folder.write(bytes, to: name) }
    let tokens = try JSONEncoder().encode(Self.read(by: checkpoint))
    let (status, output) = try Python.clients.run(
      program,
      folder.url.path(percentEncoded: false),
      String(decoding: tokens, as: UTF8.self)
    )
    try #require(status == 0)
    // It may say something of its own before.
    let line = try #require(output.split(separator: "\n").last)
    let answer = try JSONDecoder().decode(Answer.self, from: Data(line.utf8))
    try Self.expectLogits(answer.logits, of: checkpoint, "TransformerLens")
    #expect(answer.patterns == ["blocks.0.attn.hook_pattern", "blocks.1.attn.hook_pattern"])
  }

  /// Tokens that fill the context or less.
  static func read(by checkpoint: Checkpoint, texts: [String] = words) throws -> [[Int]] {
    let tokenizer = checkpoint.tokenizer
    return try texts.map {
      [tokenizer.boundary] + (try tokenizer.encode($0)).prefix(checkpoint.model.contextLength - 1)
    }
  }

  /// Expects logits that agree but for some hundred roundings to 24 bits.
  static func expectLogits(
    _ found: [[[Double]]],
    of checkpoint: Checkpoint,
    texts: [String] = words,
    _ name: String
  ) throws {
    let model = checkpoint.makeModel(on: Tape())
    let read = try read(by: checkpoint, texts: texts)
    #expect(found.map(\.count) == read.map(\.count))
    var worst = 0.0
    for (tokens, theirs) in zip(read, found) {
      var state = model.initialState()
      for (token, theirs) in zip(tokens, theirs) {
        let ours = model.logits(after: model.tape.input(token), state: &state).data
        let largest = max(1, ours.map(\.magnitude).max() ?? 0)
        #expect(ours.count == theirs.count)
        for (ours, theirs) in zip(ours, theirs) { worst = max(worst, abs(ours - theirs) / largest) }
      }
    }
    #expect(worst <= 3e-6, "\(name)")
  }

  /// The likeliest tokens, one after another.
  static func greedy(_ checkpoint: Checkpoint) -> [Int] {
    let (model, boundary) = (checkpoint.makeModel(on: Tape()), checkpoint.tokenizer.boundary)
    var (state, token, greedy) = (model.initialState(), boundary, [boundary])
    while greedy.count < checkpoint.model.contextLength {
      let logits = model.logits(after: model.tape.input(token), state: &state).data
      token = logits.indices.max { logits[$0] < logits[$1] } ?? 0
      greedy.append(token)
      if token == boundary { break }
    }
    return greedy
  }

  private static let refused: [Shape] = [
    Shape(name: "--positions rotary", architecture: .llama) { $0.attention.positions = .learned },
    Shape(name: "--rope-base 10000", architecture: .llama) {
      $0.attention.positions = .rotary(base: 1e39)
    },
    Shape(name: "--final-norm", architecture: .llama) { $0.hasFinalNorm = false },
    Shape(name: "--kv-heads instead of --latent", architecture: .llama) { $0.attention.latentWidth = 4 },
    Shape(name: "--mask causal or --mask window:N", architecture: .llama) {
      $0.attention.mask = MaskChoice("strided:2+window:1") ?? .causal
    },
    Shape(name: "--mask causal, or --feed-forward swiglu", architecture: .arcee) {
      $0.attention.mask = MaskChoice("window:2") ?? .causal
    },
    Shape(name: "--norm plain, or --feed-forward swiglu", architecture: .nanochat) {
      $0.attention.normalizesQueriesAndKeys = true
      $0.norm = .weighted
    },
    Shape(name: "--scale sqrt, or --feed-forward swiglu", architecture: .nanochat) {
      $0.attention.normalizesQueriesAndKeys = true
      $0.attention.scale = .none
    },
    Shape(name: "--tokens scalars or --tokens bytes", architecture: .arcee, unit: .characters) { _ in },
  ]

  @Test("What no stock architecture is exactly is refused with the option that would do", arguments: refused)
  func refuses(shape: Shape) throws {
    let checkpoint = try Self.checkpoint(shape)
    let refusal = #expect(throws: ExchangeRefusal.self) { try TransformersFolder(checkpoint) }
    #expect(refusal?.option == shape.name)
  }
}
