import Autograd
import Random
import Replay
import Transformer

extension TrainingSession {
  /// A session that begins with the weights of another run: fine-tuning.
  ///
  /// The shape is the other model's. Tokens that the corpus adds to its vocabulary get rows of their own in `wte` and `lm_head`,
  /// drawn as those of a new model; all other weights are the other model's. Everything else is as in a new session: moments are 0.
  ///
  /// - Parameters:
  ///   - checkpoint: where the weights and the vocabulary come from; may be a snapshot.
  ///   - run: what the other run is called.
  ///   - corpus: what is trained on.
  ///   - configuration: how; its unit is the other run's.
  ///   - arithmetics: in which numbers there is code to compute, as for a new session.
  /// - Throws: ``TrainingSessionError`` where the tokens are of another unit, the corpus can't be divided as asked, or no
  ///   arithmetic has the precision asked for.
  public init(
    from checkpoint: Checkpoint,
    ofRun run: String,
    on corpus: Corpus,
    configuration: TrainingConfiguration,
    arithmetics: [ProgramArithmetic] = [.double]
  ) throws(TrainingSessionError) {
    let arithmetic = try Self.arithmetic(configuration.precision, among: arithmetics)
    try Self.check(configuration)
    guard configuration.unit == checkpoint.tokenizer.unit else {
      throw .unit(configuration.unit, of: checkpoint.tokenizer.unit)
    }
    let tokenizer = checkpoint.tokenizer.covering(corpus.texts)
    let modelConfiguration: GPTConfiguration
    do {
      modelConfiguration = try GPTConfiguration(
        vocabularySize: tokenizer.vocabularySize,
        shape: checkpoint.model.shape
      )
    } catch { throw .shape(error) }

    var generator = MersenneTwister(seed: configuration.seed)
    let dataset = try Self.dataset(corpus, tokenizer, modelConfiguration, configuration, &generator)
    var parameters = checkpoint.parameters(for: tokenizer) {
      generator.gaussian(standardDeviation: GPT.initialStandardDeviation)
    }[...]
    let model = GPT(modelConfiguration, on: Tape()) { parameters.removeFirst() }
    self.init(
      model: model,
      tokenizer: tokenizer,
      trainer: Trainer(
        model,
        on: dataset,
        configuration: configuration,
        state: TrainerState(parameterCount: modelConfiguration.parameterCount, generator: generator),
        gradients: { ReplayedGradients($0, arithmetic: arithmetic) }
      ),
      origin: Checkpoint.Origin(
        run: run,
        step: checkpoint.state.stepsDone,
        newTokenCount: tokenizer.vocabularySize - checkpoint.tokenizer.vocabularySize,
        source: checkpoint.source
      )
    )
  }
}

extension Tokenizer {
  /// The tokenizer of this vocabulary and of all that occurs in some texts.
  fileprivate func covering(_ texts: Texts) -> Tokenizer {
    let added = Tokenizer(unit: unit, covering: texts).vocabulary
    return Tokenizer(unit: unit, covering: Texts((vocabulary + added).map { $0[...] }))
  }
}

extension Checkpoint {
  /// The parameters as a model of a larger vocabulary has them: rows of its new tokens are drawn, matrix by matrix.
  fileprivate func parameters(for larger: Tokenizer, draw: () -> Double) -> [Double] {
    // Of each token its row among those of before, nil for a new one; the boundary is the last of both.
    let known = self.tokenizer.vocabulary
    var next = 0
    var rows: [Int?] = larger.vocabulary.map { text in
      guard next < known.count, known[next] == text else { return nil }
      defer { next += 1 }
      return next
    }
    rows.append(self.tokenizer.boundary)

    var numbers: [Double] = []
    var start = 0
    for shape in model.parameterShapes {
      let matrix = parameters[start..<start + shape.count]
      start += shape.count
      guard shape.name == "wte" || shape.name == "lm_head" else {
        numbers += matrix
        continue
      }
      for row in rows {
        if let row {
          numbers += matrix.dropFirst(row * shape.columns).prefix(shape.columns)
        } else {
          for _ in 0..<shape.columns { numbers.append(draw()) }
        }
      }
    }
    return numbers
  }
}
