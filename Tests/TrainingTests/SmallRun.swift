import Autograd
import Foundation
import Training
import Transformer

/// A model, its tokenizer and a trainer on one of the files in `data`, put together as the executable does.
struct SmallRun {
  let model: GPT
  let tokenizer: Tokenizer
  var trainer: Trainer<GPT>

  init(
    file: String = "names.txt",
    layers: Int = 1,
    embedding: Int = 16,
    heads: Int = 4,
    context: Int = 16,
    configure: (inout TrainingConfiguration) -> Void = { _ in }
  ) throws {
    try self.init(
      utf8: [UInt8](Data(contentsOf: dataFile(file))),
      layers: layers,
      embedding: embedding,
      heads: heads,
      context: context,
      configure: configure
    )
  }

  init(
    utf8 bytes: [UInt8],
    layers: Int = 1,
    embedding: Int = 16,
    heads: Int = 4,
    context: Int = 16,
    configure: (inout TrainingConfiguration) -> Void = { _ in }
  ) throws {
    var configuration = TrainingConfiguration()
    configure(&configuration)
    let corpus = try Corpus(utf8: bytes, layout: configuration.layout)
    let tokenizer = Tokenizer(unit: configuration.unit, covering: corpus.texts)
    var generator = MersenneTwister(seed: configuration.seed)
    let dataset = try Dataset(
      corpus,
      tokenizer: tokenizer,
      contextLength: context,
      validationShare: configuration.validationShare,
      using: &generator
    )
    let shape = try GPTConfiguration(
      vocabularySize: tokenizer.vocabularySize,
      layerCount: layers,
      embeddingWidth: embedding,
      headCount: heads,
      contextLength: context
    )
    model = GPT(shape, on: Tape()) {
      generator.gaussian(standardDeviation: GPT.initialStandardDeviation)
    }
    self.tokenizer = tokenizer
    trainer = Trainer(
      model,
      on: dataset,
      configuration: configuration,
      state: TrainerState(parameterCount: shape.parameterCount, generator: generator)
    )
  }
}

/// A file in the repository's `data` folder.
func dataFile(_ name: String) -> URL {
  URL(filePath: #filePath).deletingLastPathComponent().deletingLastPathComponent().deletingLastPathComponent()
    .appending(components: "data", name)
}

/// A file in the tests' `Fixtures` folder.
func fixture(_ name: String) -> URL {
  Bundle.module.bundleURL.appending(components: "Fixtures", name)
}
