import Attention
import Inspection
import Random
import Transformer

/// Where heads look in a word that comes twice, and where in two different words: whether the letter guides them or the place.
///
///     copy    <|> a b c . a b c
///     others  <|> a b c . d e f
///
/// All letters of a word are different, and two different words have none in common.
public struct CopyProbe: Equatable, Sendable {
  /// One head's weights: means over all words and queries.
  public struct Head: Equatable, Sendable {
    /// The layer, counted from 0.
    public let layer: Int
    /// The head, counted from 0.
    public let head: Int
    /// In copies, from letter i of the second word: the weight on letter i + 1 of the first.
    public fileprivate(set) var nextInCopy = 0.0
    /// The same where the second word is another one.
    public fileprivate(set) var nextInOther = 0.0
    /// In copies, from the same letters of the second word: the weight on the boundary and the point together.
    public fileprivate(set) var ends = 0.0
    /// In copies, from the second letter of the first word on: the weight on the token before.
    public fileprivate(set) var previous = 0.0
    /// In copies, from the same letters of the first word: the weight on the boundary.
    public fileprivate(set) var start = 0.0
  }

  /// The layers in order, in each its heads.
  public private(set) var heads: [Head]

  /// How many letters words have, one length after the other.
  public static let wordLengths = 3...4

  /// Reads pairs of words.
  ///
  /// - Parameters:
  ///   - model: whose heads are looked at; it knows at least eight letters.
  ///   - boundary: the token that begins and ends a text.
  ///   - point: the token between two words.
  ///   - wordCount: how many pairs of each kind are read.
  ///   - seed: the generator's.
  public init(_ model: GPT, boundary: Int, point: Int, wordCount: Int = 60, seed: UInt64 = 42) {
    let configuration = model.configuration
    heads = (0..<configuration.layerCount).flatMap { layer in
      (0..<configuration.headCount).map { Head(layer: layer, head: $0) }
    }
    var letters = (0..<configuration.vocabularySize).filter { $0 != boundary && $0 != point }
    precondition(letters.count >= 2 * Self.wordLengths.upperBound, "too few letters for two different words")
    var generator = MersenneTwister(seed: seed)
    let share = 1 / Double(wordCount)
    for number in 0..<wordCount {
      generator.shuffle(&letters)
      let length = Self.wordLengths.lowerBound + number % Self.wordLengths.count
      let word = Array(letters.prefix(length))
      for (isCopy, second) in [(true, word), (false, Array(letters[length..<2 * length]))] {
        let tokens = [boundary] + word + [point] + second + [boundary]
        let maps = model.withForwardPass(over: tokens) { AttentionMaps($0) }
        for (index, map) in maps.heads.enumerated() {
          heads[index].add(map.pattern, length: length, isCopy: isCopy, share: share)
        }
      }
    }
  }
}

extension CopyProbe.Head {
  /// Adds what one text shows: the boundary is at 0, the point after the first word's last letter.
  fileprivate mutating func add(_ pattern: [[Double?]], length: Int, isCopy: Bool, share: Double) {
    func mean(_ queries: Range<Int>, _ weight: (_ query: Int) -> Double?) -> Double {
      queries.reduce(0) { $0 + (weight($1) ?? 0) } / Double(queries.count) * share
    }
    let point = length + 1
    // Queries in the second word, but for the last letter: what comes next is a letter.
    let second = point + 1..<point + length
    let next = mean(second) { pattern[$0][$0 - point + 1] }
    let first = 2..<length + 1
    if isCopy {
      nextInCopy += next
      ends += mean(second) { (pattern[$0][0] ?? 0) + (pattern[$0][point] ?? 0) }
      previous += mean(first) { pattern[$0][$0 - 1] }
      start += mean(first) { pattern[$0][0] }
    } else {
      nextInOther += next
    }
  }
}
