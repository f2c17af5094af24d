import Random
import TestSupport
import Testing
import Threads
import Training
import Transformer

@Suite("Sessions that train a speller")
struct SpellingSessionTests {
  static let shape = EncoderDecoderShape(embeddingWidth: 8, headCount: 2, contextLength: 5)

  static func session(
    _ lines: String = SmallSession.lines,
    steps: Int = 6,
    _ change: (inout TrainingConfiguration) -> Void = { _ in }
  ) throws -> SpellingSession {
    var configuration = SmallSession.configuration(steps: steps, change)
    configuration.batchSize = 4
    return try SpellingSession(
      Corpus(utf8: Array(lines.utf8), layout: .lines),
      configuration: configuration,
      shape: shape
    )
  }

  @Test("A replay gives the losses and gradients of recording anew, for every length and number of threads")
  func replayed() throws {
    let (one, other) = (try Self.session().speller, try Self.session().speller)
    let recorded = RecordedGradients(one)
    let replayed = ReplayedGradients(other)
    var generator = MersenneTwister(seed: 3)
    for (size, threadCount) in [(1, 1), (9, 1), (60, 2), (90, 3)] {
      // Documents of no letters to as many as are read.
      let documents = (0..<size).map { index in
        [14] + (0..<index % 5).map { _ in Int.random(in: 0..<14, using: &generator) } + [14]
      }
      let workers = threadCount == 1 ? Workers.one : ThreadPool(threadCount: threadCount).workers
      one.parameterVector.clearGradients()
      other.parameterVector.clearGradients()
      let expected = recorded.differentiate(documents, workers: .one)
      #expect(agree(replayed.differentiate(documents, workers: workers), expected, within: 1e-13))
      #expect(agree(other.parameterVector.grad, one.parameterVector.grad, within: 1e-13))
      #expect(agree(replayed.losses(of: documents), expected, within: 1e-13))
    }
    #expect(one.parameterVector.grad.count { $0 != 0 } > one.parameterVector.count / 2)
  }

  @Test("The same seed gives the same bits, another seed others")
  func seeds() throws {
    func parameters(_ seed: UInt64) throws -> [Double] {
      var session = try Self.session { $0.seed = seed }
      while try session.trainer.next() != nil {}
      return session.speller.parameterVector.data
    }
    #expect(try parameters(1) == parameters(1))
    #expect(try parameters(1) != parameters(2))
  }

  @Test("A few hundred steps teach it to spell the names that it is trained on")
  func learning() throws {
    var session = try Self.session("ada\nbo\neva\nab\nova\n", steps: 300)
    var losses: [Double] = []
    while let step = try session.trainer.next() { losses.append(step.loss) }
    #expect(losses[0] > 1.5 && losses[299] < 0.05)
    for name in ["ada", "bo", "eva", "ab", "ova"] {
      let boundary = session.tokenizer.boundary
      let document = try [boundary] + session.tokenizer.encode(name) + [boundary]
      #expect(session.tokenizer.decode(try session.speller.spell(document)) == String(name.reversed()))
    }
  }

  @Test("Lines that don't fit with their end are left out, of what is trained on and of what is held out")
  func leftOut() throws {
    let session = try Self.session("ada\nanna\nhannah\nbob\nababa\nab\n") { $0.validationShare = 0.25 }
    #expect(session.leftOutCount == 2)
    let dataset = session.trainer.dataset
    let lengths = (Array(dataset.training) + dataset.validation).map { $0.count - 2 }
    #expect(dataset.validation.count == 1 && lengths.sorted() == [2, 3, 3, 4])
  }

  @Test("Where no line fits, or no model has the shape, the session says so")
  func refusals() throws {
    let long = try Corpus(utf8: Array("hannah\nababa\n".utf8), layout: .lines)
    let tooLong = DatasetError.tooLong(count: 2, limit: 4)
    #expect(throws: TrainingSessionError.dataset(tooLong)) {
      _ = try SpellingSession(long, shape: Self.shape)
    }
    #expect("\(tooLong)".hasPrefix("none of the 2 lines has at most 4 tokens"))
    #expect(
      throws: TrainingSessionError.shape(.headsDoNotDivideWidth(headCount: 3, embeddingWidth: 16))
    ) {
      _ = try SpellingSession(SmallSession.corpus(), shape: EncoderDecoderShape(headCount: 3))
    }
  }

  @Test("A learning rate that is too large ends the training with what is not finite")
  func nonFinite() throws {
    var session = try Self.session(steps: 4) { $0.learningRate = 1e200 }
    #expect(throws: TrainingError.self) {
      while try session.trainer.next() != nil {}
    }
  }
}
