import Drawing
import Training
import Transformer

extension Checkpoint {
  /// A setting's value for a list of facts about the run, with what follows from it for this model; nil where another
  /// setting's says it.
  public func fact(of setting: Setting) -> String? {
    switch setting.name {
    case Setting.heads.name: "\(model.headCount) of width \(model.headWidth), \(model.storedHeads)"
    case Setting.feedForward.name: "\(model.shape.feedForward.rawValue), \(model.hiddenWidth) wide"
    // The feed-forward parts' fact says it.
    case Setting.hidden.name: nil
    case Setting.norm.name:
      "RMSNorm, " + (model.shape.norm == .weighted ? "weighted" : "without weights")
        + (model.shape.hasFinalNorm ? ", and one before lm_head" : "")
    // The norms' fact says it.
    case Setting.finalNorm.name: nil
    case Setting.queryKeyNorm.name: model.attention.normalizesQueriesAndKeys ? "yes" : nil
    case Setting.keyValueHeads.name: model.sharedHeads
    case Setting.latent.name: nil
    case Setting.positions.name: model.positions
    case Setting.scale.name: model.scaleText
    case Setting.steps.name:
      "\(NumberFormat.grouped(state.stepsDone)) of \(NumberFormat.grouped(training.stepCount))"
        + (training.stopsEarly(state) ? ", stopped early" : "")
    case Setting.learningRate.name: "\(training.learningRate), \(training.schedule.course)"
    // The learning rate's fact says it.
    case Setting.schedule.name: nil
    case Setting.warmup.name:
      training.warmupStepCount == 0 ? "none" : counted(training.warmupStepCount, "step")
    case Setting.weightDecay.name where training.weightDecay == 0: "none"
    case Setting.snapshotEvery.name: training.snapshotInterval.map { counted($0, "step") }
    case Setting.validation.name where training.validationShare == 0: "none"
    case Setting.validateEvery.name where training.validationShare == 0: nil
    case Setting.validateEvery.name:
      training.validationInterval.map { counted($0, "step") } ?? "tenth of the run"
    case Setting.patience.name where training.validationShare == 0: nil
    case Setting.patience.name: training.patience.map { counted($0, "measurement") } ?? "none"
    case Setting.unique.name where training.layout == .stream: nil
    case Setting.documents.name where training.layout == .stream: "stream: random windows of one text"
    default:
      setting.value(in: RunSettings(of: self))?.description ?? "none"
    }
  }

  /// The facts of some settings, with their labels, in the order of the settings; of an imported model those that are facts of it.
  public func facts(in groups: [Setting.Group]) -> [(label: String, fact: String)] {
    groups.flatMap { Setting.all(in: $0) }.compactMap { setting in
      let isOfModel = setting.group == .model || setting.group == .attention
      guard isOfModel || !isImported || setting.name == Setting.tokens.name else { return nil }
      return fact(of: setting).map { (setting.label, $0) }
    }
  }
}

extension LearningRateSchedule {
  /// What becomes of the learning rate, behind its largest value.
  fileprivate var course: String {
    switch self {
    case .linear: "decaying linearly to 0"
    case .cosine: "decaying along a cosine to 0"
    case .constant: "constant"
    }
  }
}
