import Arguments
import Training
import VisibleText

/// The options of `train` that give settings their values.
enum SettingOptions {
  private static let all = Setting.all.filter { $0.kind != .flag }.map { (setting: $0, option: Option($0)) }
  private static let flags = Setting.all.filter { $0.kind == .flag }.map {
    (setting: $0, flag: Flag("--" + $0.name, takesAnswer: true, help: $0.help))
  }

  /// The option of the position embedding, whose text may hold what `--rope-base` gives.
  static let positions = Option(Setting.positions)

  /// The options of a group, in the order of the help.
  static func options(in group: Setting.Group) -> [any NamedDeclaration] {
    let options: [any NamedDeclaration] = all.filter { $0.setting.group == group }.map(\.option)
    return options + flags.filter { $0.setting.group == group }.map(\.flag)
  }

  /// Why a text is no value of a setting of a file, nil where it is one.
  ///
  /// - Parameter written: how the file has it.
  static func complaint(about text: String, written: String, for setting: Setting) -> Message? {
    let conversion = Option(setting).conversion
    guard conversion.value(text) == nil else { return nil }
    let expectation = setting.kind == .flag ? ": give true or false." : conversion.expectation(of: text)
    return "the value '\(written)' is invalid for '\(setting.name)'\(visible: expectation)"
  }

  /// The settings that the arguments give.
  static func given(_ arguments: ParsedArguments) -> [GivenSetting] {
    all.compactMap { entry in
      arguments.given(entry.option).map { GivenSetting(setting: entry.setting, value: $0, file: nil) }
    }
      + flags.compactMap { entry in
        arguments.given(entry.flag).map {
          GivenSetting(setting: entry.setting, value: .flag($0), file: nil)
        }
      }
  }
}
