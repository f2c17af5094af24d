import Arguments
import Formats
import Training
import VisibleText

/// The settings of a run in a JSON file: an object under `settings`, with the options' names without their hyphens as keys.
///
///     { "settings": { "layers": 2, "learning-rate": 0.003, "mask": "window:8", … } }
///
/// `microgpt info --json` prints such an object under `result`, and what else stands in the file is not read. A value may also be written as
/// a text, `"2"`, as the playground's file does; `null` leaves a setting at its default.
struct SettingsFile {
  /// The settings that the file has, in its order.
  let values: [GivenSetting]

  /// - Throws: ``Failure`` that names the file and the first thing that is wrong in it.
  init(_ path: String) throws(Failure) {
    let bytes = try InputFile.readText(path)
    let json: JSON
    do { json = try JSON(parsing: bytes) } catch {
      throw Failure("can't use \(InputFile.phrase(path)): \(error)")
    }
    guard let fields = (json["settings"] ?? json["result"]?["settings"])?.fields else {
      throw Failure(
        "can't use \(InputFile.phrase(path)): it has no object 'settings', such as 'microgpt info <run> --json' prints of a run"
      )
    }
    var values: [GivenSetting] = []
    for (key, field) in fields {
      guard let setting = Setting.all.first(where: { $0.name == key }) else {
        let near = suggestion(for: key, among: Setting.all.map(\.name))
        throw Failure("can't use \(InputFile.phrase(path)): there is no setting '\(key)'\(visible: near)")
      }
      if field.isNull { continue }
      let text = Self.text(of: field, for: setting)
      if let complaint = SettingOptions.complaint(
        about: text,
        written: field.string ?? field.text,
        for: setting
      ) {
        throw Failure("can't use \(InputFile.phrase(path)): \(complaint)")
      }
      guard let value = setting.value(of: text) else { continue }
      values.append(GivenSetting(setting: setting, value: value, file: path))
    }
    self.values = values
  }

  /// A value as one types it: a whole number has no decimals, and what is true is yes.
  private static func text(of field: JSON, for setting: Setting) -> String {
    if let text = field.string { return text }
    if let flag = field.flag { return flag ? "yes" : "no" }
    switch setting.kind {
    case .count, .countOrNone, .seed: return field.integer(as: UInt64.self).map { "\($0)" } ?? field.text
    case .positive, .notNegative, .share, .flag, .word, .choice: return field.text
    }
  }
}
