import Foundation
import Inspection
import TestSupport
import Testing
import Training
import Transformer

@Suite("How many names are spelt right")
struct SpellingScoreTests {
  static func session(_ corpus: Corpus, _ change: (inout TrainingConfiguration) -> Void) throws
    -> SpellingSession
  {
    var configuration = SpellingSession.defaultConfiguration
    change(&configuration)
    var session = try SpellingSession(corpus, configuration: configuration)
    while try session.trainer.next() != nil {}
    return session
  }

  static func documents(_ names: [String], _ tokenizer: Tokenizer) throws -> [[Int]] {
    try names.map { try [tokenizer.boundary] + tokenizer.encode($0) + [tokenizer.boundary] }
  }

  @Test("A name counts where every letter is right; what was written instead is kept")
  func count() throws {
    // Five names by heart, and no others.
    let corpus = try Corpus(utf8: Array("ada\nbo\neva\nab\nova\n".utf8), layout: .lines)
    let session = try Self.session(corpus) {
      $0.stepCount = 200
      $0.validationShare = 0
    }
    let known = try Self.documents(["ada", "bo", "eva", "ab", "ova"], session.tokenizer)
    let unknown = try Self.documents(["abobavode"], session.tokenizer)
    let score = try SpellingScore(session.speller, of: known + unknown)
    #expect(score.nameCount == 6 && score.rightCount == 5)
    #expect(agree(score.share, 5.0 / 6, within: 1e-15))
    let written = try session.speller.spell(unknown[0])
    #expect(score.mistakes.map { $0.read } == [Array(unknown[0][1...9])])
    #expect(score.mistakes.map { $0.written } == [written])
  }

  @Test(
    "After 48,000 names, 99 of 100 that it was not trained on are spelt wholly right along the other diagonal",
    .enabled(if: isReleaseBuild, "6,000 steps are for a release build"),
    arguments: 1...5
  )
  func names(seed: UInt64) throws {
    let corpus = try Corpus(utf8: Array(Data(contentsOf: dataFile("names.txt"))), layout: .lines)
    let session = try Self.session(corpus) { $0.seed = seed }
    let heldOut = session.trainer.dataset.validation
    #expect(session.leftOutCount == 0 && heldOut.count == 621)
    #expect(Set(heldOut).isDisjoint(with: Set(session.trainer.dataset.training)))
    let score = try SpellingScore(session.speller, of: heldOut)
    #expect(score.share >= 0.99)

    let emma = try Self.documents(["emma"], session.tokenizer)[0]
    let maps = try CrossAttentionMaps(session.speller, of: emma)
    #expect(session.tokenizer.decode(maps.written) == "amme")
    // Not every head does: some read the end of the name, or what was just written.
    #expect(maps.heads.contains { $0.otherDiagonal > 0.9 })
  }
}
