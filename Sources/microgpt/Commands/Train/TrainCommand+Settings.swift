import Arguments
import Training
import Transformer
import VisibleText

extension TrainCommand {
  /// The settings of a new run: microgpt's, but for those that a file and the arguments give.
  static func settings(_ arguments: ParsedArguments) throws -> RunSettings {
    var settings = RunSettings()
    let given = try Self.given(arguments)
    for (setting, value) in given { setting.assign(value, in: &settings) }
    try checkEffects(arguments, of: settings, given: given)
    guard let base = arguments[ropeBase] else { return settings }
    guard settings.shape.attention.positions != .learned else {
      throw arguments.usageError("\(ropeBase.name) has no effect without --positions rotary")
    }
    try checkOneBase(arguments)
    settings.shape.attention.positions = .rotary(base: base)
    return settings
  }

  /// The settings of a file, and after them those of the arguments, which win.
  private static func given(
    _ arguments: ParsedArguments
  ) throws(Failure) -> [(setting: Setting, value: SettingValue)] {
    guard let path = arguments[Self.settings] else { return SettingOptions.given(arguments) }
    return try SettingsFile(path).values + SettingOptions.given(arguments)
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
    guard !arguments.isGiven(Self.settings) else {
      throw arguments.usageError(
        "\(Self.settings.name) has no effect with \(resume.name): a run keeps its settings"
      )
    }
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
    try checkEffects(arguments, of: asked, given: given)
    let positions = kept.shape.attention.positions
    if asked.shape.attention.positions != positions {
      throw fixed(arguments, ropeBase.name, positions.description)
    }
    return asked
  }

  /// The settings of a run that begins with the weights of another: its shape and its unit of tokens, and what is given.
  ///
  /// - Throws: ``UsageError`` for an option that would change the shape or the unit.
  static func settings(
    _ arguments: ParsedArguments,
    from checkpoint: Checkpoint
  ) throws -> RunSettings {
    var kept = RunSettings()
    kept.shape = checkpoint.model.shape
    kept.training.unit = checkpoint.tokenizer.unit
    var asked = kept
    let given = try Self.given(arguments)
    for (setting, value) in given { setting.assign(value, in: &asked) }
    if let base = arguments[ropeBase] {
      try checkOneBase(arguments)
      asked.shape.attention.positions = .rotary(base: base)
    }
    for setting in Setting.all(in: .model) + Setting.all(in: .attention) + [.tokens] {
      let value = setting.effectiveValue(in: kept)
      guard setting.effectiveValue(in: asked) != value else { continue }
      let option =
        arguments.isGiven(ropeBase) && setting.name == Setting.positions.name
        ? ropeBase.name : "--" + setting.name
      let reason: Message =
        "\(option) can't be changed with \(from.name): the weights are those of a model with --\(setting.name) \(value?.description ?? "none")"
      throw arguments.usageError(reason)
    }
    try checkEffects(arguments, of: asked, given: given)
    return asked
  }

  /// Refuses settings of the arguments, or of a file, that others keep from having an effect.
  private static func checkEffects(
    _ arguments: ParsedArguments,
    of settings: RunSettings,
    given: [(setting: Setting, value: SettingValue)]
  ) throws(UsageError) {
    for (setting, value) in given where value != setting.defaultValue {
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
