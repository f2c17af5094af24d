import Formats

/// A setting of a run, declared once: `train`'s option, the checkpoint's field, and the rows of `info` and of the page follow.
///
/// A new one needs a place in ``RunSettings``, a declaration beside the others, a word in ``all``, and the code it is for.
public struct Setting: Sendable {
  /// What settings are listed together in help, `info` and checkpoints.
  public enum Group: CaseIterable, Sendable {
    /// The shape of the model.
    case model
    /// The variant of attention; kept in a checkpoint with the shape.
    case attention
    /// Steps and optimizer.
    case training
    /// What a document and a token are; kept in a checkpoint with the training.
    case data
  }

  /// Which values are accepted.
  public enum Kind: Equatable, Sendable {
    /// A whole number from 1, and up to an end where there is one.
    case count(through: Int?)
    /// A whole number from 0 up to an end.
    case countOrNone(through: Int)
    /// Any whole number of 64 bits.
    case seed
    /// A number above 0.
    case positive
    /// A number from 0.
    case notNegative
    /// A share of a whole, from 0 to below 1.
    case share
    /// Yes or no.
    case flag
    /// One of a few words.
    case word([String])
    /// A text that is read by itself: what an error message says after "The value … is invalid", and whether the text may
    /// be a negative number.
    case choice(expectation: String, mayBeNegative: Bool)
  }

  /// The option's name without its hyphens: `learning-rate`.
  public let name: String
  /// What stands for the value in the help.
  public let placeholder: String
  /// Its name in a list of facts, in small letters: `learning rate`.
  public let label: String
  /// What the value is, as a sentence for the help.
  public let help: String
  /// The default in words, where the value itself does not say it.
  public let defaultText: String?
  /// Where it is listed.
  public let group: Group
  /// Which values are accepted.
  public let kind: Kind
  /// Its field in a checkpoint.
  let key: String
  /// Whether a checkpoint may lack the field: earlier versions did not write it, or a value of nil leaves it out.
  let mayBeMissing: Bool
  /// Whether a run that is resumed may be given another value.
  public let mayChange: Bool
  private let read: @Sendable (RunSettings) -> SettingValue?
  private let readEffective: (@Sendable (RunSettings) -> SettingValue?)?
  private let write: @Sendable (SettingValue, inout RunSettings) -> Bool
  private let clear: (@Sendable (inout RunSettings) -> Void)?

  init(
    _ name: String,
    placeholder: String? = nil,
    key: String,
    label: String? = nil,
    in group: Group,
    _ kind: Kind,
    defaultText: String? = nil,
    mayBeMissing: Bool = false,
    mayChange: Bool = false,
    help: String,
    read: @escaping @Sendable (RunSettings) -> SettingValue?,
    effective: (@Sendable (RunSettings) -> SettingValue?)? = nil,
    write: @escaping @Sendable (SettingValue, inout RunSettings) -> Bool,
    clear: (@Sendable (inout RunSettings) -> Void)? = nil
  ) {
    self.name = name
    self.placeholder = placeholder ?? name
    self.label = label ?? name
    self.help = help
    self.defaultText = defaultText
    self.group = group
    self.kind = kind
    self.key = key
    self.mayBeMissing = mayBeMissing
    self.mayChange = mayChange
    self.read = read
    readEffective = effective
    self.write = write
    self.clear = clear
  }

  /// Its value among a run's settings; nil where it has none, such as a limit that is not set.
  public func value(in settings: RunSettings) -> SettingValue? { read(settings) }

  /// The same, or where it has none the value that comes to the same: as many stored heads as heads.
  public func effectiveValue(in settings: RunSettings) -> SettingValue? {
    (readEffective ?? read)(settings)
  }

  /// Whether it may be without a value, ``SettingValue/unset``, which is then the default.
  public var isOptional: Bool { clear != nil }

  /// microgpt's value.
  public var defaultValue: SettingValue? { read(RunSettings()) }

  /// Gives the setting a value.
  ///
  /// - Returns: whether it is of the setting's type, and of a choice one that there is; else nothing has changed.
  @discardableResult
  public func assign(_ value: SettingValue, in settings: inout RunSettings) -> Bool {
    guard value == .unset else { return write(value, &settings) }
    clear?(&settings)
    return isOptional
  }

  /// The value that a text stands for, nil where it stands for none.
  public func value(of text: String) -> SettingValue? {
    if isOptional, text == SettingValue.unset.description { return .unset }
    let value: SettingValue? =
      switch kind {
      case .count, .countOrNone, .seed: UInt64(text).map { .integer($0) }
      case .positive, .notNegative, .share: Double(text).map { .number($0) }
      case .flag: text == "yes" ? .flag(true) : text == "no" ? .flag(false) : nil
      case .word, .choice: .text(text)
      }
    var settings = RunSettings()
    guard let value, accepts(value), assign(value, in: &settings) else { return nil }
    // As it is kept: `flash` is `flash:16`.
    return read(settings)
  }

  /// Whether a value lies in the setting's range.
  func accepts(_ value: SettingValue) -> Bool {
    if value == .unset { return isOptional }
    return switch kind {
    case .count(let end): value.count.map { $0 > 0 && $0 <= end ?? .max } ?? false
    case .countOrNone(let end): value.count.map { $0 <= end } ?? false
    case .seed: if case .integer = value { true } else { false }
    case .positive: value.number.map { $0 > 0 && $0.isFinite } ?? false
    case .notNegative: value.number.map { $0 >= 0 && $0.isFinite } ?? false
    case .share: value.number.map { $0 >= 0 && $0 < 1 } ?? false
    case .flag: value.flag != nil
    case .word(let words): value.text.map { words.contains($0) } ?? false
    case .choice: value.text != nil
    }
  }

  /// The value that a field of a checkpoint holds, nil where it is of another type.
  func value(of json: JSON) -> SettingValue? {
    switch kind {
    case .count, .countOrNone, .seed: json.integer(as: UInt64.self).map { .integer($0) }
    case .positive, .notNegative, .share: json.number.map { .number($0) }
    case .flag: json.flag.map { .flag($0) }
    case .word, .choice: json.string.map { .text($0) }
    }
  }
}

/// What the declarations of settings write with.
extension Setting {
  /// Gives a place a value where there is one.
  static func assign<Value>(_ value: Value?, to place: inout Value) -> Bool {
    guard let value else { return false }
    place = value
    return true
  }

  /// Gives a place that may be empty a value where there is one.
  static func assign<Value>(_ value: Value?, to place: inout Value?) -> Bool {
    place = value ?? place
    return value != nil
  }
}
