import Training
import VisibleText

/// A second training beside the first, which differs in one setting.
///
/// Text, seed and all other settings are the same, so what differs afterwards is that setting's work.
struct Comparison {
  /// The setting that differs.
  let setting: Setting
  /// Its other value, as it was typed.
  let text: String
  /// The training with the other value.
  let rival: LiveTraining

  /// A rival of a training, before its first step.
  ///
  /// - Throws: ``Refusal`` where the value is none, the same, or makes no model that a page takes.
  init(of training: LiveTraining, _ setting: Setting, _ text: String) throws(Refusal) {
    guard let corpus = training.corpus else {
      throw Refusal("the text of the opened model is not here, so no other can be trained on it")
    }
    var settings = training.settings
    guard let value = setting.value(of: text), setting.assign(value, in: &settings) else {
      throw Playground.refusal(of: text, for: setting)
    }
    guard setting.effectiveValue(in: settings) != setting.effectiveValue(in: training.settings) else {
      throw Refusal("\(visible: setting.pageLabel): the first model has \(value) already; give another value")
    }
    self.setting = setting
    self.text = text
    rival = try LiveTraining(corpus, settings, training.source)
  }

  /// The setting that may differ, by its name: those of the model and of the training, as losses of other tokens or other
  /// documents can't be compared, and trainings of other lengths not step by step.
  static func setting(_ name: String) -> Setting? {
    Setting.ofPage.first { setting in
      guard setting.name == name, name != Setting.steps.name else { return false }
      switch setting.group {
      case .model, .attention, .training: return true
      case .data: return false
      }
    }
  }

  /// What a model is called: the setting with its value.
  func name(of training: LiveTraining) -> String {
    "\(setting.pageLabel) \(setting.effectiveValue(in: training.settings)?.description ?? "none")"
  }

  /// Makes up to so many steps of both, of the rival alone as long as it is behind.
  ///
  /// - Returns: how many steps; one of both counts once.
  func train(_ first: LiveTraining, _ count: Int) -> Int {
    for made in 0..<count {
      if rival.stepsDone < first.stepsDone, rival.train(1) == 1 { continue }
      guard first.train(1) == 1 else { return made }
      _ = rival.train(1)
    }
    return count
  }
}
