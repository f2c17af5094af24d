import Random
import Testing
import Training
import Transformer

@testable import microgpt

@Suite("Memory of long documents")
struct MemoryNoteTests {
  private func note(contextLength: Int, characters: Int, layout: Corpus.Layout) throws -> String? {
    let text = Array(repeating: UInt8(ascii: "a"), count: characters)
    let corpus = try Corpus(utf8: text, layout: layout)
    let tokenizer = Tokenizer(unit: .scalars, covering: corpus.texts)
    var generator = MersenneTwister(seed: 1)
    let dataset = try Dataset(
      corpus,
      tokenizer: tokenizer,
      contextLength: contextLength,
      validationShare: 0,
      using: &generator
    )
    return try GPTConfiguration(vocabularySize: tokenizer.vocabularySize, contextLength: contextLength)
      .memoryNote(for: dataset)?.text
  }

  // Measured: a stream of 13 different tokens and a context of 8192 took 22.4 · 10⁹ bytes.
  @Test("A document that takes gigabytes is announced, where there is one", arguments: Corpus.Layout.allCases)
  func note(layout: Corpus.Layout) throws {
    let long = try #require(try note(contextLength: 8192, characters: 9000, layout: layout))
    #expect(long.hasPrefix("a document of 8,192 tokens takes about 2") && long.hasSuffix(" GiB of memory"))
    #expect(try note(contextLength: 8192, characters: 1000, layout: layout) == nil)
    #expect(try note(contextLength: 16, characters: 9000, layout: layout) == nil)
  }
}
