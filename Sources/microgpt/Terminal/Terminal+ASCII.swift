import Arguments
import Drawing
import Synchronization
import Transformer

/// What is drawn in ASCII: everything but signs of others' texts, where the locale has no Unicode or `--ascii` is given.
extension Terminal {
  /// The flag that asks for it.
  static let ascii = Flag("--ascii", help: "Draw with ASCII characters alone, tokens of the text aside.")

  private static let drawsASCII = Atomic<Bool>(!hasUnicode(Platform.environment))

  /// From now on everything is drawn in ASCII.
  static func drawInASCII() { drawsASCII.store(true, ordering: .relaxed) }

  /// Signs of others' texts: those of arguments and vocabularies.
  private static let keptSigns = Mutex<Set<Unicode.Scalar>>([])

  /// From now on the signs of a text stay as they are: in a table or a message they could not be told from the program's own,
  /// and two tokens would become one.
  static func keepSigns(of text: some Collection<UInt8>) {
    guard text.contains(where: { $0 >= 0x80 }) else { return }
    let signs = Set(String(decoding: text, as: UTF8.self).unicodeScalars.lazy.filter { !$0.isASCII })
    keptSigns.withLock { $0.formUnion(signs) }
  }

  /// The same for the tokens of a model, each by itself.
  static func keepSigns(of tokenizer: Tokenizer) {
    for token in tokenizer.vocabulary { keepSigns(of: token) }
  }

  /// The same for what a text has and a vocabulary has not.
  static func keepSigns(of error: TokenizerError) {
    if case .unknown(let unit, _) = error { keepSigns(of: unit) }
  }

  /// What drawings are made of.
  var glyphs: GlyphSet { Self.drawsASCII.load(ordering: .relaxed) ? .ascii : .unicode }

  /// A text as it is shown: with signs of ASCII for others, where it is drawn in ASCII.
  func shown(_ text: String) -> String { glyphs == .ascii ? Self.inASCII(text) : text }

  /// A text with signs of ASCII for the program's own.
  static func inASCII(_ text: String) -> String { keptSigns.withLock { asciiText(text, keeping: $0) } }

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
