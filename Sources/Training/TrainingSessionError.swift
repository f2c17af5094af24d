import Replay
import Transformer

/// Why no session can begin.
public enum TrainingSessionError: Error, Equatable, CustomStringConvertible {
  /// No model has the shape asked for.
  case shape(GPTConfigurationError)
  /// The corpus can't be trained on.
  case dataset(DatasetError)
  /// The learning rate would rise until the end or beyond.
  case warmup(stepCount: Int, of: Int)
  /// Weight decay would turn weights to 0 or beyond in one step.
  case weightDecay(Double, learningRate: Double)
  /// The tokens asked for are of another unit than those of the model whose weights are taken.
  case unit(Tokenizer.Unit, of: Tokenizer.Unit)
  /// The checkpoint is a snapshot, without the moments that Adam needs to go on.
  case snapshot
  /// Nothing computes in the precision here.
  case precision(Precision)

  /// The reason, and what would be accepted.
  public var description: String {
    switch self {
    case .shape(let error): error.description
    case .dataset(let error): error.description
    case .warmup(let warmup, let count):
      """
      a warm-up of \(warmup) \(warmup == 1 ? "step" : "steps") leaves none of the run's \(count) for the schedule; \
      give fewer than \(count)
      """
    case .weightDecay(let decay, let learningRate):
      """
      with the learning rate \(learningRate), a weight decay of \(decay) multiplies every weight by 1 − \(learningRate) × \(decay), \
      which is not above 0; give less than \(1 / learningRate)
      """
    case .unit(let asked, let kept):
      "a token of the run is one of its \(kept.rawValue), and can't become one of \(asked.rawValue)"
    case .snapshot:
      "its checkpoint is a snapshot, which lacks Adam's moments: it is for looking into, not for going on"
    case .precision(let precision):
      "--precision \(precision.rawValue): here everything is computed in numbers of double precision"
    }
  }
}
