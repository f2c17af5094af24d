import Autograd
import Basics
import Random
import Transformer

/// A speller, its tokenizer and its trainer: an encoder–decoder that learns to write the lines of a corpus backward.
///
///     var session = try SpellingSession(corpus)
///     while let step = try session.trainer.next() { print(step.number, step.loss) }
///     let score = SpellingScore(session.speller, of: session.trainer.dataset.validation)
///
/// What is random is drawn in the order of a ``TrainingSession``: shuffle, then parameters.
public struct SpellingSession {
  /// The model that is trained.
  public let speller: BackwardSpeller
  /// Which text its tokens stand for.
  public let tokenizer: Tokenizer
  /// What trains it, a step at a time; its data set has the lines that are held out.
  public var trainer: Trainer<BackwardSpeller>
  /// How many lines are left out, because they and the boundary behind them don't fit in the context.
  ///
  /// They are neither trained on nor held out: a name whose end is not read can't be spelt backward.
  public let leftOutCount: Int

  /// 6,000 steps of 8 lines each, with a tenth of the lines held out.
  public static var defaultConfiguration: TrainingConfiguration {
    var configuration = TrainingConfiguration()
    configuration.stepCount = 6000
    configuration.batchSize = 8
    configuration.validationShare = 0.1
    return configuration
  }

  /// A new model for a corpus of lines.
  ///
  /// - Throws: ``TrainingSessionError`` where no model has the shape, or the corpus can't be divided as asked.
  public init(
    _ corpus: Corpus,
    configuration: TrainingConfiguration = defaultConfiguration,
    shape: EncoderDecoderShape = EncoderDecoderShape()
  ) throws(TrainingSessionError) {
    require(corpus.layout == .lines, "only lines can be spelt backward, and no stream")
    let tokenizer = Tokenizer(unit: configuration.unit, covering: corpus.texts)
    let modelConfiguration: EncoderDecoderConfiguration
    do {
      modelConfiguration = try EncoderDecoderConfiguration(
        vocabularySize: tokenizer.vocabularySize,
        shape: shape
      )
    } catch { throw .shape(error) }

    var generator = MersenneTwister(seed: configuration.seed)
    let dataset: Dataset
    do {
      let fitting = try corpus.lines(ofAtMost: shape.contextLength - 1, tokenizer)
      leftOutCount = corpus.texts.count - fitting.texts.count
      dataset = try Dataset(
        fitting,
        tokenizer: tokenizer,
        contextLength: shape.contextLength,
        validationShare: configuration.validationShare,
        using: &generator
      )
    } catch { throw .dataset(error) }
    let model = EncoderDecoder(modelConfiguration, on: Tape()) {
      generator.gaussian(standardDeviation: GPT.initialStandardDeviation)
    }
    speller = BackwardSpeller(model)
    self.tokenizer = tokenizer
    trainer = Trainer(
      speller,
      on: dataset,
      configuration: configuration,
      state: TrainerState(parameterCount: modelConfiguration.parameterCount, generator: generator)
    )
  }
}

extension Corpus {
  /// The corpus without the lines that have more tokens.
  ///
  /// - Throws: ``DatasetError`` where none is left.
  func lines(ofAtMost count: Int, _ tokenizer: Tokenizer) throws(DatasetError) -> Corpus {
    let ranges: [Range<Int>]
    do {
      let documents = try tokenizer.encodeDocuments(texts)
      ranges = zip(texts.ranges, documents.ranges).filter { $1.count - 2 <= count }.map { $0.0 }
    } catch { throw .unencodable(error) }
    if ranges.isEmpty { throw .tooLong(count: texts.count, limit: count) }
    return Corpus(layout: layout, texts: Texts(bytes: texts.bytes, ranges: ranges))
  }
}
