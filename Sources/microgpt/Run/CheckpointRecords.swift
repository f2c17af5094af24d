import Random
import Training
import Transformer

// The JSON objects in a checkpoint's metadata. Their keys are part of the file format.

struct ModelRecord: Decodable {
  let vocabularySize, layerCount, embeddingWidth, headCount, contextLength: Int
  let keyValueHeadCount, latentWidth: Int?
  /// Where one is missing, it is microgpt's choice: runs made before there were choices have none.
  let mask, store, kernel, scale: String?
  /// The base of the wavelengths; nil for learned positions.
  let rotaryBase: Double?

  static func json(_ configuration: GPTConfiguration) -> JSON {
    let attention = configuration.attention
    let rotaryBase: Double? =
      switch attention.positions {
      case .learned: nil
      case .rotary(let base): base
      }
    return .object([
      "vocabularySize": .integer(configuration.vocabularySize),
      "layerCount": .integer(configuration.layerCount),
      "embeddingWidth": .integer(configuration.embeddingWidth),
      "headCount": .integer(configuration.headCount),
      "contextLength": .integer(configuration.contextLength),
      "keyValueHeadCount": attention.keyValueHeadCount.map { .integer($0) },
      "latentWidth": attention.latentWidth.map { .integer($0) },
      "mask": .string(attention.mask.description),
      "store": .string(attention.store.description),
      "kernel": .string(attention.kernel.description),
      "scale": .string(attention.scale.description),
      "rotaryBase": rotaryBase.map { .number($0) },
    ])
  }

  func configuration() throws(Failure) -> GPTConfiguration {
    let standard = AttentionChoices()
    guard let mask = MaskChoice(mask ?? "\(standard.mask)"),
      let store = StoreChoice(store ?? "\(standard.store)"),
      let kernel = KernelChoice(kernel ?? "\(standard.kernel)"),
      let scale = ScaleChoice(scale ?? "\(standard.scale)"),
      rotaryBase ?? 2 > 1
    else { throw Failure("the choices of attention under 'model' are not known to this program") }
    var attention = AttentionChoices()
    attention.keyValueHeadCount = keyValueHeadCount
    attention.latentWidth = latentWidth
    attention.mask = mask
    attention.store = store
    attention.kernel = kernel
    attention.scale = scale
    if let rotaryBase { attention.positions = .rotary(base: rotaryBase) }
    do {
      return try GPTConfiguration(
        vocabularySize: vocabularySize,
        layerCount: layerCount,
        embeddingWidth: embeddingWidth,
        headCount: headCount,
        contextLength: contextLength,
        attention: attention
      )
    } catch { throw Failure("no model has the shape under 'model': \(error)") }
  }
}

struct TrainingRecord: Decodable {
  let stepCount: Int
  let seed: UInt64
  let learningRate: Double
  let batchSize: Int
  let gradientClip: Double?
  let validationShare: Double
  let documents: String
  let tokens: String

  static func json(_ configuration: TrainingConfiguration) -> JSON {
    .object([
      "stepCount": .integer(configuration.stepCount),
      "seed": .integer(configuration.seed),
      "learningRate": .number(configuration.learningRate),
      "batchSize": .integer(configuration.batchSize),
      "gradientClip": configuration.gradientClip.map { .number($0) },
      "validationShare": .number(configuration.validationShare),
      "documents": .string(configuration.layout.rawValue),
      "tokens": .string(configuration.unit.rawValue),
    ])
  }

  func configuration() throws(Failure) -> TrainingConfiguration {
    guard let layout = Corpus.Layout(rawValue: documents), let unit = Tokenizer.Unit(rawValue: tokens),
      (1...TrainingConfiguration.largestStepCount).contains(stepCount),
      (1...TrainingConfiguration.largestBatchSize).contains(batchSize), learningRate > 0,
      gradientClip ?? 1 > 0,
      validationShare >= 0,
      validationShare < 1
    else { throw Failure("the settings under 'training' are out of range") }
    var configuration = TrainingConfiguration()
    configuration.stepCount = stepCount
    configuration.seed = seed
    configuration.learningRate = learningRate
    configuration.batchSize = batchSize
    configuration.gradientClip = gradientClip
    configuration.validationShare = validationShare
    configuration.layout = layout
    configuration.unit = unit
    return configuration
  }
}

/// The tokens in order, as texts, or for tokens that are bytes as numbers.
struct VocabularyRecord: Decodable {
  let unit: String
  let texts: [String]?
  let bytes: [UInt8]?

  static func json(_ tokenizer: Tokenizer) -> JSON {
    let isBytes = tokenizer.unit == .bytes
    let vocabulary = tokenizer.vocabulary
    return .object([
      "unit": .string(tokenizer.unit.rawValue),
      "texts": isBytes ? nil : .array(vocabulary.map { .string(String(decoding: $0, as: UTF8.self)) }),
      "bytes": isBytes ? .array(vocabulary.map { .integer($0[0]) }) : nil,
    ])
  }

  func tokenizer() throws(Failure) -> Tokenizer {
    let vocabulary = texts?.map { Array($0.utf8) } ?? bytes?.map { [$0] }
    guard let unit = Tokenizer.Unit(rawValue: unit), let vocabulary, (unit == .bytes) == (bytes != nil) else {
      throw Failure("the tokens under 'vocabulary' are of no known kind")
    }
    do {
      return try Tokenizer(unit: unit, vocabulary: vocabulary)
    } catch { throw Failure("\(error)") }
  }
}

struct StateRecord: Decodable {
  let step: Int
  let lossAverage: Double
  let generator: Generator

  struct Generator: Decodable {
    let words: [UInt32]
    let index: Int
    let spareGaussian: Double?
  }

  static func json(_ state: TrainerState) -> JSON {
    let generator = state.generator.state
    return .object([
      "step": .integer(state.stepsDone),
      "lossAverage": .number(state.lossAverage),
      "generator": .object([
        "words": .array(generator.words.map { .integer($0) }),
        "index": .integer(generator.index),
        "spareGaussian": generator.spareGaussian.map { .number($0) },
      ]),
    ])
  }

  func state(_ optimizer: Adam) throws(Failure) -> TrainerState {
    guard (0...TrainingConfiguration.largestStepCount).contains(step), lossAverage.isFinite else {
      throw Failure("the numbers under 'state' are out of range")
    }
    let generator = MersenneTwister.State(
      words: generator.words,
      index: generator.index,
      spareGaussian: generator.spareGaussian
    )
    do {
      return TrainerState(
        stepsDone: step,
        optimizer: optimizer,
        generator: try MersenneTwister(generator),
        lossAverage: lossAverage
      )
    } catch { throw Failure("\(error)") }
  }
}

struct DataRecord: Decodable {
  let file: String
  let fingerprint: String

  static func json(_ source: Checkpoint.DataSource) -> JSON {
    .object(["file": .string(source.name), "fingerprint": .string(source.fingerprint.description)])
  }

  func source() throws(Failure) -> Checkpoint.DataSource {
    guard let fingerprint = Fingerprint(fingerprint) else {
      throw Failure("'\(fingerprint)' is no fingerprint of a file")
    }
    return Checkpoint.DataSource(name: file, fingerprint: fingerprint)
  }
}
