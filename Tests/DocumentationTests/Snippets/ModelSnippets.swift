import Attention
import Autograd
import Inspection
import Random
import Threads
import Training
import Transformer

@Sendable func scoresByHand() {
  let tape = Tape()
  let query = tape.vector([1, 0])
  let keys = [tape.vector([2, 0]), tape.vector([0, 2])]
  let values = [tape.vector([10]), tape.vector([20])]
  let scale = tape.value(0.5)
  let head = AttentionKernel.softmax.attend(query, keys, values, scale)
  head.output[0].backward()
  print(head.output.data, scale.grad)
}

@Sendable func maskOfOnesOwn() throws {
  let configuration = try GPTConfiguration(vocabularySize: 27)
  var parts = AttentionParts(configuration.attention)
  parts.mask = Mask { query, key in key == query || (key < query && key % 3 != 1) }

  let tape = Tape()
  var generator = MersenneTwister(seed: 42)
  let model = GPT(configuration, on: tape, parts: parts) { generator.gaussian(standardDeviation: 0.08) }
  var adam = Adam(parameterCount: configuration.parameterCount)
  let end = tape.mark

  let anna = [26, 0, 13, 13, 0, 26]  // 26 is the boundary before and after a name
  for step in 1...20 {
    let loss = model.loss(of: anna)
    loss.backward()
    if step % 10 == 0 { print(step, loss.data < 1) }
    adam.update(model.parameterVector, step: step, learningRate: 0.01)
    tape.rewind(to: end)
  }
}

@Sendable func storeOfOnesOwn() {
  /// Keeps every position, and counts how often one is looked at.
  final class CountingStore: KeyValueStore {
    private var list: [StoredPosition] = []
    private(set) var lookups = 0

    var count: Int { list.count }
    var positions: Range<Int> { 0..<list.count }
    func append(_ position: StoredPosition) { list.append(position) }
    func release() { list = [] }

    subscript(position: Int) -> StoredPosition {
      lookups += 1
      return list[position]
    }

    func fork() -> CountingStore {
      let fork = CountingStore()
      fork.list = list
      return fork
    }
  }

  let tape = Tape()
  let store = CountingStore()
  for number in [1.0, 2] {
    store.append(StoredPosition(key: tape.vector([number]), value: tape.vector([number])))
  }
  let visible = store.positions.filter { Mask.causal.isVisible(from: 0, to: $0) }
  print(visible.map { store[$0].key.data }, store.lookups, store.fork().count)
}

@Sendable func kernelOfOnesOwn() {
  /// Attends to the key with the largest score, and to no other.
  let hardest = AttentionKernel { query, keys, values, scale in
    let scores = dots(query, keys) * scale
    let largest = scores.data.indices.max { scores.data[$0] < scores.data[$1] } ?? 0
    return HeadActivations(query, keys, values, scale, scores: scores, output: values[largest])
  }

  let tape = Tape()
  let keys = [tape.vector([1, 0]), tape.vector([0, 1])]
  let output = hardest.attend(tape.vector([0.2, 0.9]), keys, keys, tape.value(1)).output
  print(output.data)
}

@Sendable func gptByHand() throws {
  let configuration = try GPTConfiguration(vocabularySize: 27)
  var generator = MersenneTwister(seed: 42)
  let model = GPT(configuration, on: Tape()) {
    generator.gaussian(standardDeviation: GPT.initialStandardDeviation)
  }
  var state = model.initialState()
  let logits = model.logits(after: model.tape.input(26), state: &state)
  print(configuration.parameterCount, logits.count, model.attentionScale.data)
}

@Sendable func samplerOrder() {
  let logits = [3.0, 2, 1, 0]
  let both = Sampler(.random(temperature: 1, topK: 3, topP: 0.9)).probabilities(of: logits)
  let onlyP = Sampler(.random(temperature: 1, topP: 0.9)).probabilities(of: logits)
  print(both.map { $0 > 0 }, onlyP.map { $0 > 0 })
}

@Sendable func trainByHand() throws {
  let corpus = try Corpus(utf8: Array("anna\nada\nhannah\n".utf8), layout: .lines)
  let tokenizer = Tokenizer(unit: .scalars, covering: corpus.texts)
  let shape = try GPTConfiguration(vocabularySize: tokenizer.vocabularySize)
  var configuration = TrainingConfiguration()
  configuration.stepCount = 100

  var generator = MersenneTwister(seed: configuration.seed)
  let dataset = try Dataset(
    corpus,
    tokenizer: tokenizer,
    contextLength: shape.contextLength,
    validationShare: 0,
    using: &generator
  )
  let model = GPT(shape, on: Tape()) { generator.gaussian(standardDeviation: 0.08) }
  var trainer = Trainer(
    model,
    on: dataset,
    configuration: configuration,
    state: TrainerState(parameterCount: shape.parameterCount, generator: generator)
  )
  while let step = try trainer.next() {
    if step.number % 50 == 0 { print(step.number, step.smoothedLoss < 1.5) }
  }
}

