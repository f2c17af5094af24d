/// The characters that drawings are made of.
public enum GlyphSet: Sendable, Equatable {
  /// Block elements and box lines: `▁▂▃▄▅▆▇█`, `▏▎▍▌▋▊▉█`, `─`, `…`.
  case unicode
  /// ASCII only, for terminals and files that take nothing else.
  case ascii

  /// The mark that stands for text that was cut off.
  public var ellipsis: String {
    self == .unicode ? "…" : "~"
  }

  /// The line under a table's header and under a chart.
  var rule: Character {
    self == .unicode ? "─" : "-"
  }

  /// The line at the left of a chart, and the corner where the line under it begins.
  var axis: (side: Character, corner: Character) {
    self == .unicode ? ("│", "└") : ("|", "+")
  }

  /// A cell that has no value to be seen.
  var hidden: Character {
    self == .unicode ? "·" : "."
  }

  /// Eight glyphs from the lowest level to the highest.
  var levels: [Character] {
    self == .unicode
      ? ["▁", "▂", "▃", "▄", "▅", "▆", "▇", "█"]
      : ["_", ".", "-", "~", "=", "+", "*", "#"]
  }

  /// A cell that is filled from the left by 1, 2, … parts; the last glyph is the whole cell.
  var partialCells: [Character] {
    self == .unicode ? ["▏", "▎", "▍", "▌", "▋", "▊", "▉", "█"] : ["#"]
  }

  /// Shades from nothing to a full cell, in equal steps.
  ///
  /// Those of ASCII have no minus and no point, which would be read as part of the number that follows.
  var shades: [Character] {
    self == .unicode ? [" ", "░", "▒", "▓", "█"] : [" ", ":", "=", "*", "#", "@"]
  }

  /// The shade nearest to a fraction from 0 to 1.
  func shade(of fraction: Double) -> Character {
    shades[Int((fraction * Double(shades.count - 1)).rounded())]
  }
}
