import Random

/// Texts on which attention matters: what comes next depends on letters further back, or on another text.
///
/// Palindromes and echoes are drawn by one generator, as `data/README.md` says. The lines of each text are those of a file:
/// `data/palindromes.txt`, `data/echoes.txt` and `data/names.txt`.
public enum PracticeText: String, CaseIterable, Sendable {
  /// A word and its mirror image: `bfddfb`.
  case palindromes
  /// A word, a point, the word again: `bfd.bfd`.
  case echoes
  /// Given names in the letters a to z, to be written backward.
  case names

  /// Different texts, as bytes of ASCII: 3,000 drawn ones in a random order, or 6,209 names in that of the alphabet.
  public var lines: [[UInt8]] {
    switch self {
    case .palindromes: Self.drawn.palindromes
    case .echoes: Self.drawn.echoes
    case .names:
      Self.givenNames.utf8.split { $0 == UInt8(ascii: " ") || $0 == UInt8(ascii: "\n") }.map { Array($0) }
    }
  }

  /// The lines as a file has them, each ended by a line feed.
  public var bytes: [UInt8] { lines.flatMap { $0 + [UInt8(ascii: "\n")] } }

  private static let drawn = {
    var generator = MersenneTwister(seed: 1)
    let palindromes = lines(&generator) { $0 + $0.reversed() }
    let echoes = lines(&generator) { $0 + [UInt8(ascii: ".")] + $0 }
    return (palindromes: palindromes, echoes: echoes)
  }()

  /// Texts made of words: drawn until there are 3,000 different ones, sorted and shuffled.
  private static func lines(_ generator: inout MersenneTwister, text: ([UInt8]) -> [UInt8]) -> [[UInt8]] {
    var texts: Set<[UInt8]> = []
    while texts.count < 3000 { texts.insert(text(word(&generator))) }
    var sorted = texts.sorted { $0.lexicographicallyPrecedes($1) }
    generator.shuffle(&sorted)
    return sorted
  }

  /// `"".join(choice("abcdefgh") for _ in range(randint(3, 6)))`: CPython makes both of `_randbelow`.
  private static func word(_ generator: inout MersenneTwister) -> [UInt8] {
    let length = 3 + generator.below(4)
    return (0..<length).map { _ in UInt8(ascii: "a") + UInt8(generator.below(8)) }
  }
}
