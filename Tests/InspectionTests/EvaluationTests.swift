import Attention
import Autograd
import Basics
import Inspection
import Random
import TestSupport
import Testing
import Training
import Transformer

@Suite("Evaluation")
struct EvaluationTests {
  /// What Python counts in the lines aé, ée with a combining accent, and b€, with V the number of tokens.
  struct Known: Sendable, CustomTestStringConvertible {
    let unit: Tokenizer.Unit
    let contextLength: Int
    let vocabularySize, tokenCount, characterCount, truncatedCount: Int
    /// The mean of `-math.log((n(a, b) + 1) / (n(a) + V))` over all pairs, each counted among the others only.
    let bigramLoss: Double
    /// The bits per character of the uniform loss, `math.log(V) * tokens / math.log(2) / characters`.
    let uniformBits: Double

    var testDescription: String { "\(unit), context \(contextLength)" }
  }

  static let text = "a\u{E9}\n\u{E9}e\u{301}\nb€\n"

  static let known = [
    Known(
      unit: .scalars,
      contextLength: 16,
      vocabularySize: 7,
      tokenCount: 10,
      characterCount: 7,
      truncatedCount: 0,
      bigramLoss: 2.0480107560644902,
      uniformBits: 4.010507031510863
    ),
    Known(
      unit: .scalars,
      contextLength: 2,
      vocabularySize: 7,
      tokenCount: 6,
      characterCount: 6,
      truncatedCount: 3,
      bigramLoss: 2.0715673631957667,
      uniformBits: 2.8073549220576037
    ),
    Known(
      unit: .characters,
      contextLength: 16,
      vocabularySize: 6,
      tokenCount: 9,
      characterCount: 7,
      truncatedCount: 0,
      bigramLoss: 1.9219092000069284,
      uniformBits: 3.3235232152129153
    ),
    Known(
      unit: .characters,
      contextLength: 2,
      vocabularySize: 6,
      tokenCount: 6,
      characterCount: 7,
      truncatedCount: 3,
      bigramLoss: 1.9356005054539454,
      uniformBits: 2.2156821434752767
    ),
    Known(
      unit: .bytes,
      contextLength: 16,
      vocabularySize: 11,
      tokenCount: 15,
      characterCount: 7,
      truncatedCount: 0,
      bigramLoss: 2.362089499520246,
      uniformBits: 7.41306775422278
    ),
    Known(
      unit: .bytes,
      contextLength: 2,
      vocabularySize: 11,
      tokenCount: 6,
      characterCount: 3,
      truncatedCount: 3,
      bigramLoss: 2.4814223151299535,
      uniformBits: 6.918863237274596
    ),
  ]

  /// A model for the text, with an output head of zeros where it is to know nothing.
  static func setUp(
    _ known: Known,
    isIgnorant: Bool = false
  ) throws -> (model: GPT, tokenizer: Tokenizer, documents: [[Int]]) {
    let corpus = try Corpus(utf8: Array(text.utf8), layout: .lines)
    let tokenizer = Tokenizer(unit: known.unit, covering: corpus.texts)
    var generator = MersenneTwister(seed: 42)
    let configuration = try GPTConfiguration(
      vocabularySize: tokenizer.vocabularySize,
      embeddingWidth: 4,
      headCount: 2,
      contextLength: known.contextLength
    )
    let model = GPT(configuration, on: Tape()) { generator.gaussian() }
    if isIgnorant {
      for leaf in model.parameters["lm_head"].elements { leaf.data = 0 }
    }
    return (model, tokenizer, try corpus.documents(tokenizer, contextLength: known.contextLength))
  }

