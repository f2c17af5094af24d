import Foundation
import Replay
import Training
import Transformer

extension GoldenRun {
  /// A session with the settings of the run, before its first step.
  public func session(
    _ attention: AttentionChoices = AttentionChoices(),
    precision: Precision = .double
  ) throws -> TrainingSession {
    var training = TrainingConfiguration()
    training.stepCount = configuration.steps
    training.seed = configuration.seed
    training.batchSize = configuration.batch ?? 1
    training.precision = precision
    return try TrainingSession(
      Corpus(utf8: [UInt8](Data(contentsOf: dataFile(configuration.data))), layout: .lines),
      configuration: training,
      shape: GPTShape(
        layerCount: configuration.layers,
        embeddingWidth: configuration.embedding,
        headCount: configuration.heads,
        contextLength: configuration.context,
        attention: attention
      ),
      arithmetics: [.double, .single]
    )
  }
}
