import Foundation
import Random
import TestSupport
import Testing

/// The texts on which attention matters, drawn anew as `data/README.md` says.
@Suite("Drawn data files")
struct DataFileTests {
  @Test("One generator draws palindromes.txt and then echoes.txt, byte for byte")
  func drawnAnew() throws {
    var generator = MersenneTwister(seed: 1)
    let palindromes = Self.lines(&generator) { $0 + $0.reversed() }
    let echoes = Self.lines(&generator) { $0 + [UInt8(ascii: ".")] + $0 }
    #expect(try Data(contentsOf: dataFile("palindromes.txt")) == palindromes)
    #expect(try Data(contentsOf: dataFile("echoes.txt")) == echoes)
  }

  /// 3,000 different texts that are made of words, in a random order, each ended by a line feed.
  private static func lines(_ generator: inout MersenneTwister, text: ([UInt8]) -> [UInt8]) -> Data {
    var texts: Set<[UInt8]> = []
    while texts.count < 3000 { texts.insert(text(word(&generator))) }
    var sorted = texts.sorted { $0.lexicographicallyPrecedes($1) }
    generator.shuffle(&sorted)
    return Data(sorted.flatMap { $0 + [UInt8(ascii: "\n")] })
  }

  /// `"".join(choice("abcdefgh") for _ in range(randint(3, 6)))`: CPython makes both of `_randbelow`.
  private static func word(_ generator: inout MersenneTwister) -> [UInt8] {
    let length = 3 + generator.below(4)
    return (0..<length).map { _ in UInt8(ascii: "a") + UInt8(generator.below(8)) }
  }
}
