import Random

/// Texts on which attention matters: what comes next depends on letters further back.
///
/// Both are drawn by one generator, as `data/README.md` says; their lines are those of `data/palindromes.txt` and
/// `data/echoes.txt`.
public enum PracticeText: String, CaseIterable, Sendable {
  /// A word and its mirror image: `bfddfb`.
  case palindromes
  /// A word, a point, the word again: `bfd.bfd`.
  case echoes

  /// 3,000 different texts in a random order, as bytes of ASCII.
  public var lines: [[UInt8]] {
    switch self {
    case .palindromes: Self.drawn.palindromes
    case .echoes: Self.drawn.echoes
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
