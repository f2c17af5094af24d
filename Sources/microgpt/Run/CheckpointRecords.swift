import Training
import Transformer

// The JSON objects in a checkpoint's metadata. Their keys are part of the file format.

struct ModelRecord: Codable {
  let vocabularySize, layerCount, embeddingWidth, headCount, contextLength: Int
  let keyValueHeadCount, latentWidth: Int?
  /// Where one is missing, it is microgpt's choice: runs made before there were choices have none.
  let mask, store, kernel, scale: String?
  /// The base of the wavelengths; nil for learned positions.
  let rotaryBase: Double?

  init(_ configuration: GPTConfiguration) {
    vocabularySize = configuration.vocabularySize
    layerCount = configuration.layerCount
    embeddingWidth = configuration.embeddingWidth
    headCount = configuration.headCount
    contextLength = configuration.contextLength
    let attention = configuration.attention
    keyValueHeadCount = attention.keyValueHeadCount
    latentWidth = attention.latentWidth
    mask = attention.mask.description
    store = attention.store.description
    kernel = attention.kernel.description
    scale = attention.scale.description
    rotaryBase =
      switch attention.positions {
      case .learned: nil
      case .rotary(let base): base
      }
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

struct TrainingRecord: Codable {
  let stepCount: Int
  let seed: UInt64
  let learningRate: Double
  let batchSize: Int
  let gradientClip: Double?
  let validationShare: Double
  let documents: String
  let tokens: String

  init(_ configuration: TrainingConfiguration) {
    stepCount = configuration.stepCount
    seed = configuration.seed
    learningRate = configuration.learningRate
    batchSize = configuration.batchSize
    gradientClip = configuration.gradientClip
    validationShare = configuration.validationShare
    documents = configuration.layout.rawValue
    tokens = configuration.unit.rawValue
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
struct VocabularyRecord: Codable {
  let unit: String
  let texts: [String]?
  let bytes: [UInt8]?

  init(_ tokenizer: Tokenizer) {
    unit = tokenizer.unit.rawValue
    let isBytes = tokenizer.unit == .bytes
    texts = isBytes ? nil : tokenizer.vocabulary.map { String(decoding: $0, as: UTF8.self) }
    bytes = isBytes ? tokenizer.vocabulary.flatMap { $0 } : nil
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

struct StateRecord: Codable {
  let step: Int
  let lossAverage: Double
  let generator: Generator

  struct Generator: Codable {
    let words: [UInt32]
    let index: Int
    let spareGaussian: Double?
  }

  init(_ state: TrainerState) {
    step = state.stepsDone
    lossAverage = state.lossAverage
    let generator = state.generator.state
    self.generator = Generator(
      words: generator.words,
      index: generator.index,
      spareGaussian: generator.spareGaussian
    )
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

struct DataRecord: Codable {
  let file: String
  let fingerprint: String

  init(_ source: Checkpoint.DataSource) {
    file = source.name
    fingerprint = source.fingerprint.description
  }

  func source() throws(Failure) -> Checkpoint.DataSource {
    guard let fingerprint = Fingerprint(fingerprint) else {
      throw Failure("'\(fingerprint)' is no fingerprint of a file")
    }
    return Checkpoint.DataSource(name: file, fingerprint: fingerprint)
  }
}
