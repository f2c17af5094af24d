import Attention
import Autograd
import Random
import Transformer

/// How much each head attends to what followed an earlier copy, in random words that come twice.
///
///     boundary w₁ … wₙ [separator] w₁ … wₙ boundary
///
/// The tokens of a word are all different, so each has one earlier copy, and only that copy tells what comes next. The queries
/// are w₁ to wₙ₋₁ of the second word. A head that gives the token after the copy most of its weight is called an induction
/// head. Words have several lengths, else a head that looks back a fixed distance would pass for one. Whether the model copies
/// is told by ``repeatedLoss``, not by a head.
///
/// Source: "In-context Learning and Induction Heads", Olsson et al. 2022.
public struct InductionScores: Equatable, Sendable, Encodable {
  /// The smallest n: how many tokens the shortest words have.
  public let shortestWord: Int
  /// The largest n; each length between comes as often, as far as they go into ``wordCount``.
  public let longestWord: Int
  /// How many words were read.
  public let wordCount: Int
  /// The seed from which they were drawn.
  public let seed: UInt64
  /// The loss on w₂ … wₙ where they come first, in nats per token; nothing tells them.
  public let firstLoss: Double
  /// The loss on w₂ … wₙ where they come again: near 0 in a model that copies.
  public let repeatedLoss: Double
  /// The layers in order, in each its heads.
  public let heads: [Head]

  /// One head's weights: means over the words of each one's mean over its queries.
  public struct Head: Equatable, Sendable, Encodable {
    /// The layer, counted from 0.
    public let layer: Int
    /// The head, counted from 0.
    public let head: Int
    /// The induction score: the weight on the token after the earlier copy.
    public let afterSame: Double
    /// The weight on the earlier copy itself.
    public let same: Double
    /// The weight on the token before the query.
    public let previous: Double
    /// What an even pattern would give each of these: the mean of 1/n for n visible keys.
    public let even: Double
  }

  /// Why a model can't read such words.
  public enum WordError: Error, Equatable, Sendable, CustomStringConvertible {
    /// Words of these lengths have too few or too many tokens: two at least, and at most so many.
    case lengths(ClosedRange<Int>, longest: Int)

    /// The reason, with what would be accepted.
    public var description: String {
      switch self {
      case .lengths(_, let longest) where longest < 2:
        "the model's vocabulary or context is too small to read a word of different tokens twice"
      case .lengths(let lengths, let longest):
        """
        words of \(lengths.lowerBound) to \(lengths.upperBound) tokens can't be read twice; choose lengths from 2 to \
        \(longest), as the vocabulary and the context allow
        """
      }
    }
  }

  /// Draws words and reads each twice.
  ///
  /// - Parameters:
  ///   - model: whose heads are looked at.
  ///   - boundary: the token that begins and ends a text.
  ///   - separator: a token between the word and its copy, which words don't have; nil for none.
  ///   - wordLengths: how many tokens words have, one length after the other.
  ///   - wordCount: how many words are drawn, at least one.
  ///   - seed: the generator's.
  ///   - parts: parts of the model that are switched off: zeros stand in their place.
  /// - Throws: ``WordError`` where two such words don't fit the context or the vocabulary has too few tokens.
  public init(
    _ model: GPT,
    boundary: Int,
    separator: Int? = nil,
    wordLengths: ClosedRange<Int> = 3...6,
    wordCount: Int = 100,
    seed: UInt64 = 42,
    without parts: [ModelPart] = []
  ) throws(WordError) {
    precondition(wordCount > 0, "there is nothing to measure on \(wordCount) words")
    var alphabet = (0..<model.configuration.vocabularySize).filter { $0 != boundary && $0 != separator }
    let room = model.contextLength - 1 - (separator == nil ? 0 : 1)
    let longest = min(alphabet.count, room / 2)
    guard wordLengths.lowerBound >= 2, wordLengths.upperBound <= longest else {
      throw .lengths(wordLengths, longest: longest)
    }
    shortestWord = wordLengths.lowerBound
    longestWord = wordLengths.upperBound
    self.wordCount = wordCount
    self.seed = seed
    let mark = model.tape.mark
    defer { model.tape.rewind(to: mark) }
    let intervention = parts.isEmpty ? nil : ModelPart.switchingOff(parts, on: model.tape)
    var generator = MersenneTwister(seed: seed)
    var sums = Sums(model)
    for number in 0..<wordCount {
      generator.shuffle(&alphabet)
      let word = Array(alphabet.prefix(wordLengths.lowerBound + number % wordLengths.count))
      let again = (separator.map { [$0] } ?? []) + word
      model.withForwardPass(over: [boundary] + word + again + [boundary], intervention: intervention) {
        sums.add($0, wordLength: word.count, shift: again.count)
      }
    }
    firstLoss = sums.firstLoss / Double(wordCount)
    repeatedLoss = sums.repeatedLoss / Double(wordCount)
    heads = sums.heads(wordCount: wordCount)
  }
}

/// What is summed over the words: each word's means.
private struct Sums {
  let headCount: Int
  var firstLoss = 0.0
  var repeatedLoss = 0.0
  /// For each head of each layer: after the copy, the copy, the previous token, even.
  var weights: [[Double]]

  init(_ model: GPT) {
    headCount = model.configuration.headCount
    weights = Array(repeating: [0, 0, 0, 0], count: model.configuration.layerCount * headCount)
  }

  /// - Parameter shift: how many tokens a copy is behind what it is a copy of.
  mutating func add(_ pass: ForwardPass, wordLength: Int, shift: Int) {
    let first = 1..<wordLength
    let again = first.map { $0 + shift }
    firstLoss += mean(first.map { pass.positions[$0].loss.data })
    repeatedLoss += mean(again.map { pass.positions[$0].loss.data })
    for index in weights.indices {
      let pattern = pass.cells(layer: index / headCount, head: index % headCount) { $0.patternNumbers }
      for (column, back) in [shift - 1, shift, 1].enumerated() {
        weights[index][column] += mean(again.map { pattern[$0][$0 - back] ?? 0 })
      }
      weights[index][3] += mean(again.map { query in 1 / Double(pattern[query].count { $0 != nil }) })
    }
  }

  func heads(wordCount: Int) -> [InductionScores.Head] {
    weights.enumerated().map { index, sums in
      let means = sums.map { $0 / Double(wordCount) }
      return InductionScores.Head(
        layer: index / headCount,
        head: index % headCount,
        afterSame: means[0],
        same: means[1],
        previous: means[2],
        even: means[3]
      )
    }
  }
}
