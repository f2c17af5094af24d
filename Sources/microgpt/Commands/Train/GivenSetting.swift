import Arguments
import Training
import VisibleText

/// A setting that somebody gave a value: with an option, or in a settings file.
struct GivenSetting {
  let setting: Setting
  let value: SettingValue
  /// The settings file; nil where an option gave it.
  let file: String?
}

extension [GivenSetting] {
  /// What was given of a setting, nil where nothing was.
  subscript(setting: Setting) -> GivenSetting? { first { $0.setting.name == setting.name } }

  /// What a file gives, and options, which win.
  init(file: [GivenSetting], options: [GivenSetting]) {
    self = file.filter { options[$0.setting] == nil } + options
  }

  /// The error for settings of which the first one is wrong, or does not go with the others, in the words of those who gave
  /// them: an option where one of them was typed, else the file and its key.
  ///
  /// - Parameter settings: at least one.
  func error(
    about settings: [Setting],
    in arguments: ParsedArguments,
    _ message: (_ name: Message) -> Message
  ) -> any Error {
    let given = settings.compactMap { self[$0] }
    guard let file = given.first?.file, given.allSatisfy({ $0.file != nil }) else {
      let typed = given.first { $0.file == nil }?.setting ?? settings[0]
      return arguments.usageError(message("--\(typed.name)"))
    }
    return Failure("can't use \(InputFile.phrase(file)): \(message("'\(given[0].setting.name)'"))")
  }
}
