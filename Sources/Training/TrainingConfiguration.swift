import Replay
import Transformer

/// How a model is trained, apart from its shape.
///
/// The defaults are microgpt's.
public struct TrainingConfiguration: Equatable, Sendable {
  /// How many steps there are in all.
  public var stepCount = 1000
  /// The seed of the generator from which everything random is drawn.
  public var seed: UInt64 = 42
  /// η₀, the largest learning rate: that of the first step, or with a warm-up of the first after it.
  public var learningRate = 0.01
  /// How the learning rate goes on after the warm-up.
  public var schedule = LearningRateSchedule.linear
  /// W, over how many steps the learning rate rises to η₀ at first; fewer than there are steps in all.
  public var warmupStepCount = 0
  /// λ: each step first multiplies every parameter by 1 − ηλ; 0 for no decay.
  public var weightDecay = 0.0
  /// How many documents each step averages over.
  public var batchSize = 1
  /// The largest norm of the gradient; a longer one is shortened to it.
  ///
  /// Nil for no limit.
  public var gradientClip: Double?
  /// After how many steps a snapshot is taken each time, from step 0 on; nil for none.
  ///
  /// Training itself takes no notice: whoever calls it does.
  public var snapshotInterval: Int?
  /// The share of the documents that is held out to measure the loss on, from 0 (none) to below 1.
  public var validationShare = 0.0
  /// After how many steps the held-out loss is measured each time, and after the last; nil for ten times in a run.
  public var validationInterval: Int?
  /// After how many measurements without a lower held-out loss training stops; nil for never.
  public var patience: Int?
  /// Whether of equal documents only the first is kept.
  public var dropsDuplicates = false
  /// How a file becomes documents.
  public var layout = Corpus.Layout.lines
  /// What one token stands for.
  public var unit = Tokenizer.Unit.scalars
  /// In which numbers losses and gradients are computed; parameters and the optimizer's state are `Double` all the same.
  public var precision = Precision.double

  /// microgpt's settings: 1,000 steps of one document each.
  public init() {}

  /// Whether training needs ``/Replay/ProgramArithmetic/single``.
  public var needsSinglePrecision: Bool { precision == .single }

  /// η, the learning rate of step `index`, counted from 0.
  ///
  ///     η = η₀ (index + 1) / (W + 1)                          for index < W
  ///     η = η₀ · schedule((index − W) / (steps − W))          from there on
  ///
  /// microgpt's is η₀ (1 − index / steps).
  public func learningRate(at index: Int) -> Double {
    guard index >= warmupStepCount else {
      return learningRate * (Double(index + 1) / Double(warmupStepCount + 1))
    }
    let progress = Double(index - warmupStepCount) / Double(stepCount - warmupStepCount)
    return learningRate * schedule.share(at: progress)
  }

  /// Whether the loss on the held-out text is measured after the step of this number, counted from 1: every
  /// ``validationInterval`` steps, else ten times in a run, and in any case at its end.
  public func measuresValidation(afterStep number: Int) -> Bool {
    if let validationInterval { return number.isMultiple(of: validationInterval) || number == stepCount }
    return Int64(number) * 10 / Int64(stepCount) != Int64(number - 1) * 10 / Int64(stepCount)
  }

  /// How often the held-out loss is still measured after so many steps.
  public func measurementCount(afterStep done: Int) -> Int {
    guard validationShare > 0, done < stepCount else { return 0 }
    if let validationInterval {
      let last = stepCount.isMultiple(of: validationInterval) ? 0 : 1
      return stepCount / validationInterval - done / validationInterval + last
    }
    return stepCount < 10 ? stepCount - done : Int(10 - Int64(done) * 10 / Int64(stepCount))
  }

  /// Whether training ends in this state although steps are left: ``patience`` is exhausted.
  public func stopsEarly(_ state: TrainerState) -> Bool {
    guard let patience, state.stepsDone < stepCount else { return false }
    return state.measurementsSinceBest >= patience
  }

  /// Whether a snapshot is due after so many steps.
  public func takesSnapshot(afterStep number: Int) -> Bool {
    snapshotInterval.map { number.isMultiple(of: $0) } ?? false
  }

  /// The most steps a run may have.
  public static let largestStepCount = 1_000_000_000
  /// The most documents a batch may have; times the steps it still counts documents in 64 bits.
  public static let largestBatchSize = 1_000_000
}
