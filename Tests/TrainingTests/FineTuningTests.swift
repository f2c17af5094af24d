import Random
import TestSupport
import Testing
import Training
import Transformer

@Suite("Sessions that begin with another run's weights")
struct FineTuningTests {
  static func corpus(_ text: String) throws -> Corpus { try Corpus(utf8: Array(text.utf8), layout: .lines) }

  static let source = Checkpoint.DataSource(name: "old.txt", fingerprint: Fingerprint(of: []))

  /// A run on the letters b, d and é, after three steps.
  static func old(_ change: (inout GPTShape) -> Void = { _ in }) throws -> Checkpoint {
    var configuration = TrainingConfiguration()
    configuration.stepCount = 3
    var shape = GPTShape()
    shape.embeddingWidth = 4
    shape.headCount = 2
    shape.contextLength = 5
    change(&shape)
    var session = try TrainingSession(corpus("bd\ndéb\nb\n"), configuration: configuration, shape: shape)
    while try session.trainer.next() != nil {}
    return session.checkpoint(source: source)
  }

  /// A matrix of a checkpoint, row by row.
  static func rows(_ name: String, of checkpoint: Checkpoint) -> [[Double]] {
    var start = 0
    for shape in checkpoint.model.parameterShapes {
      defer { start += shape.count }
      guard shape.name == name else { continue }
      return (0..<shape.rows).map { row in
        Array(checkpoint.parameters[start + row * shape.columns..<start + (row + 1) * shape.columns])
      }
    }
    return []
  }

  @Test(
    "Known tokens keep their rows, new ones are drawn as in a new model, and all else is the other run's",
    arguments: [false, true]
  )
  func rows(hasOtherParts: Bool) throws {
    let old = try Self.old { shape in
      guard hasOtherParts else { return }
      shape.feedForward = .swiglu
      shape.norm = .weighted
      shape.hasFinalNorm = true
      shape.attention.normalizesQueriesAndKeys = true
    }
    var configuration = TrainingConfiguration()
    configuration.seed = 9
    let text = try Self.corpus("cab\nbad\nax\n")
    let session = try TrainingSession(from: old, ofRun: "runs/old", on: text, configuration: configuration)
    let new = session.checkpoint(source: Self.source)
    #expect(
      new.tokenizer.vocabulary.map { String(decoding: $0, as: UTF8.self) } == ["a", "b", "c", "d", "x", "é"]
    )
    #expect(
      new.origin
        == Checkpoint.Origin(run: "runs/old", step: 3, newTokenCount: 3, source: Self.source)
    )
    // What the generator gives after it has shuffled three documents.
    var generator = MersenneTwister(seed: 9)
    var three = [0, 1, 2]
    generator.shuffle(&three)
    func drawn() -> [Double] { (0..<4).map { _ in generator.gaussian(standardDeviation: 0.08) } }
    for shape in old.model.parameterShapes {
      let (before, after) = (Self.rows(shape.name, of: old), Self.rows(shape.name, of: new))
      guard ["wte", "lm_head"].contains(shape.name) else {
        #expect(before == after, "\(shape.name)")
        continue
      }
      // b, d, é and the boundary.
      #expect([after[1], after[3], after[5], after[6]] == before, "\(shape.name)")
      #expect([after[0], after[2], after[4]] == [drawn(), drawn(), drawn()], "\(shape.name)")
    }
    #expect(new.state.stepsDone == 0)
    #expect(new.state.optimizer == Adam(parameterCount: new.parameters.count))
    #expect(new.state.generator == generator)
  }

  @Test("On a text without new characters the model is the same, and its first loss is that of the old one")
  func sameText() throws {
    let old = try Self.old()
    let text = try Self.corpus("bdéb\n")
    var session = try TrainingSession(
      from: old,
      ofRun: "old",
      on: text,
      configuration: TrainingConfiguration()
    )
    #expect(session.model.parameterVector.data == old.parameters)
    let model = old.makeModel(on: session.model.tape)
    let document = try old.tokenizer.encodeDocuments(text.texts)[0]
    let loss = model.loss(of: document).data
    let step = try session.trainer.next()
    #expect(agree(try #require(step).loss, loss, within: 1e-14))
  }

  @Test("Tokens of another unit are refused")
  func unit() throws {
    var configuration = TrainingConfiguration()
    configuration.unit = .bytes
    #expect(throws: TrainingSessionError.unit(.bytes, of: .scalars)) {
      try TrainingSession(
        from: Self.old(),
        ofRun: "old",
        on: Self.corpus("b\n"),
        configuration: configuration
      )
    }
  }

  @Test("Where the weights come from stands in the checkpoint's file, and in the next one's of the same run")
  func record() throws {
    let session = try TrainingSession(
      from: Self.old(),
      ofRun: "runs/old",
      on: Self.corpus("bad\n"),
      configuration: TrainingConfiguration()
    )
    let saved = session.checkpoint(source: Self.source)
    let read = try Checkpoint(decoding: saved.encoded())
    #expect(read == saved && read.origin?.newTokenCount == 1)
    let resumed = try TrainingSession(resuming: read, on: Self.corpus("bad\n"))
    #expect(resumed.checkpoint(source: Self.source).origin == saved.origin)
    #expect(saved.snapshot.origin == saved.origin)
  }
}
