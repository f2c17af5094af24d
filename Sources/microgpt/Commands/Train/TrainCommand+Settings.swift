import Arguments
import Training
import Transformer

extension TrainCommand {
  /// The settings of a new run: microgpt's, but for those that are given.
  static func settings(_ arguments: ParsedArguments) throws(UsageError) -> RunSettings {
    var settings = RunSettings()
    for (setting, value) in SettingOptions.given(arguments) { setting.assign(value, in: &settings) }
    try checkEffects(arguments, of: settings)
    guard let base = arguments[ropeBase] else { return settings }
    guard settings.shape.attention.positions != .learned else {
      throw arguments.usageError("\(ropeBase.name) has no effect without --positions rotary")
    }
    try checkOneBase(arguments)
    settings.shape.attention.positions = .rotary(base: base)
    return settings
  }

  /// The settings of a run that is resumed: its own, with other values of those that may change.
  ///
  /// - Throws: ``UsageError`` for an option that would change another setting.
  static func settings(
    _ arguments: ParsedArguments,
    resuming checkpoint: Checkpoint
  ) throws(UsageError) -> RunSettings {
    let kept = RunSettings(of: checkpoint)
    var asked = kept
    let given = SettingOptions.given(arguments)
    for (setting, value) in given { setting.assign(value, in: &asked) }
    if let base = arguments[ropeBase] {
      try checkOneBase(arguments)
      asked.shape.attention.positions = .rotary(base: base)
    }
    for (setting, _) in given where !setting.mayChange {
      let value = setting.effectiveValue(in: kept)
      guard setting.value(in: asked) != value else { continue }
      throw fixed(arguments, "--" + setting.name, value?.description ?? setting.defaultText ?? "none")
    }
    try checkEffects(arguments, of: asked)
    let positions = kept.shape.attention.positions
    if asked.shape.attention.positions != positions {
      throw fixed(arguments, ropeBase.name, positions.description)
    }
    return asked
  }

  /// Refuses settings that others keep from having an effect.
  private static func checkEffects(
    _ arguments: ParsedArguments,
    of settings: RunSettings
  ) throws(UsageError) {
    for (setting, _) in SettingOptions.given(arguments) {
      switch setting.name {
      case Setting.validateEvery.name where settings.training.validationShare == 0,
        Setting.patience.name where settings.training.validationShare == 0:
        throw arguments.usageError("--\(setting.name) has no effect without --\(Setting.validation.name)")
      case Setting.unique.name where settings.training.layout == .stream:
        throw arguments.usageError(
          "--\(setting.name) has no effect with --\(Setting.documents.name) stream, which is one document"
        )
      default: break
      }
    }
  }

  /// Refuses a base that is given twice.
  private static func checkOneBase(_ arguments: ParsedArguments) throws(UsageError) {
    guard let text = arguments.typed(SettingOptions.positions), text.contains(":") else { return }
    throw arguments.usageError(
      "\(ropeBase.name) has no effect beside a base in --positions; give one of the two"
    )
  }

  private static func fixed(_ arguments: ParsedArguments, _ option: String, _ kept: String) -> UsageError {
    arguments.usageError("\(option) can't be changed in a run that is resumed: it is \(kept)")
  }
}
