import Inspection
import Random
import Transformer

/// How much a model's first layer attends to the boundary from each letter of the first word: whether that tells the letter's place.
///
///     <|> a b c d e f .
public struct PlaceProbe: Equatable, Sendable {
  /// How many letters the words have, all different.
  public static let wordLength = 6
  /// How many words are read.
  public static let wordCount = 60
  /// For each head of the first layer, for each letter of the word, the weight on the boundary: a mean over the words.
  public let boundaryWeights: [[Double]]

  /// Reads words.
  ///
  /// - Parameters:
  ///   - model: whose first layer is looked at; it knows at least ``wordLength`` letters.
  ///   - boundary: the token that begins and ends a text.
  ///   - point: the token after the word.
  ///   - seed: the generator's.
  public init(_ model: GPT, boundary: Int, point: Int, seed: UInt64 = 42) {
    var letters = (0..<model.configuration.vocabularySize).filter { $0 != boundary && $0 != point }
    precondition(letters.count >= Self.wordLength, "too few letters for a word of different ones")
    var generator = MersenneTwister(seed: seed)
    var weights = Array(
      repeating: Array(repeating: 0.0, count: Self.wordLength),
      count: model.configuration.headCount
    )
    for _ in 0..<Self.wordCount {
      generator.shuffle(&letters)
      let tokens = [boundary] + letters.prefix(Self.wordLength) + [point]
      let maps = model.withForwardPass(over: tokens) { AttentionMaps($0) }
      for map in maps.heads where map.layer == 0 {
        for letter in 0..<Self.wordLength {
          weights[map.head][letter] += (map.pattern[letter + 1][0] ?? 0) / Double(Self.wordCount)
        }
      }
    }
    boundaryWeights = weights
  }
}
