import Autograd
import Foundation
import Inspection
import TestSupport
import Testing
import Training
import Transformer

@Suite("Induction scores")
struct InductionScoresTests {
  /// A model of 8 tokens, of which 7 is the boundary and 6 a separator.
  static func model(_ change: (inout AttentionChoices) -> Void = { _ in }) throws -> GPT {
    var choices = AttentionChoices()
    change(&choices)
    return Variant.model(
      try GPTConfiguration(
        vocabularySize: 8,
        layerCount: 2,
        embeddingWidth: 8,
        headCount: 2,
        attention: choices
      )
    )
  }

  @Test("A pattern without scores is even: every key gets what an even pattern would give it")
  func even() throws {
    let model = try Self.model { $0.scale = .number(0) }
    let scores = try InductionScores(model, boundary: 7, separator: 6, wordLengths: 4...4, wordCount: 5)
    // The queries are at 6, 7 and 8.
    let even = (1.0 / 7 + 1.0 / 8 + 1.0 / 9) / 3
    #expect(scores.heads.map { "\($0.layer).\($0.head)" } == ["0.0", "0.1", "1.0", "1.1"])
    for head in scores.heads {
      for number in [head.afterSame, head.same, head.previous, head.even] {
        #expect(agree(number, even, within: 1e-14))
      }
    }
  }

  @Test("The weights are those of the patterns, and the losses those of the tokens", arguments: [nil, 6])
  func weights(separator: Int?) throws {
    let model = try Self.model()
    let scores = try InductionScores(
      model,
      boundary: 7,
      separator: separator,
      wordLengths: 3...3,
      wordCount: 1,
      seed: 7
    )
    // The word is not told; only one of all words has these losses.
    let shift = separator == nil ? 3 : 4
    var found = 0
    for word in Self.words(of: 3, from: Array(0..<(separator == nil ? 7 : 6))) {
      let tokens = [7] + word + (separator.map { [$0] } ?? []) + word + [7]
      let losses = model.tape.withoutRecording { model.tokenLosses(of: tokens).map { $0.data } }
      guard agree(losses[1...2].reduce(0, +) / 2, scores.firstLoss, within: 1e-13) else { continue }
      found += 1
      #expect(agree(losses[shift + 1...shift + 2].reduce(0, +) / 2, scores.repeatedLoss, within: 1e-13))
      let maps = model.withForwardPass(over: tokens) { AttentionMaps($0) }
      for (map, head) in zip(maps.heads, scores.heads) {
        func mean(_ back: Int) -> Double {
          (1...2).reduce(0) { $0 + (map.pattern[shift + $1][shift + $1 - back] ?? 0) } / 2
        }
        #expect(agree(head.afterSame, mean(shift - 1), within: 1e-13))
        #expect(agree(head.same, mean(shift), within: 1e-13))
        #expect(agree(head.previous, mean(1), within: 1e-13))
      }
    }
    #expect(found == 1)
  }

  /// Every word of different tokens.
  static func words(of length: Int, from alphabet: [Int]) -> [[Int]] {
    if length == 0 { return [[]] }
    return alphabet.flatMap { token in
      words(of: length - 1, from: alphabet.filter { $0 != token }).map { [token] + $0 }
    }
  }

  @Test("A word must fit twice, and the error tells which would")
  func errors() throws {
    let model = try Self.model()
    // 16 positions: the boundary and two words of 7.
    #expect(throws: InductionScores.WordError.lengths(3...8, longest: 7)) {
      try InductionScores(model, boundary: 7, wordLengths: 3...8)
    }
    #expect(throws: InductionScores.WordError.lengths(1...3, longest: 7)) {
      try InductionScores(model, boundary: 7, wordLengths: 1...3)
    }
    #expect(throws: InductionScores.WordError.lengths(3...6, longest: 2)) {
      try InductionScores(try Variant.all[0].model(), boundary: 2)
    }
    #expect("\(InductionScores.WordError.lengths(3...8, longest: 7))".contains("choose lengths from 2 to 7"))
  }

  @Test("Words of several lengths count alike: the mean of what each length gives by itself")
  func lengths() throws {
    let model = try Self.model { $0.scale = .number(0) }
    let scores = try InductionScores(model, boundary: 7, wordLengths: 2...4, wordCount: 6)
    #expect(scores.shortestWord == 2 && scores.longestWord == 4)
    // Without a separator the queries are at n + 1 to 2 n − 1, and see one key more than that.
    let even: [Double] = (2...4).map { length in
      let inverses = (1..<length).map { 1 / Double(length + $0 + 1) }
      return inverses.reduce(0, +) / Double(inverses.count)
    }
    for head in scores.heads { #expect(agree(head.afterSame, even.reduce(0, +) / 3, within: 1e-14)) }
  }
}
