import Random
import Testing
import Training
import Transformer

@Suite("Dataset")
struct DatasetTests {
  func dataset(
    _ text: String,
    _ layout: Corpus.Layout,
    contextLength: Int = 4,
    validationShare: Double = 0,
    seed: UInt64 = 5
  ) throws -> (dataset: Dataset, tokenizer: Tokenizer) {
    let corpus = try Corpus(utf8: Array(text.utf8), layout: layout)
    let tokenizer = Tokenizer(unit: .scalars, covering: corpus.texts)
    var generator = MersenneTwister(seed: seed)
    let dataset = try Dataset(
      corpus,
      tokenizer: tokenizer,
      contextLength: contextLength,
      validationShare: validationShare,
      using: &generator
    )
    return (dataset, tokenizer)
  }

  let lines = "ab\nb\ncab\na\nbb\nc\n"

  // `r = random.Random(5); docs = ["ab", "b", "cab", "a", "bb", "c"]; r.shuffle(docs)`
  @Test("Lines are shuffled as Python shuffles them, each between two boundaries")
  func shuffled() throws {
    let (dataset, tokenizer) = try dataset(lines, .lines)
    #expect(dataset.training.map(tokenizer.decode) == ["b", "ab", "a", "c", "cab", "bb"])
    #expect(dataset.training.allSatisfy { $0.first == 3 && $0.last == 3 })
    #expect(dataset.validation.isEmpty)
  }

  @Test("The last lines are held out, as many as the share makes, rounded")
  func heldOutLines() throws {
    for (share, count) in [(0.1, 1), (0.25, 2), (0.3, 2), (0.5, 3), (0.9, 5)] {
      let (dataset, tokenizer) = try dataset(lines, .lines, validationShare: share)
      let all = ["b", "ab", "a", "c", "cab", "bb"]
      #expect(dataset.training.map(tokenizer.decode) == Array(all.dropLast(count)))
      #expect(dataset.validation.map(tokenizer.decode) == Array(all.suffix(count)))
    }
  }