  @Test("Counts and the two simple predictions are Python's", arguments: known)
  func counts(known: Known) throws {
    let (model, tokenizer, documents) = try Self.setUp(known)
    let evaluation = Evaluation(model, tokenizer: tokenizer, documents: documents)
    #expect(tokenizer.vocabularySize == known.vocabularySize)
    #expect(evaluation.documentCount == 3)
    #expect(evaluation.tokenCount == known.tokenCount)
    #expect(evaluation.characterCount == known.characterCount)
    #expect(evaluation.truncatedCount == known.truncatedCount)
    #expect(agree(evaluation.bigramLoss, known.bigramLoss, within: 1e-15))
    #expect(agree(evaluation.bitsPerCharacter(of: evaluation.uniformLoss), known.uniformBits, within: 1e-15))
    #expect(
      agree(evaluation.perplexity(of: evaluation.uniformLoss), Double(known.vocabularySize), within: 1e-14)
    )
  }

  @Test("A model that knows nothing has the uniform loss", arguments: known)
  func ignorant(known: Known) throws {
    let (model, tokenizer, documents) = try Self.setUp(known, isIgnorant: true)
    let evaluation = Evaluation(model, tokenizer: tokenizer, documents: documents)
    #expect(agree(evaluation.loss, evaluation.uniformLoss, within: 1e-14))
  }

  @Test("The loss weighs every token alike, long documents more than short ones", arguments: known)
  func loss(known: Known) throws {
    let (model, tokenizer, documents) = try Self.setUp(known)
    let mark = model.tape.mark
    let losses = documents.flatMap { model.tokenLosses(of: $0).map(\.data) }
    model.tape.rewind(to: mark)
    let evaluation = Evaluation(model, tokenizer: tokenizer, documents: documents)
    #expect(losses.count == known.tokenCount)
    #expect(agree(evaluation.loss, losses.reduce(0, +) / Double(losses.count), within: 1e-15))
    #expect(evaluation.loss != evaluation.uniformLoss)
    #expect(model.tape.mark == mark)
  }

  @Test(
    "By document, each document's own mean counts the same, for the model and for the counts",
    arguments: known
  )
  func lossPerDocument(known: Known) throws {
    let (model, tokenizer, documents) = try Self.setUp(known)
    func mean(_ numbers: [Double]) -> Double { numbers.reduce(0, +) / Double(numbers.count) }
    let losses = documents.map { model.loss(of: $0).data }
    let evaluation = Evaluation(model, tokenizer: tokenizer, documents: documents)
    #expect(agree(evaluation.lossPerDocument, mean(losses), within: 1e-14))

    let pairs = documents.map { document in
      let read = document.prefix(known.contextLength + 1)
      return zip(read, read.dropFirst()).map { [$0, $1] }
    }
    let all = pairs.flatMap { $0 }
    let bigramLosses = pairs.map { own in
      mean(
        own.map { pair in
          let (same, all) = (all.filter { $0 == pair }.count, all.filter { $0[0] == pair[0] }.count)
          return -ElementaryFunctions.log(Double(same) / Double(all - 1 + known.vocabularySize))
        }
      )
    }
    #expect(agree(evaluation.bigramLossPerDocument, mean(bigramLosses), within: 1e-14))
    #expect(
      evaluation.textTokenCount == documents.joined().filter { $0 != tokenizer.boundary }.count
        || known.truncatedCount > 0
    )
  }

  @Test(
    "Of bytes, a character counts where all its bytes are predicted, whatever the context cuts",
    arguments: [
      ("a€b", 1, 1), ("a€b", 2, 1), ("a€b", 3, 1), ("a€b", 4, 2), ("a€b", 5, 3), ("𝄞𝄞", 7, 1), ("𝄞𝄞", 8, 2),
    ]
  )
  func cutCharacters(text: String, contextLength: Int, count: Int) throws {
    let corpus = try Corpus(utf8: Array(text.utf8), layout: .lines)
    let tokenizer = Tokenizer(unit: .bytes, covering: corpus.texts)
    let configuration = try GPTConfiguration(
      vocabularySize: tokenizer.vocabularySize,
      embeddingWidth: 2,
      headCount: 1,
      contextLength: contextLength
    )
    let model = GPT(configuration, on: Tape()) { 0.1 }
    let lines = try corpus.documents(tokenizer, contextLength: contextLength)
    #expect(Evaluation(model, tokenizer: tokenizer, documents: lines).characterCount == count)
    // Windows of a stream go on where the one before ended: nothing is cut off.
    let stream = try Corpus(utf8: Array(text.utf8), layout: .stream)
    let windows = try stream.documents(tokenizer, contextLength: contextLength)
    #expect(
      Evaluation(model, tokenizer: tokenizer, documents: windows).characterCount == text.unicodeScalars.count
    )
  }

  @Test("A loss of ln 2 a token is 1 bit, shared among the characters")
  func bits() throws {
    let known = Self.known[0]
    let (model, tokenizer, documents) = try Self.setUp(known)
    let evaluation = Evaluation(model, tokenizer: tokenizer, documents: documents)
    // 10 tokens, three ends of lines among them, for 7 characters.
    #expect(agree(evaluation.bitsPerCharacter(of: 0.6931471805599453), 10.0 / 7, within: 1e-15))
    #expect(agree(evaluation.perplexity(of: 0.6931471805599453), 2, within: 1e-15))
  }

  @Test("Seeing only itself, a model is the one whose mask shows nothing else", arguments: Variant.all)
  func seeingOnlyItself(variant: Variant) throws {
    var parts = AttentionParts(variant.choices)
    parts.mask = Mask { $0 == $1 }
    let documents = [Variant.document, [2, 1, 2], [2, 0, 0, 1, 2]]
    let expected = try variant.model(parts: parts).meanLoss(of: documents)
    let losses = Evaluation.lossesSeeingOnlyItself(try variant.model(), documents: documents)
    #expect(agree(losses.perToken, expected.perToken, within: 1e-14))
    #expect(agree(losses.perDocument, expected.perDocument, within: 1e-14))
    #expect(losses.perToken != losses.perDocument)
  }
}
