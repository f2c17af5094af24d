import Testing
import Training
import Transformer

@Suite("Workers of one's own")
struct WorkersTests {
  /// Words of 1 to 12 letters.
  static let text = (0..<90).map { String("abcdefghijkl".prefix(1 + $0 * $0 % 12)) }.joined(separator: "\n")

  /// A session with batches large enough to be divided.
  static func session() throws -> TrainingSession {
    var configuration = TrainingConfiguration()
    configuration.batchSize = 70
    configuration.stepCount = 2
    return try TrainingSession(
      Corpus(utf8: Array(text.utf8), layout: .lines),
      configuration: configuration,
      shape: GPTShape(embeddingWidth: 4, headCount: 2, contextLength: 10)
    )
  }

  @Test("Any order of the pieces, and any worker for each, gives the same bits")
  func order() throws {
    var expected = try Self.session()
    let step = try expected.trainer.next()
    for orders in [1, 2, 3] {
      var session = try Self.session()
      session.trainer.workers = Workers(count: 3) { pieceCount, work in
        for piece in (0..<pieceCount).reversed() { work(piece % orders, piece) }
      }
      #expect(try session.trainer.next() == step)
      #expect(session.model.parameterVector.data == expected.model.parameterVector.data)
    }
  }

  #if compiler(>=6.3)
  enum Fault: String, Codable, CaseIterable {
    case leavesOut, repeats, invents, isNobody, appends, rewinds

    var message: String {
      switch self {
      case .leavesOut: "workers came back before all"
      case .repeats: "2 workers with 4 pieces can't let worker 1 do piece 0"
      case .invents: "2 workers with 4 pieces can't let worker 0 do piece 4"
      case .isNobody: "2 workers with 4 pieces can't let worker 2 do piece 0"
      case .appends, .rewinds: "nothing can be appended to a tape or taken from it"
      }
    }

    func workers(_ model: GPT) -> Workers {
      nonisolated(unsafe) let tape = model.tape
      nonisolated(unsafe) let mark = tape.mark
      return Workers(count: 2) { pieceCount, work in
        switch self {
        case .leavesOut: for piece in 1..<pieceCount { work(0, piece) }
        case .repeats: for piece in 0...pieceCount { work(1, piece % pieceCount) }
        case .invents: for piece in 0...pieceCount { work(0, piece) }
        case .isNobody: for piece in 0..<pieceCount { work(2, piece) }
        case .appends:
          for piece in 0..<pieceCount {
            work(1, piece)
            _ = tape.value(1)
          }
        case .rewinds:
          for piece in 0..<pieceCount {
            work(1, piece)
            tape.rewind(to: mark)
          }
        }
      }
    }
  }

  @Test("A round that is not done as it should be stops with a message", arguments: Fault.allCases)
  func faults(fault: Fault) async {
    let result = await #expect(processExitsWith: .failure, observing: [\.standardErrorContent]) { [fault] in
      var session = try WorkersTests.session()
      session.trainer.workers = fault.workers(session.model)
      _ = try session.trainer.next()
    }
    let said = String(decoding: result?.standardErrorContent ?? [], as: UTF8.self)
    #expect(said.contains(fault.message), "\(said)")
  }

  @Test("A document without a token to predict stops with a message", arguments: [0, 1])
  func shortDocument(count: Int) async {
    let result = await #expect(processExitsWith: .failure, observing: [\.standardErrorContent]) { [count] in
      print(
        try WorkersTests.session().model.meanLoss(of: [[0, 1], [Int](repeating: 0, count: count)]).perToken
      )
    }
    let said = String(decoding: result?.standardErrorContent ?? [], as: UTF8.self)
    #expect(said.contains("a document of \(count) tokens has nothing to predict"), "\(said)")
  }
  #endif
}