  @Test("Batches go through the lines in order and begin again after the last")
  func lineBatches() throws {
    let (dataset, tokenizer) = try dataset(lines, .lines)
    var generator = MersenneTwister(seed: 5)
    let untouched = generator
    let batches = (0..<4).map { step in
      dataset.batch(step: step, size: 4, using: &generator).map(tokenizer.decode)
    }
    #expect(
      batches == [
        ["b", "ab", "a", "c"], ["cab", "bb", "b", "ab"], ["a", "c", "cab", "bb"], ["b", "ab", "a", "c"],
      ]
    )
    #expect(generator == untouched)
  }

  @Test("Lines of more tokens than the context predicts are counted, held out or not")
  func truncated() throws {
    // A line of n characters has n + 1 tokens to predict.
    for (contextLength, count) in [(1, 6), (2, 3), (3, 1), (4, 0)] {
      #expect(try dataset(lines, .lines, contextLength: contextLength).dataset.truncatedCount == count)
      let shared = try dataset(lines, .lines, contextLength: contextLength, validationShare: 0.5)
      #expect(shared.dataset.truncatedCount == count)
    }
  }

  // `r = random.Random(5); [r._randbelow(8) for _ in range(12)]`: 11 tokens have 8 windows of 4.
  @Test("Windows of a stream are drawn as Python would draw their beginnings, each after a boundary")
  func streamBatches() throws {
    let (dataset, tokenizer) = try dataset("abcdefghijk", .stream)
    #expect(dataset.training.map(tokenizer.decode) == ["abcdefghijk"])
    #expect(dataset.truncatedCount == 0)
    var generator = MersenneTwister(seed: 5)
    let documents = (0..<3).flatMap { dataset.batch(step: $0, size: 4, using: &generator) }
    #expect(documents.map { $0[1] } == [4, 5, 0, 7, 3, 0, 2, 1, 5, 7, 3, 6])
    for document in documents {
      #expect(document == [tokenizer.boundary] + Array(document[1]..<document[1] + 4))
    }
  }

  @Test(
    "Documents read one by one into the same memory are those of the batch",
    arguments: Corpus.Layout.allCases
  )
  func read(layout: Corpus.Layout) throws {
    let (dataset, _) = try dataset(layout == .lines ? lines : "abcdefghijk", layout)
    var (generator, again) = (MersenneTwister(seed: 5), MersenneTwister(seed: 5))
    var document: [Int] = []
    for step in 0..<4 {
      let batch = dataset.batch(step: step, size: 3, using: &generator)
      for index in 0..<3 {
        dataset.read(index, ofStep: step, batchSize: 3, into: &document, using: &again)
        #expect(document == batch[index])
      }
    }
    #expect(again == generator)
  }

  @Test("A stream shorter than the context is one window, whole")
  func shortStream() throws {
    let (dataset, _) = try dataset("ab\n", .stream, contextLength: 16)
    var generator = MersenneTwister(seed: 5)
    #expect(dataset.batch(step: 0, size: 2, using: &generator) == [[3, 1, 2, 0], [3, 1, 2, 0]])
  }

  @Test("The end of a stream is held out, cut into windows after boundaries")
  func heldOutStream() throws {
    let (dataset, tokenizer) = try dataset("abcdefghijk", .stream, validationShare: 0.6)
    #expect(dataset.training.map(tokenizer.decode) == ["abcd"])
    #expect(dataset.validation.map(tokenizer.decode) == ["efgh", "ijk"])
    #expect(dataset.validation.allSatisfy { $0.first == tokenizer.boundary && $0.last != tokenizer.boundary })
  }

  @Test("A share that leaves nothing on one side is refused", arguments: [0.01, 0.99])
  func emptyShare(share: Double) {
    #expect(throws: DatasetError.emptyShare(share: share, count: 6, what: "document")) {
      try dataset(lines, .lines, validationShare: share)
    }
    #expect(throws: DatasetError.emptyShare(share: share, count: 11, what: "token")) {
      try dataset("abcdefghijk", .stream, validationShare: share)
    }
    #expect(
      DatasetError.emptyShare(share: share, count: 6, what: "document").description
        == "holding out \(share) of 6 documents leaves none to train on or none to measure"
    )
  }

  @Test("Text that the tokenizer does not know is refused with its place", arguments: Corpus.Layout.allCases)
  func unencodable(layout: Corpus.Layout) throws {
    let corpus = try Corpus(utf8: Array("ab\nax".utf8), layout: layout)
    let tokenizer = try Tokenizer(unit: .scalars, vocabulary: [[0x0A], [0x61], [0x62]])
    var generator = MersenneTwister(seed: 5)
    let error = TokenizerError.unknown([0x78], position: 4)
    #expect(throws: DatasetError.unencodable(error)) {
      try Dataset(corpus, tokenizer: tokenizer, contextLength: 4, validationShare: 0, using: &generator)
    }
    #expect(corpus.lineNumber(at: 4) == 2)
    #expect(DatasetError.unencodable(error).description == error.description)
  }

  @Test("Evaluation reads a corpus in order: lines between boundaries, a stream in windows")
  func documents() throws {
    let text = "ab\ncab"
    for (layout, expected) in [
      (Corpus.Layout.lines, [[4, 1, 2, 4], [4, 3, 1, 2, 4]]), (.stream, [[4, 1, 2, 0, 3], [4, 1, 2]]),
    ] {
      let corpus = try Corpus(utf8: Array(text.utf8), layout: layout)
      let tokenizer = try Tokenizer(unit: .scalars, vocabulary: [[0x0A], [0x61], [0x62], [0x63]])
      #expect(try corpus.documents(tokenizer, contextLength: 4) == expected)
    }
  }
}
