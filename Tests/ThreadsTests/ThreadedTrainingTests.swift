import Autograd
import Testing
import Threads
import Training
import Transformer

@Suite("Training with threads")
struct ThreadedTrainingTests {
  /// Words of 1 to 12 letters.
  static let text: String = {
    var words: [String] = []
    for index in 0..<90 { words.append(String("abcdefghijkl".prefix(1 + index * index % 12))) }
    return words.joined(separator: "\n")
  }()

  /// What training leaves behind.
  struct Outcome: Equatable {
    var losses: [Double] = []
    var norms: [Double] = []
    var parameters: [Double] = []
  }

  func outcome(_ configuration: TrainingConfiguration, _ workers: Workers) throws -> Outcome {
    var session = try TrainingSession(
      Corpus(utf8: Array(Self.text.utf8), layout: configuration.layout),
      configuration: configuration,
      shape: GPTShape(embeddingWidth: 4, headCount: 2, contextLength: 10)
    )
    session.trainer.workers = workers
    var outcome = Outcome()
    while let step = try session.trainer.next() {
      outcome.losses.append(step.loss)
      outcome.norms.append(step.gradientNorm)
    }
    outcome.parameters = session.model.parameterVector.data
    return outcome
  }

  @Test(
    "Any number of threads gives the same bits",
    arguments: [1, 5, 32, 70],
    [Corpus.Layout.lines, .stream]
  )
  func bits(batch: Int, layout: Corpus.Layout) throws {
    var configuration = TrainingConfiguration()
    configuration.stepCount = 6
    configuration.batchSize = batch
    configuration.layout = layout
    let expected = try outcome(configuration, .one)
    #expect(expected.losses.count == 6)
    for threadCount in 1...4 {
      #expect(try outcome(configuration, ThreadPool(threadCount: threadCount).workers) == expected)
    }
  }

  @Test("Workers in any order, one of whom does all or none of it, give the same bits")
  func order() throws {
    var configuration = TrainingConfiguration()
    configuration.stepCount = 4
    configuration.batchSize = 100
    let expected = try outcome(configuration, .one)
    let backwards = Workers(count: 3) { pieceCount, work in
      for piece in (0..<pieceCount).reversed() { work(piece % 3, piece) }
    }
    let lastOnly = Workers(count: 3) { pieceCount, work in
      for piece in 0..<pieceCount { work(2, piece) }
    }
    #expect(try outcome(configuration, backwards) == expected)
    #expect(try outcome(configuration, lastOnly) == expected)
  }

  @Test("More workers are of use the larger the batch, and one for a small one")
  func usefulCount() throws {
    func count(_ batch: Int) throws -> Int {
      var configuration = TrainingConfiguration()
      configuration.batchSize = batch
      let corpus = try Corpus(utf8: Array(Self.text.utf8), layout: .lines)
      return try TrainingSession(corpus, configuration: configuration).trainer.usefulWorkerCount
    }
    let counts = try [1, 8, 40, 80, 1000].map { try count($0) }
    #expect(counts[0] == 1 && counts[1] == 1)
    #expect(counts == counts.sorted() && Set(counts).count == 4)
  }
}
