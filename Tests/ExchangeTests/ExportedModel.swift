import Attention
import Autograd
import Foundation
import Random
import TestSupport
import Training
import Transformer
import VisibleText

/// A model with a vocabulary, as its checkpoint has it, and what it computes.
struct ExportedModel: Sendable, CustomStringConvertible {
  let description: String
  let checkpoint: Checkpoint

  /// A model with numbers without a pattern for its parameters.
  init(
    _ description: String,
    _ configuration: GPTConfiguration,
    vocabulary: [[UInt8]]? = nil,
    unit: Tokenizer.Unit = .scalars,
    factor: Double = 1
  ) throws {
    self.description = description
    var generator = MersenneTwister(seed: 1)
    // A spare Gaussian is part of the generator's state.
    _ = generator.gaussian()
    let letters = (0..<configuration.vocabularySize - 1).map { [UInt8(ascii: "a") + UInt8($0)] }
    let model = Variant.model(configuration)
    let parameters = withExtendedLifetime(model) { model.parameterVector.data }
    checkpoint = Checkpoint(
      model: configuration,
      training: TrainingConfiguration(),
      tokenizer: try Tokenizer(unit: unit, vocabulary: vocabulary ?? letters),
      parameters: parameters.map { $0 * factor },
      state: TrainerState(parameterCount: configuration.parameterCount, generator: generator),
      source: .init(name: "data/\"\"\"names\u{202E}.txt\n'", fingerprint: Fingerprint(of: []))
    )
  }

  /// One of every variant of attention, and shapes at the limits of what there may be.
  static func all() throws -> [ExportedModel] {
    var models = try Variant.all.map {
      try ExportedModel($0.description, $0.configuration)
    }
    func add(
      _ description: String,
      _ counts: [Int],
      factor: Double = 1,
      _ change: (inout AttentionChoices) -> Void = { _ in }
    ) throws {
      var choices = AttentionChoices()
      change(&choices)
      let configuration = try GPTConfiguration(
        vocabularySize: counts[0],
        layerCount: counts[1],
        embeddingWidth: counts[2],
        headCount: counts[3],
        contextLength: counts[4],
        attention: choices
      )
      models.append(try ExportedModel(description, configuration, factor: factor))
    }
    try add("one of everything", [1, 1, 1, 1, 1])
    try add("many layers", [2, 30, 2, 1, 3])
    try add("numbers that are hardly any", [3, 1, 4, 2, 4], factor: .leastNonzeroMagnitude)
    try add("numbers that are large", [3, 1, 4, 2, 4], factor: 1e30)
    try add("the largest numbers of a mask", [3, 1, 4, 2, 4]) {
      let largest = Int.max
      $0.mask =
        MaskChoice("window:\(largest)+strided:\(largest)+blocks:\(largest)+global:\(largest)") ?? .causal
      $0.store = .rolling(size: largest)
    }
    try add("the largest base", [3, 1, 12, 2, 4]) {
      $0.positions = .rotary(base: .greatestFiniteMagnitude)
      $0.scale = .number(0)
    }
    try add("a latent in one head", [3, 2, 6, 1, 5]) {
      $0.latentWidth = 4
      $0.positions = .rotary(base: 1.5)
      $0.scale = .inverse
    }
    return models
  }

  /// Tokens that fill the context, and some of them twice.
  var tokens: [Int] {
    let model = checkpoint.model
    return (0..<model.contextLength).map { (model.vocabularySize - 1 + $0 * $0) % model.vocabularySize }
  }

  /// The logits after each of the tokens, and each layer's and head's pattern there, 0 for what is not visible.
  func computed() -> (logits: [[Double]], patterns: [[[[Double]]]]) {
    let (shape, tokens) = (checkpoint.model, tokens)
    var parts = AttentionParts(shape.attention)
    // FlashAttention keeps no patterns.
    parts.kernel = .softmax
    var rest = checkpoint.parameters[...]
    let model = GPT(shape, on: Tape(), parts: parts) { rest.removeFirst() }
    var state = model.initialState()
    var patterns = Array(
      repeating: Array(repeating: [[Double]](), count: shape.headCount),
      count: shape.layerCount
    )
    let logits = tokens.map { token in
      let activations = model.activations(after: model.tape.input(token), state: &state) { _, _ in
        model.attentionScale
      }
      for (layer, block) in activations.blocks.enumerated() {
        for (head, numbers) in block.attention.heads.enumerated() {
          var row = [Double](repeating: 0, count: tokens.count)
          for (key, weight) in zip(block.attention.visiblePositions, numbers.pattern?.data ?? []) {
            row[key] = weight
          }
          patterns[layer][head].append(row)
        }
      }
      return activations.logits.data
    }
    return withExtendedLifetime(model) { (logits, patterns) }
  }

  /// The texts that are sampled, as they are printed.
  func samples(_ count: Int, seed: UInt64? = nil, temperature: Double = 0.5) throws -> [String] {
    var generator = seed.map { MersenneTwister(seed: $0) } ?? checkpoint.state.generator
    let tokenizer = checkpoint.tokenizer
    let texts = try checkpoint.makeModel(on: Tape()).generate(
      count,
      continuing: [tokenizer.boundary],
      until: tokenizer.boundary,
      sampler: Sampler(.random(temperature: temperature)),
      using: &generator
    )
    return texts.map { visible(tokenizer.decodeBytes($0)) }
  }
}

/// A folder for files that another program reads; it goes with the object.
final class ExchangeFolder {
  let url: URL

  init() throws {
    url = FileManager.default.temporaryDirectory.appending(path: "microgpt-exchange-\(UUID().uuidString)")
    try FileManager.default.createDirectory(at: url, withIntermediateDirectories: true)
  }

  deinit { try? FileManager.default.removeItem(at: url) }

  /// Writes a file and gives its path.
  func write(_ bytes: [UInt8], to name: String) throws -> String {
    let file = url.appending(path: name)
    try Data(bytes).write(to: file)
    return file.path(percentEncoded: false)
  }
}
