import Replay
import Transformer

/// How the model is trained, and on what.
extension Setting {
  /// How many steps there are in all.
  package static let steps = Setting(
    "steps",
    placeholder: "n",
    key: "stepCount",
    in: .training,
    .count(through: TrainingConfiguration.largestStepCount),
    mayChange: true,
    help: "Number of training steps.",
    read: { SettingValue($0.training.stepCount) },
    write: { assign($0.count, to: &$1.training.stepCount) }
  )
  package static let seed = Setting(
    "seed",
    placeholder: "n",
    key: "seed",
    in: .training,
    .seed,
    help: "Seed for all random numbers.",
    read: { .integer($0.training.seed) },
    write: { value, settings in
      guard case .integer(let seed) = value else { return false }
      settings.training.seed = seed
      return true
    }
  )
  package static let learningRate = Setting(
    "learning-rate",
    placeholder: "rate",
    key: "learningRate",
    label: "learning rate",
    in: .training,
    .positive,
    help: "Adam's largest learning rate; --schedule and --warmup say which share of it a step takes.",
    read: { .number($0.training.learningRate) },
    write: { assign($0.number, to: &$1.training.learningRate) }
  )
  package static let schedule = Setting(
    "schedule",
    placeholder: "shape",
    key: "schedule",
    in: .training,
    .word(LearningRateSchedule.allCases.map { $0.rawValue }),
    mayBeMissing: true,
    help: "How the learning rate falls: linear or cosine, to 0 after the last step, or constant.",
    read: { .text($0.training.schedule.rawValue) },
    write: { assign($0.text.flatMap { LearningRateSchedule(rawValue: $0) }, to: &$1.training.schedule) }
  )
  package static let warmup = Setting(
    "warmup",
    placeholder: "n",
    key: "warmupStepCount",
    label: "warm-up",
    in: .training,
    .countOrNone(through: TrainingConfiguration.largestStepCount),
    mayBeMissing: true,
    help: "Steps in which the learning rate first rises, linearly; the schedule spans the rest.",
    read: { SettingValue($0.training.warmupStepCount) },
    write: { assign($0.count, to: &$1.training.warmupStepCount) }
  )
  package static let weightDecay = Setting(
    "weight-decay",
    placeholder: "rate",
    key: "weightDecay",
    label: "weight decay",
    in: .training,
    .notNegative,
    mayBeMissing: true,
    help: "Each step multiplies every weight by 1 − learning rate × this, as AdamW does.",
    read: { .number($0.training.weightDecay) },
    write: { assign($0.number, to: &$1.training.weightDecay) }
  )
  package static let batch = Setting(
    "batch",
    placeholder: "n",
    key: "batchSize",
    in: .training,
    .count(through: TrainingConfiguration.largestBatchSize),
    help: "Documents per step; the loss is their mean.",
    read: { SettingValue($0.training.batchSize) },
    write: { assign($0.count, to: &$1.training.batchSize) }
  )
  package static let clip = Setting(
    "clip",
    placeholder: "norm",
    key: "gradientClip",
    label: "gradient clip",
    in: .training,
    .positive,
    defaultText: "no limit",
    mayBeMissing: true,
    help: "Clip the gradient to this norm.",
    read: { $0.training.gradientClip.map { .number($0) } },
    write: { assign($0.number, to: &$1.training.gradientClip) },
    clear: { $0.training.gradientClip = nil }
  )
  package static let precision = Setting(
    "precision",
    placeholder: "numbers",
    key: "precision",
    in: .training,
    .word(Precision.allCases.map { $0.rawValue }),
    mayBeMissing: true,
    help: """
      Numbers of 64 or 32 bits for losses and gradients; parameters and Adam's state have 64 in both. single pays \
      for large models and batches, which take as little as half the time.
      """,
    read: { .text($0.training.precision.rawValue) },
    write: { assign($0.text.flatMap { Precision(rawValue: $0) }, to: &$1.training.precision) }
  )
  package static let validation = Setting(
    "validation",
    placeholder: "share",
    key: "validationShare",
    label: "held out",
    in: .training,
    .share,
    help:
      "Share of the documents to hold out; the loss is measured on the first 1,000 of them.",
    read: { .number($0.training.validationShare) },
    write: { assign($0.number, to: &$1.training.validationShare) }
  )
  package static let validateEvery = Setting(
    "validate-every",
    placeholder: "n",
    key: "validationInterval",
    label: "measured every",
    in: .training,
    .count(through: TrainingConfiguration.largestStepCount),
    defaultText: "ten times per run",
    mayBeMissing: true,
    help: "Measure the held-out loss every n steps, and after the last.",
    read: { $0.training.validationInterval.map { SettingValue($0) } },
    write: { assign($0.count, to: &$1.training.validationInterval) },
    clear: { $0.training.validationInterval = nil }
  )
  package static let patience = Setting(
    "patience",
    placeholder: "n",
    key: "patience",
    in: .training,
    .count(through: TrainingConfiguration.largestStepCount),
    defaultText: "none",
    mayBeMissing: true,
    mayChange: true,
    help: "Stop after n measurements of the held-out loss without a lower one.",
    read: { $0.training.patience.map { SettingValue($0) } },
    write: { assign($0.count, to: &$1.training.patience) },
    clear: { $0.training.patience = nil }
  )
  package static let snapshotEvery = Setting(
    "snapshot-every",
    placeholder: "n",
    key: "snapshotInterval",
    label: "snapshot every",
    in: .training,
    .count(through: TrainingConfiguration.largestStepCount),
    defaultText: "none",
    mayBeMissing: true,
    mayChange: true,
    help: "Keep a snapshot of the weights every n steps, from step 0 on, for --checkpoint and inspect film.",
    read: { $0.training.snapshotInterval.map { SettingValue($0) } },
    write: { assign($0.count, to: &$1.training.snapshotInterval) },
    clear: { $0.training.snapshotInterval = nil }
  )
  package static let documents = Setting(
    "documents",
    placeholder: "layout",
    key: "documents",
    in: .data,
    .word(Corpus.Layout.allCases.map { $0.rawValue }),
    help: "What a document is: a line, or a random window of one continuous text.",
    read: { .text($0.training.layout.rawValue) },
    write: { assign($0.text.flatMap { Corpus.Layout(rawValue: $0) }, to: &$1.training.layout) }
  )
  package static let unique = Setting(
    "unique",
    key: "unique",
    in: .data,
    .flag,
    mayBeMissing: true,
    help: "Of equal documents keep only the first; they are compared whole, before the context cuts them.",
    read: { .flag($0.training.dropsDuplicates) },
    write: { assign($0.flag, to: &$1.training.dropsDuplicates) }
  )
  package static let tokens = Setting(
    "tokens",
    placeholder: "unit",
    key: "tokens",
    in: .data,
    .word(Tokenizer.Unit.allCases.map { $0.rawValue }),
    help: "What a token is: a Unicode scalar, a grapheme cluster, or a byte.",
    read: { .text($0.training.unit.rawValue) },
    write: { assign($0.text.flatMap { Tokenizer.Unit(rawValue: $0) }, to: &$1.training.unit) }
  )
}
