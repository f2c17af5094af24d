import Formats
import Transformer

extension GPTConfiguration {
  /// The object under `model`.
  var json: JSON {
    let rotaryBase: Double? =
      switch attention.positions {
      case .learned: nil
      case .rotary(let base): base
      }
    return .object([
      "vocabularySize": .integer(vocabularySize),
      "layerCount": .integer(layerCount),
      "embeddingWidth": .integer(embeddingWidth),
      "headCount": .integer(headCount),
      "contextLength": .integer(contextLength),
      "keyValueHeadCount": attention.keyValueHeadCount.map { .integer($0) },
      "latentWidth": attention.latentWidth.map { .integer($0) },
      "mask": .string(attention.mask.description),
      "store": .string(attention.store.description),
      "kernel": .string(attention.kernel.description),
      "scale": .string(attention.scale.description),
      "rotaryBase": rotaryBase.map { .number($0) },
    ])
  }

  /// Reads the object under `model`; where it lacks a choice of attention, that is microgpt's: earlier versions had none.
  init(_ record: Record) throws(CheckpointError) {
    func count(_ name: String) throws(CheckpointError) -> Int {
      try record.required(name) { $0.integer(as: Int.self) }
    }
    /// Reads a choice by its text into `choice`, which stays as it is where there is none.
    func read<Choice>(
      _ name: String,
      into choice: inout Choice,
      _ make: (String) -> Choice?
    ) throws(CheckpointError) {
      guard let text = try record.optional(name, { $0.string }) else { return }
      guard let known = make(text) else { throw .unknownChoice }
      choice = known
    }
    var attention = AttentionChoices()
    attention.keyValueHeadCount = try record.optional("keyValueHeadCount") { $0.integer(as: Int.self) }
    attention.latentWidth = try record.optional("latentWidth") { $0.integer(as: Int.self) }
    try read("mask", into: &attention.mask) { MaskChoice($0) }
    try read("store", into: &attention.store) { StoreChoice($0) }
    try read("kernel", into: &attention.kernel) { KernelChoice($0) }
    try read("scale", into: &attention.scale) { ScaleChoice($0) }
    if let base = try record.optional("rotaryBase", { $0.number }) {
      guard base > 1 else { throw .unknownChoice }
      attention.positions = .rotary(base: base)
    }
    let counts = (
      vocabulary: try count("vocabularySize"), layers: try count("layerCount"),
      embedding: try count("embeddingWidth"), heads: try count("headCount"),
      context: try count("contextLength")
    )
    do throws(GPTConfigurationError) {
      try self.init(
        vocabularySize: counts.vocabulary,
        layerCount: counts.layers,
        embeddingWidth: counts.embedding,
        headCount: counts.heads,
        contextLength: counts.context,
        attention: attention
      )
    } catch { throw .model(error) }
  }
}

extension TrainingConfiguration {
  /// The object under `training`.
  var json: JSON {
    .object([
      "stepCount": .integer(stepCount),
      "seed": .integer(seed),
      "learningRate": .number(learningRate),
      "batchSize": .integer(batchSize),
      "gradientClip": gradientClip.map { .number($0) },
      "validationShare": .number(validationShare),
      "documents": .string(layout.rawValue),
      "tokens": .string(unit.rawValue),
    ])
  }

  /// Reads the object under `training`.
  init(_ record: Record) throws(CheckpointError) {
    self.init()
    stepCount = try record.required("stepCount") { $0.integer(as: Int.self) }
    seed = try record.required("seed") { $0.integer(as: UInt64.self) }
    learningRate = try record.required("learningRate") { $0.number }
    batchSize = try record.required("batchSize") { $0.integer(as: Int.self) }
    gradientClip = try record.optional("gradientClip") { $0.number }
    validationShare = try record.required("validationShare") { $0.number }
    let documents = try record.required("documents") { $0.string }
    let tokens = try record.required("tokens") { $0.string }
    guard let layout = Corpus.Layout(rawValue: documents), let unit = Tokenizer.Unit(rawValue: tokens),
      (1...Self.largestStepCount).contains(stepCount), (1...Self.largestBatchSize).contains(batchSize),
      learningRate > 0, gradientClip ?? 1 > 0, validationShare >= 0, validationShare < 1
    else { throw .settings }
    self.layout = layout
    self.unit = unit
  }
}
