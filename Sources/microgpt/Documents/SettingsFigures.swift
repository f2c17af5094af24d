import Training

/// The settings of a run under the names of their options, as `train --settings` reads them.
struct SettingsFigures: Encodable {
  private let settings: RunSettings

  init(_ settings: RunSettings) { self.settings = settings }

  /// The settings of a checkpoint's run.
  init(of checkpoint: Checkpoint) { self.init(RunSettings(of: checkpoint)) }

  private struct Key: CodingKey {
    let stringValue: String
    var intValue: Int? { nil }

    init(stringValue: String) { self.stringValue = stringValue }
    init?(intValue: Int) { nil }
  }

  func encode(to encoder: any Encoder) throws {
    var container = encoder.container(keyedBy: Key.self)
    for setting in Setting.all {
      let key = Key(stringValue: setting.name)
      switch setting.value(in: settings) {
      case .integer(let integer)?: try container.encode(integer, forKey: key)
      case .number(let number)?: try container.encode(number, forKey: key)
      case .flag(let flag)?: try container.encode(flag, forKey: key)
      case .text(let text)?: try container.encode(text, forKey: key)
      case .unset?, nil: try container.encodeNil(forKey: key)
      }
    }
  }
}

extension JSONSchema {
  /// What ``SettingsFigures`` becomes: a property for each setting, null for one that is not set.
  static let settings = JSONSchema.object(
    Setting.all.map { setting in
      let schema: JSONSchema =
        switch setting.kind {
        case .count, .countOrNone, .seed: .integer
        case .positive, .notNegative, .share: .number
        case .flag: .boolean
        case .word(let words): .choice(words)
        case .choice: .string
        }
      return .init(setting.name, setting.help, setting.defaultValue == nil ? .nullable(schema) : schema)
    }
  )
}
