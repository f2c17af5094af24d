import Autograd
import Training
import Transformer

/// What the steps of one configuration cost, each figure the median over the steps measured.
struct StepTimes {
  let configuration: BenchmarkConfiguration
  let parameterCount: Int
  /// Microseconds.
  let forward, backward, adam, step, bareLoop: Double
  /// Means over all steps.
  let valueCount, recordCount, tapeBytes, multiplyAdds: Double

  /// How many times longer the step takes than its multiply–adds in a bare loop.
  var ratio: Double { step / bareLoop }

  /// Trains a new model on `corpus` and measures every step after the first tenth.
  init(_ configuration: BenchmarkConfiguration, on corpus: Corpus, stepCount: Int) throws {
    self.configuration = configuration
    var training = TrainingConfiguration()
    training.stepCount = stepCount
    training.batchSize = configuration.batch
    let session = try Session(
      corpus,
      configuration: training,
      layerCount: configuration.layers,
      embeddingWidth: configuration.embedding,
      headCount: configuration.heads,
      contextLength: configuration.context
    )
    let model = session.model
    let tape = model.tape
    var generator = session.trainer.state.generator
    parameterCount = model.configuration.parameterCount

    var optimizer = Adam(parameterCount: parameterCount)
    let bare = BareLoop(count: parameterCount)
    let start = tape.mark
    let parametersAndScale = tape.valueCount
    var all = Samples()
    var samples = Samples()
    for step in 0..<stepCount {
      let documents = session.trainer.dataset.batch(step: step, size: training.batchSize, using: &generator)
      var sample = Sample()
      for document in documents {
        // Stands in until the first measurement assigns the loss.
        var loss = model.attentionScale
        sample.forward += Stopwatch.microseconds { loss = model.loss(of: document) }
        sample.backward += Stopwatch.microseconds { loss.backward(seed: 1 / Double(documents.count)) }
        sample.multiplyAdds += tape.multiplyAddCount * 3
        sample.values += tape.valueCount - parametersAndScale
        sample.records += tape.recordCount
        sample.bytes = max(sample.bytes, tape.byteCount)
        sample.forward += Stopwatch.microseconds { tape.rewind(to: start) }
      }
      sample.adam = Stopwatch.microseconds {
        optimizer.update(
          model.parameterVector,
          step: step + 1,
          learningRate: training.learningRate(at: step)
        )
      }
      var sum = 0.0
      sample.bare = Stopwatch.microseconds { sum = bare.run(multiplyAdds: sample.multiplyAdds) }
      precondition(sum.isFinite)
      all.append(sample)
      if step >= stepCount / 10 { samples.append(sample) }
    }
    forward = samples.median(\.forward)
    backward = samples.median(\.backward)
    adam = samples.median(\.adam)
    step = samples.median { $0.forward + $0.backward + $0.adam }
    bareLoop = samples.median(\.bare)
    valueCount = all.mean(\.values)
    recordCount = all.mean(\.records)
    tapeBytes = all.mean(\.bytes)
    multiplyAdds = all.mean(\.multiplyAdds)
  }
}
