import VisibleText

/// A text whose pieces stand on shades of blue, from light for 0 to dark for 1.
///
///     emma
///     ░▒ ▓
///
/// With a style a piece stands on a background of its colour; without, the shade stands below it.
public struct ShadedText: Sendable {
  /// The pieces in order, each a text in one line with a number from 0 to 1.
  public let pieces: [(text: String, value: Double)]

  /// Creates a text; what can't be seen in it is written out.
  public init(_ pieces: [(text: String, value: Double)]) {
    self.pieces = pieces.map { (harmless($0.text), $0.value) }
  }

  /// What the shades stand for, in a few words.
  ///
  /// - Parameter quantity: what the numbers are.
  public static func legend(_ quantity: String) -> String { "shading: \(quantity), 0 to 1" }

  /// The text in lines, without line breaks, each piece whole.
  public func lines(
    maximumWidth: Int? = nil,
    style: Style = .plain,
    glyphs: GlyphSet = .unicode
  ) -> [String] {
    let colours = ColourScale(.sequential(maximum: 1))
    var lines: [String] = []
    var (text, shades, width) = ("", "", 0)
    func end() {
      lines.append(text)
      // Nothing but zeros leaves nothing to be seen.
      if !style.isEnabled { lines.append(trimmed(shades)) }
      (text, shades, width) = ("", "", 0)
    }
    for piece in pieces {
      let count = displayWidth(of: piece.text)
      if let maximumWidth, width > 0, width + count > maximumWidth { end() }
      text += style.onBackground(colours.terminalColour(of: piece.value), piece.text)
      shades += String(repeating: glyphs.shade(of: colours.fraction(of: piece.value)), count: count)
      width += count
    }
    if width > 0 { end() }
    return lines
  }
}
