import Arguments
import Training

/// The options of `train` that give settings their values.
enum SettingOptions {
  private static let all = Setting.all.map { (setting: $0, option: Option($0)) }

  /// The option of the position embedding, whose text may hold what `--rope-base` gives.
  static let positions = Option(Setting.positions)

  /// The options of a group, in the order of the help.
  static func options(in group: Setting.Group) -> [any NamedDeclaration] {
    all.filter { $0.setting.group == group }.map(\.option)
  }

  /// The settings that the arguments give.
  static func given(_ arguments: ParsedArguments) -> [(setting: Setting, value: SettingValue)] {
    all.compactMap { entry in arguments.given(entry.option).map { (entry.setting, $0) } }
  }
}
