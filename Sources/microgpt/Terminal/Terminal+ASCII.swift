import Arguments
import Drawing
import Synchronization

/// What is drawn in ASCII: everything but others' texts, where the locale has no Unicode or `--ascii` is given.
extension Terminal {
  /// The flag that asks for it.
  static let ascii = Flag("--ascii", help: "Draw with ASCII characters alone, tokens of the text aside.")

  private static let drawsASCII = Atomic<Bool>(!hasUnicode(Platform.environment))

  /// From now on everything is drawn in ASCII.
  static func drawInASCII() { drawsASCII.store(true, ordering: .relaxed) }

  /// What drawings are made of.
  var glyphs: GlyphSet { Self.drawsASCII.load(ordering: .relaxed) ? .ascii : .unicode }

  /// A text as it is shown: with signs of ASCII for others, where it is drawn in ASCII.
  func shown(_ text: String) -> String { glyphs == .ascii ? asciiText(text) : text }

  /// Whether the locale's characters are Unicode's, in UTF-8.
  ///
  /// The first of `LC_ALL`, `LC_CTYPE` and `LANG` that is set and not empty says so, as in POSIX. Without any, the locale is
  /// C, whose characters are ASCII.
  static func hasUnicode(_ environment: (String) -> String?) -> Bool {
    #if os(Windows)
    // Consoles take what a program writes as UTF-8.
    return true
    #else
    let locale = ["LC_ALL", "LC_CTYPE", "LANG"].lazy.compactMap(environment).first { !$0.isEmpty }
    return (locale ?? "").lowercased().contains(/utf-?8/)
    #endif
  }
}
