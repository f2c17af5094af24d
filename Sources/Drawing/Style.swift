/// Colours and weights for a terminal, or plain text where they are off.
///
/// The caller decides whether styling is on: it knows whether the output is a terminal and whether `NO_COLOR` is set.
///
///     let style = Style.ansi
///     print(style.bold("loss") + " " + style.green("2.6513"))
public struct Style: Sendable, Equatable {
  /// Whether escape sequences are written at all.
  public let isEnabled: Bool

  /// Creates a style that writes escape sequences if `isEnabled`, and returns text unchanged otherwise.
  public init(isEnabled: Bool) {
    self.isEnabled = isEnabled
  }

  /// Text as it is.
  public static let plain = Style(isEnabled: false)
  /// ANSI escape sequences (ECMA-48, "Select Graphic Rendition").
  public static let ansi = Style(isEnabled: true)

  /// What a piece of text can look like.
  public enum Attribute: Sendable, CaseIterable {
    /// Heavy strokes.
    case bold
    /// Less contrast.
    case dim
    /// A line below.
    case underline
    /// A foreground colour of the terminal's own palette.
    case red, green, yellow, blue, magenta, cyan
  }

  /// The text drawn with an attribute; inside it, other attributes may begin and end.
  public func apply(_ attribute: Attribute, to text: String) -> String {
    guard isEnabled, !text.isEmpty else { return text }
    let opening = attribute.opening
    let closing = attribute.closing
    // An inner attribute of the same kind closes with the same sequence, so the outer one opens again after it.
    return opening + replacing(closing, with: closing + opening, in: text) + closing
  }

  /// The text in heavy strokes.
  public func bold(_ text: String) -> String { apply(.bold, to: text) }
  /// The text with less contrast.
  public func dim(_ text: String) -> String { apply(.dim, to: text) }
  /// The text with a line below.
  public func underline(_ text: String) -> String { apply(.underline, to: text) }
  /// The text in red.
  public func red(_ text: String) -> String { apply(.red, to: text) }
  /// The text in green.
  public func green(_ text: String) -> String { apply(.green, to: text) }
  /// The text in yellow.
  public func yellow(_ text: String) -> String { apply(.yellow, to: text) }
  /// The text in blue.
  public func blue(_ text: String) -> String { apply(.blue, to: text) }
  /// The text in magenta.
  public func magenta(_ text: String) -> String { apply(.magenta, to: text) }
  /// The text in cyan.
  public func cyan(_ text: String) -> String { apply(.cyan, to: text) }

  /// The text on a background of the terminal's 256 colours, in black or white, whichever reads better on it.
  ///
  /// The colour is one from 16 on: those below are the terminal's own, which may be of any lightness.
  public func onBackground(_ colour: UInt8, _ text: String) -> String {
    guard isEnabled, !text.isEmpty else { return text }
    let foreground = RGB(terminalColour: colour).takesBlackText ? 16 : 231
    return "\u{1B}[48;5;\(colour);38;5;\(foreground)m" + text + "\u{1B}[39;49m"
  }
}

extension Style {
  /// The text in the colour of a series, as near as a terminal's own colours come to those of ``Palette/series``.
  func inColour(ofSeries index: Int, _ text: String) -> String {
    let colours: [Attribute] = [.blue, .red, .green, .magenta, .yellow, .cyan]
    return apply(colours[index % colours.count], to: text)
  }

  /// Whether an escape sequence only chooses a look: `ESC [ … m`, with nothing but numbers in it.
  static func isStyle(_ escape: String) -> Bool {
    let bytes = Array(escape.utf8)
    return bytes.starts(with: [0x1B, UInt8(ascii: "[")]) && bytes.last == UInt8(ascii: "m")
      && bytes.dropFirst(2).dropLast().allSatisfy { (0x30...0x3B).contains($0) }
  }
}

extension Style.Attribute {
  var opening: String {
    switch self {
    case .bold: "\u{1B}[1m"
    case .dim: "\u{1B}[2m"
    case .underline: "\u{1B}[4m"
    case .red: "\u{1B}[31m"
    case .green: "\u{1B}[32m"
    case .yellow: "\u{1B}[33m"
    case .blue: "\u{1B}[34m"
    case .magenta: "\u{1B}[35m"
    case .cyan: "\u{1B}[36m"
    }
  }

  var closing: String {
    switch self {
    case .bold, .dim: "\u{1B}[22m"
    case .underline: "\u{1B}[24m"
    case .red, .green, .yellow, .blue, .magenta, .cyan: "\u{1B}[39m"
    }
  }
}

/// Replaces every occurrence of an escape sequence in a text.
private func replacing(_ sequence: String, with replacement: String, in text: String) -> String {
  var result = ""
  for segment in textSegments(of: text) {
    switch segment {
    case .text(let text): result += text
    case .escape(let escape): result += escape == sequence ? replacement : escape
    }
  }
  return result
}
