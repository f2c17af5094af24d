import Arguments
import Training

extension Option where Value == SettingValue? {
  /// The option that gives a setting its value.
  init(_ setting: Setting) {
    self.init(
      "--" + setting.name,
      placeholder: setting.placeholder,
      as: (setting.isOptional ? Conversion(setting).orNone : Conversion(setting)).optional,
      default: setting.defaultValue,
      defaultText: setting.defaultText,
      help: setting.help
    )
  }
}

extension Conversion where Value == SettingValue {
  /// What a setting accepts.
  fileprivate init(_ setting: Setting) {
    func value<Text: Sendable>(_ texts: Conversion<Text>) -> Self {
      texts.map(text: { $0.description }) { setting.value(of: shortText($0)) }
    }
    self =
      switch setting.kind {
      case .count(let end?): value(Conversion<Int>.integer(in: 1...end))
      case .count(nil): value(Conversion<Int>.integer(in: 1...))
      case .countOrNone(let end): value(Conversion<Int>.integer(in: 0...end))
      case .seed: value(Conversion<UInt64>.integer(in: 0...UInt64.max))
      case .positive: value(Conversion<Double>.number(in: .above(0)))
      case .notNegative: value(Conversion<Double>.number(in: 0...))
      case .share: value(Conversion<Double>.number(in: 0..<1))
      case .flag: value(Conversion<String>.word(of: ["yes", "no"]))
      case .word(let words): value(Conversion<String>.word(of: words))
      case .choice(let expectation, let mayBeNegative):
        Conversion(
          expectation: expectation,
          acceptsNegativeNumbers: mayBeNegative,
          remark: { mayBeNegative ? Conversion<Double>.remark(on: $0) : "" },
          text: { $0.description },
          value: { setting.value(of: $0) }
        )
      }
  }

  /// The same, or none for no value.
  fileprivate var orNone: Self {
    let none = SettingValue.unset.description
    return Conversion(
      expectation: expectation,
      acceptedValues: acceptedValues,
      acceptsNegativeNumbers: acceptsNegativeNumbers,
      completion: .words([none]),
      remark: { [self] in expectation(of: $0).dropFirst(expectation.count - 1).dropLast() + ", or \(none)" },
      text: text,
      value: { [value] in $0 == none ? .unset : value($0) }
    )
  }
}