@Sendable func onThreads() throws {
  let corpus = try Corpus(utf8: Array("anna\nada\nhannah\n".utf8), layout: .lines)
  let tokenizer = Tokenizer(unit: .scalars, covering: corpus.texts)
  let shape = try GPTConfiguration(vocabularySize: tokenizer.vocabularySize)
  var configuration = TrainingConfiguration()
  configuration.batchSize = 64

  var generator = MersenneTwister(seed: 42)
  let dataset = try Dataset(
    corpus,
    tokenizer: tokenizer,
    contextLength: 16,
    validationShare: 0,
    using: &generator
  )
  let model = GPT(shape, on: Tape()) { generator.gaussian(standardDeviation: 0.08) }
  let state = TrainerState(parameterCount: shape.parameterCount, generator: generator)
  var trainer = Trainer(model, on: dataset, configuration: configuration, state: state)
  let pool = ThreadPool(threadCount: 2)
  trainer.workers = pool.workers
  print(try trainer.next()?.number ?? 0, pool.threadCount)
}

@Sendable func constants() {
  print(Adam.firstDecay, Adam.secondDecay, Adam.epsilon)
  print(TrainerState.smoothing, GPT.initialStandardDeviation, PositionChoice.standardBase)
  print(Dataset.largestValidationCount, GPTConfiguration.feedForwardExpansion)
}

@Sendable func epsilonOfTheNorm() {
  let tape = Tape()
  let zeros = tape.vector([0, 0])
  let norm = zeros.rmsNormalized()
  norm[0].backward()
  print(abs(zeros.grad[0] - 1 / 1e-5.squareRoot()) < 1e-9)
}

@Sendable func rotaryPairs() {
  let tape = Tape()
  let table = RotaryTable(width: 4, base: 10_000, positionCount: 2, on: tape)
  let turned = table.rotate(tape.vector([1, 0, 1, 0]), at: 1)
  print(turned.data.map { ($0 * 10_000).rounded() / 10_000 })
}

@Sendable func latentWidths() throws {
  var attention = AttentionChoices()
  attention.latentWidth = 8
  let plain = try GPTConfiguration(vocabularySize: 27, attention: attention)
  attention.positions = .rotary(base: 10_000)
  let rotary = try GPTConfiguration(vocabularySize: 27, attention: attention)
  print(plain.keyWidth, rotary.rotaryWidth, rotary.keyWidth, rotary.cachedNumberCount)
}

@Sendable func heldOut() throws {
  let corpus = try Corpus(utf8: Array("a\nb\nc\nd\ne\n".utf8), layout: .lines)
  let tokenizer = Tokenizer(unit: .scalars, covering: corpus.texts)
  var generator = MersenneTwister(seed: 42)
  let dataset = try Dataset(
    corpus,
    tokenizer: tokenizer,
    contextLength: 16,
    validationShare: 0.3,
    using: &generator
  )
  print(dataset.training.map(tokenizer.decode), dataset.validation.map(tokenizer.decode))
}

@Sendable func withoutAHead() throws {
  var generator = MersenneTwister(seed: 42)
  let model = GPT(try GPTConfiguration(vocabularySize: 27), on: Tape()) {
    generator.gaussian(standardDeviation: GPT.initialStandardDeviation)
  }
  let anna = [26, 0, 13, 13, 0, 26]
  let without = try model.without(.head(2, layer: 0))
  let change = without.loss(of: anna).data - model.loss(of: anna).data
  let row = Ablation(model, text: anna).rows[2]
  print(abs(row.change - change) < 1e-14, abs(row.forecast - change) < 1e-3)
}

@Sendable func insideAForwardPass() throws {
  var generator = MersenneTwister(seed: 42)
  let model = GPT(try GPTConfiguration(vocabularySize: 27), on: Tape()) {
    generator.gaussian(standardDeviation: GPT.initialStandardDeviation)
  }
  model.withForwardPass(over: [26, 0, 13, 13, 0, 26]) { pass in
    print(pass.count, pass.visiblePositions(layer: 0, position: 3))
    print(ScaleGradients(pass).worstDisagreement < 1e-12)
    print(AttentionMaps(pass).heads[2].pattern[1].map { $0 == nil })
  }
}

@Sendable func namesBackward() throws {
  let corpus = try Corpus(utf8: Array("ada\nbo\neva\nab\nova\n".utf8), layout: .lines)
  var configuration = SpellingSession.defaultConfiguration
  configuration.stepCount = 200
  configuration.validationShare = 0
  var session = try SpellingSession(corpus, configuration: configuration)
  while try session.trainer.next() != nil {}

  let boundary = session.tokenizer.boundary
  let eva = [boundary] + (try session.tokenizer.encode("eva")) + [boundary]
  let maps = try CrossAttentionMaps(session.speller, of: eva)
  print(session.tokenizer.decode(maps.written), maps.heads.count, maps.heads[0].pattern.count)
}
