import Formats

/// The value of a setting, as a command line and a checkpoint write it.
public enum SettingValue: Equatable, Sendable, CustomStringConvertible {
  /// A whole number from 0.
  case integer(UInt64)
  /// A finite number.
  case number(Double)
  /// Yes or no.
  case flag(Bool)
  /// A word, or a choice as it is written: `lines`, `window:3`.
  case text(String)
  /// That an optional setting has no value: no limit, or what comes to the same as a value that others give.
  case unset

  /// A whole number that is not negative.
  init(_ count: Int) { self = .integer(UInt64(count)) }

  /// The value as it is typed: `1000`, `0.01`, `window:3`; a whole number has no decimals.
  public var description: String {
    switch self {
    case .integer(let integer): return "\(integer)"
    case .number(let number):
      let text = "\(number)"
      return text.hasSuffix(".0") ? String(text.dropLast(2)) : text
    case .flag(let flag): return flag ? "yes" : "no"
    case .text(let text): return text
    case .unset: return "none"
    }
  }

  /// The whole number, where it is one that fits.
  var count: Int? { if case .integer(let integer) = self { Int(exactly: integer) } else { nil } }
  /// The number, whole ones too.
  var number: Double? {
    switch self {
    case .integer(let integer): Double(integer)
    case .number(let number): number
    case .flag, .text, .unset: nil
    }
  }
  /// Whether it is yes.
  var flag: Bool? { if case .flag(let flag) = self { flag } else { nil } }
  /// The word.
  var text: String? { if case .text(let text) = self { text } else { nil } }

  /// The value in a checkpoint's metadata.
  var json: JSON {
    switch self {
    case .integer(let integer): .integer(integer)
    case .number(let number): .number(number)
    case .flag(let flag): .literal(flag ? "true" : "false")
    case .text(let text): .string(text)
    case .unset: .null
    }
  }
}
