import Arguments
import Training
import VisibleText

/// The options of `train` that give settings their values.
enum SettingOptions {
  private static let all = Setting.all.filter { $0.kind != .flag }.map { (setting: $0, option: Option($0)) }
  private static let flags = Setting.all.filter { $0.kind == .flag }.map {
    (setting: $0, flag: Flag("--" + $0.name, help: $0.help))
  }

  /// The option of the position embedding, whose text may hold what `--rope-base` gives.
  static let positions = Option(Setting.positions)

  /// The options of a group, in the order of the help.
  static func options(in group: Setting.Group) -> [any NamedDeclaration] {
    let options: [any NamedDeclaration] = all.filter { $0.setting.group == group }.map(\.option)
    return options + flags.filter { $0.setting.group == group }.map(\.flag)
  }

  /// Why a text is no value of a setting, nil where it is one.
  static func complaint(about text: String, for setting: Setting) -> Message? {
    Option(setting).complaint(about: text)
  }

  /// The settings that the arguments give.
  static func given(_ arguments: ParsedArguments) -> [(setting: Setting, value: SettingValue)] {
    all.compactMap { entry in arguments.given(entry.option).map { (entry.setting, $0) } }
      + flags.filter { arguments[$0.flag] }.map { ($0.setting, .flag(true)) }
  }
}
