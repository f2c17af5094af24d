import VisibleText

/// The number of terminal columns that a string takes.
///
/// East Asian wide characters and emoji take two; combining marks, joiners, variation selectors, control characters and
/// ANSI escape sequences take none; one user-perceived character never takes more than two. Source: Unicode Standard
/// Annex 11, and the practice of `wcwidth`.
///
/// - Complexity: O(length).
public func displayWidth(of string: String) -> Int {
  var width = 0
  for case .text(let text) in textSegments(of: string) {
    for character in text { width += character.displayWidth }
  }
  return width
}

/// Where text stands in a space that is wider than it.
public enum Alignment: Sendable, Equatable {
  /// Spaces follow the text.
  case left
  /// Spaces stand before the text, as digits need it.
  case right
  /// Spaces on both sides, the odd one after the text.
  case center
}

/// The string with spaces added until it takes `width` columns; a wider string comes back as it is.
public func padded(_ string: String, to width: Int, alignment: Alignment = .left) -> String {
  let missing = width - displayWidth(of: string)
  guard missing > 0 else { return string }
  let before =
    switch alignment {
    case .left: 0
    case .right: missing
    case .center: missing / 2
    }
  return spaces(before) + string + spaces(missing - before)
}

/// The string, cut to at most `width` columns with `ellipsis` in the place of what was cut.
///
/// Characters are cut whole, so the result may be one column narrower than `width`. Escape sequences stay, also those
/// after the cut, so that colours end where they ended.
public func truncated(_ string: String, to width: Int, ellipsis: String = "…") -> String {
  guard displayWidth(of: string) > width else { return string }
  let ellipsisWidth = displayWidth(of: ellipsis)
  let mark = ellipsisWidth <= width ? ellipsis : ""
  let room = max(0, width - (mark.isEmpty ? 0 : ellipsisWidth))
  var result = ""
  var used = 0
  var isCut = false
  for segment in textSegments(of: string) {
    switch segment {
    case .escape(let escape):
      result += escape
    case .text(let text):
      for character in text where !isCut {
        let next = used + character.displayWidth
        if next > room {
          result += mark
          isCut = true
        } else {
          result.append(character)
          used = next
        }
      }
    }
  }
  return result
}

/// Labels of rows, made harmless, cut to at most `width` columns, and all as wide as the widest.
func alignedLabels(_ labels: [String], to width: Int, glyphs: GlyphSet) -> [String] {
  let labels = labels.map { truncated(harmless($0), to: width, ellipsis: glyphs.ellipsis) }
  let widest = labels.reduce(0) { max($0, displayWidth(of: $1)) }
  return labels.map { padded($0, to: widest) }
}

/// The line without the spaces at its end.
func trimmed(_ line: String) -> String {
  var line = line[...]
  while line.last == " " { line.removeLast() }
  return String(line)
}

func spaces(_ count: Int) -> String {
  String(repeating: " ", count: max(0, count))
}

extension Character {
  /// The columns one user-perceived character takes: 0, 1 or 2.
  var displayWidth: Int {
    if let ascii = asciiValue { return ascii >= 0x20 && ascii < 0x7F ? 1 : 0 }
    var width = 0
    var hasEmojiSelector = false
    for scalar in unicodeScalars {
      width += scalar.displayWidth
      if scalar.value == 0xFE0F { hasEmojiSelector = true }
    }
    if hasEmojiSelector, let base = unicodeScalars.first, base.properties.isEmoji { return 2 }
    return min(2, width)
  }
}

extension Unicode.Scalar {
  /// The columns a scalar takes on its own: 0, 1 or 2.
  var displayWidth: Int {
    switch value {
    case 0xAD, 0x600...0x605, 0x6DD, 0x70F, 0x890...0x891, 0x8E2: return 1
    case 0x1160...0x11FF, 0xD7B0...0xD7FF: return 0
    default: break
    }
    switch properties.generalCategory {
    case .nonspacingMark, .enclosingMark, .spacingMark, .format, .control, .lineSeparator,
      .paragraphSeparator:
      return 0
    default:
      return isWide ? 2 : 1
    }
  }

  /// Whether the East Asian Width is W or F; gaps that no character fills yet are counted with their neighbours.
  private var isWide: Bool {
    switch value {
    case 0..<0x1100: false
    case 0x1100...0x115F, 0x2329...0x232A, 0x2630...0x2637, 0x268A...0x268F, 0x2E80...0x303E, 0x3041...0x3247,
      0x3250...0xA4C6, 0xA960...0xA97C, 0xAC00...0xD7A3, 0xF900...0xFAFF, 0xFE10...0xFE19, 0xFE30...0xFE6B,
      0xFF01...0xFF60, 0xFFE0...0xFFE6, 0x16FE0...0x18DF2, 0x1AFF0...0x1B2FB, 0x1D300...0x1D376,
      0x1F200...0x1F265,
      0x20000...0x2FFFD, 0x30000...0x3FFFD:
      true
    default: properties.isEmojiPresentation
    }
  }
}
