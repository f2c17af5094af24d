import Arguments
import Training
import Transformer
import VisibleText

extension TrainCommand {
  /// The settings that a file and the arguments give.
  static func given(_ arguments: ParsedArguments) throws -> [GivenSetting] {
    let options = SettingOptions.given(arguments)
    guard let path = arguments[Self.settings] else { return options }
    guard !arguments.isGiven(resume) else {
      throw arguments.usageError(
        "\(Self.settings.name) has no effect with \(resume.name): a run keeps its settings"
      )
    }
    return try [GivenSetting](file: SettingsFile(path).values, options: options)
  }

  /// The settings of a new run: microgpt's, but for those that a file and the arguments give.
  static func settings(_ arguments: ParsedArguments, _ given: [GivenSetting]) throws -> RunSettings {
    var settings = RunSettings()
    for given in given { given.setting.assign(given.value, in: &settings) }
    try checkEffects(arguments, of: &settings, given: given)
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
    _ given: [GivenSetting],
    resuming checkpoint: Checkpoint
  ) throws -> RunSettings {
    let kept = RunSettings(of: checkpoint)
    var asked = kept
    for given in given { given.setting.assign(given.value, in: &asked) }
    if let base = arguments[ropeBase] {
      try checkOneBase(arguments)
      asked.shape.attention.positions = .rotary(base: base)
    }
    for setting in given.map(\.setting) where !setting.mayChange {
      let value = setting.effectiveValue(in: kept)
      guard setting.value(in: asked) ?? setting.effectiveValue(in: asked) != value else { continue }
      throw fixed(
        arguments,
        "--" + setting.name,
        value.map { "it is \($0.description)" } ?? "it has the default, \(setting.defaultText ?? "none")"
      )
    }
    try checkEffects(arguments, of: &asked, given: given)
    let positions = kept.shape.attention.positions
    if asked.shape.attention.positions != positions {
      throw fixed(arguments, ropeBase.name, "it is \(positions.description)")
    }
    return asked
  }

  /// The settings of a run that begins with the weights of another: its shape and its unit of tokens, and what is given.
  ///
  /// - Throws: ``UsageError`` for an option that would change the shape or the unit.
  static func settings(
    _ arguments: ParsedArguments,
    _ given: [GivenSetting],
    from checkpoint: Checkpoint
  ) throws -> RunSettings {
    var kept = RunSettings()
    kept.shape = checkpoint.model.shape
    kept.training.unit = checkpoint.tokenizer.unit
    var asked = kept
    for given in given { given.setting.assign(given.value, in: &asked) }
    if let base = arguments[ropeBase] {
      try checkOneBase(arguments)
      asked.shape.attention.positions = .rotary(base: base)
    }
    for setting in Setting.all(in: .model) + Setting.all(in: .attention) + [.tokens] {
      let value = setting.effectiveValue(in: kept)
      guard setting.effectiveValue(in: asked) != value else { continue }
      let kept: Message =
        "can't be changed with \(from.name): the weights are those of a model with --\(setting.name) \(value?.description ?? "none")"
      if arguments.isGiven(ropeBase), setting.name == Setting.positions.name {
        throw arguments.usageError("\(ropeBase.name) \(kept)")
      }
      throw given.error(about: [setting], in: arguments) { "\($0) \(kept)" }
    }
    try checkEffects(arguments, of: &asked, given: given)
    return asked
  }

  /// Refuses settings that others keep from having an effect; what a file gives, and an option has left without one, is taken
  /// back without a word.
  private static func checkEffects(
    _ arguments: ParsedArguments,
    of settings: inout RunSettings,
    given: [GivenSetting]
  ) throws {
    for setting in given.map(\.setting) where setting.value(in: settings) != setting.defaultValue {
      guard let (other, value) = obstacle(to: setting, in: settings) else { continue }
      if given[setting]?.file != nil, given[other]?.file == nil, given[other] != nil {
        setting.assign(setting.defaultValue ?? .unset, in: &settings)
        continue
      }
      throw given.error(about: [setting], in: arguments) { name in
        let isInFile = given[setting]?.file != nil
        let other: Message = isInFile ? "'\(other.name)'" : "--\(other.name)"
        return value.map { "\(name) has no effect with \(other) \($0)" }
          ?? "\(name) has no effect without \(other)"
      }
    }
  }

  /// What keeps a setting from having an effect: another one, with its value and a remark, or the lack of it.
  private static func obstacle(to setting: Setting, in settings: RunSettings) -> (Setting, with: Message?)? {
    switch setting.name {
    case Setting.validateEvery.name, Setting.patience.name:
      settings.training.validationShare == 0 ? (.validation, nil) : nil
    case Setting.unique.name:
      settings.training.layout == .stream ? (.documents, "stream, which is one document") : nil
    default: nil
    }
  }

  /// Refuses a base that is given twice.
  private static func checkOneBase(_ arguments: ParsedArguments) throws(UsageError) {
    guard let text = arguments.typed(SettingOptions.positions), text.contains(":") else { return }
    throw arguments.usageError(
      "\(ropeBase.name) has no effect beside a base in --positions; give one of the two"
    )
  }

  private static func fixed(_ arguments: ParsedArguments, _ option: String, _ kept: Message) -> UsageError {
    arguments.usageError("\(option) can't be changed in a run that is resumed: \(kept)")
  }
}
