extension Unicode.Scalar {
  /// Whether nothing of the scalar can be seen wherever it stands, or all that can be seen is what it does to others.
  ///
  /// Those are controls, separators of lines and paragraphs, format characters, joiners among them, what is private or not
  /// assigned, what a display may ignore (Unicode's Default_Ignorable_Code_Point, with variation selectors and the fillers
  /// of Hangul), and two signs of which nothing is drawn.
  public var isHidden: Bool {
    if (0x20...0x7E).contains(value) { return false }
    switch properties.generalCategory {
    case .control, .format, .lineSeparator, .paragraphSeparator, .privateUse, .unassigned, .surrogate:
      return true
    // The empty pattern of Braille and a note without a head.
    default: return properties.isDefaultIgnorableCodePoint || value == 0x2800 || value == 0x1D159
    }
  }

  /// Whether the scalar is drawn on the one before it.
  var isMark: Bool {
    switch properties.generalCategory {
    case .nonspacingMark, .spacingMark, .enclosingMark: true
    default: false
    }
  }

  /// Whether it is the zero width joiner or non-joiner.
  var isJoiner: Bool { value == 0x200D || value == 0x200C }

  /// Whether the joiner changes how its neighbours are written, though it ends a cluster (after RFC 5892, appendix A):
  /// after the virama of an Indic script, and in the scripts whose letters join, Arabic and its relatives.
  func joins(_ previous: Unicode.Scalar, _ next: Unicode.Scalar?) -> Bool {
    if previous.properties.canonicalCombiningClass == .virama { return true }
    return previous.isCursive && (value == 0x200D || next?.isCursive ?? false)
  }

  private var isCursive: Bool { (0x0620...0x08FF).contains(value) && !isHidden }

  /// Whether a variation selector may follow: emoji, digits as the base of keycaps, and scripts beyond U+1000, such as
  /// Myanmar, Mongolian and ideographs, have variants; what comes before has none.
  var hasVariants: Bool { properties.isEmoji || value >= 0x1000 && !isMark && !isHidden }
}
