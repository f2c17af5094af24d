import Autograd
import Foundation
import Synchronization
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
            "unknown": unknown, "padded": tokenizer(request["texts"][:4], padding=True).input_ids,
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
    let padded: [[Int]]
  }

  /// Models by the names of their shapes: each is trained once, and many tests read it.
  private static let trained = Mutex<[String: Checkpoint]>([:])

  /// A model that has learned a little, so that its numbers are not all near 0.
  static func checkpoint(_ shape: Shape) throws -> Checkpoint {
    try trained.withLock { trained in
      if let checkpoint = trained[shape.name] { return checkpoint }
      let checkpoint = try Self.train(shape)
      trained[shape.name] = checkpoint
      return checkpoint
    }
  }

  private static func train(_ shape: Shape) throws -> Checkpoint {
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
      let longest = answer.encoded[..<4].map(\.count).max() ?? 0
      #expect(
        answer.padded
          == answer.encoded[..<4].map {
            $0 + Array(repeating: tokenizer.boundary, count: longest - $0.count)
          }
      )
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

  /// Changes to a small model with rotary positions and a final norm, one after the other in all combinations.
  private static let axes: [[@Sendable (inout GPTShape) -> Void]] = [
    [{ _ in }, { $0.attention.positions = .learned }, { $0.attention.positions = .rotary(base: 1e39) }],
    [{ _ in }, { $0.hasFinalNorm = false }],
    [{ _ in }, { $0.feedForward = .relu2 }, { $0.feedForward = .swiglu }],
    [{ _ in }, { $0.attention.normalizesQueriesAndKeys = true }, { $0.attention.latentWidth = 4 }],
    [{ _ in }, { $0.norm = .weighted }], [{ _ in }, { $0.attention.scale = .none }],
    [
      { _ in }, { $0.attention.mask = MaskChoice("window:4") ?? .causal },
      { $0.attention.mask = MaskChoice("strided:2+window:1") ?? .causal },
    ],
    [{ _ in }, { $0.attention.store = .rolling(size: 3) }],
  ]

  /// What each piece of advice does to a shape.
  private static func follow(_ option: String, _ shape: inout GPTShape, _ unit: inout Tokenizer.Unit) {
    switch option {
    case "--positions rotary", "--rope-base 10000": shape.attention.positions = .rotary(base: 10_000)
    case "--final-norm": shape.hasFinalNorm = true
    case "without --latent": shape.attention.latentWidth = nil
    case "--feed-forward relu2": shape.feedForward = .relu2
    case "swiglu", "--feed-forward swiglu": shape.feedForward = .swiglu
    case "--norm plain": shape.norm = .plain
    case "--scale sqrt": shape.attention.scale = .inverseRoot
    case "--mask causal": shape.attention.mask = .causal
    case "--mask window:N": shape.attention.mask = MaskChoice("window:5") ?? .causal
    case "--store list": shape.attention.store = .list
    case "--tokens scalars": unit = .scalars
    case "--tokens bytes": unit = .bytes
    default: Issue.record("no option: \(option)")
    }
  }

  @Test(
    "Whoever follows all the advice of a refusal, whichever way is chosen, has a model that goes",
    arguments: [StockProgram.transformers, .llamaCpp]
  )
  func advice(program: StockProgram) throws {
    let first = GPTShape(
      layerCount: 1,
      embeddingWidth: 16,
      headCount: 4,
      contextLength: 8,
      attention: { () -> AttentionChoices in
        var choices = AttentionChoices()
        choices.positions = .rotary(base: 10_000)
        return choices
      }()
    )
    var shapes = [first]
    shapes[0].hasFinalNorm = true
    for axis in Self.axes {
      shapes = shapes.flatMap { shape in
        axis.map { change in
          var changed = shape
          change(&changed)
          return changed
        }
      }
    }
    var refused = 0
    for (index, shape) in shapes.enumerated() {
      // Latents go with no norm of keys, and a mask may show nothing of what a store keeps.
      guard let model = try? GPTConfiguration(vocabularySize: 5, shape: shape) else { continue }
      let unit: Tokenizer.Unit = index % 5 == 0 ? .characters : .scalars
      let obstacles = model.obstacles(to: program, unit: unit)
      if obstacles.isEmpty { continue }
      refused += 1
      let refusal = ExchangeRefusal(obstacles)
      // The first way of each piece of advice, and the last.
      for choose in [{ $0.first }, { $0.last }] as [([String]) -> String?] {
        var (changed, changedUnit) = (shape, unit)
        for option in refusal.options {
          let ways = option.split(separator: " or ", maxSplits: .max).map(String.init)
          Self.follow(try #require(choose(ways)), &changed, &changedUnit)
        }
        let better = try GPTConfiguration(vocabularySize: 5, shape: changed)
        let left = better.obstacles(to: program, unit: changedUnit)
        #expect(left.isEmpty, "\(refusal), but then \(left)")
      }
    }
    #expect(refused > 500)
  }

  @Test("What stands in the way is said at once, with all that would help")
  func refuses() throws {
    func refusal(_ program: StockProgram, _ change: (inout GPTShape) -> Void) throws -> String {
      var shape = GPTShape(layerCount: 1, embeddingWidth: 16, headCount: 4, contextLength: 8)
      change(&shape)
      let model = try GPTConfiguration(vocabularySize: 5, shape: shape)
      let error = #expect(throws: ExchangeRefusal.self) {
        try StockArchitecture(of: model, unit: .scalars, for: program)
      }
      return try #require(error).description
    }
    func rotary(_ shape: inout GPTShape) {
      shape.attention.positions = .rotary(base: 10_000)
      shape.hasFinalNorm = true
    }
    #expect(
      try refusal(.llamaCpp) { _ in }
        == "no stock architecture has learned positions with these norms; all stock architectures have a norm before the output head; and llama.cpp's Arcee has relu2 alone; train with --positions rotary, --final-norm and --feed-forward relu2 or swiglu"
    )
    #expect(
      try refusal(.transformers) {
        rotary(&$0)
        $0.attention.latentWidth = 4
      } == "no stock architecture stores latents as this model does; train without --latent"
    )
    // The window is the store's.
    let kept = { (shape: inout GPTShape) in
      rotary(&shape)
      shape.attention.store = .rolling(size: 4)
    }
    #expect(
      try refusal(.transformers, kept)
        == "Arcee has no sliding window; train with --store list or --feed-forward swiglu"
    )
    #expect(
      try refusal(.llamaCpp) {
        kept(&$0)
        $0.feedForward = .swiglu
      } == "llama.cpp has these architectures without a window; train with --store list"
    )
    #expect(
      try refusal(.llamaCpp) {
        kept(&$0)
        $0.feedForward = .swiglu
        $0.attention.mask = MaskChoice("window:3") ?? .causal
      } == "llama.cpp has these architectures without a window; train with --mask causal and --store list"
    )
  }

  @Test("Tokens that are grapheme clusters are refused with those that go")
  func refusesClusters() throws {
    let shape = Shape(name: "clusters", architecture: .arcee, unit: .characters) { _ in }
    let refusal = #expect(throws: ExchangeRefusal.self) { try TransformersFolder(Self.checkpoint(shape)) }
    #expect(refusal?.options == ["--tokens scalars or --tokens bytes"])
  }
}
