import Autograd
import Testing
import Training
import Transformer

@Suite("TrainingSession")
struct TrainingSessionTests {
  @Test("Errors of the shape and of the corpus come through")
  func errors() throws {
    let corpus = try SmallSession.corpus()
    #expect(throws: TrainingSessionError.shape(.headsDoNotDivideWidth(headCount: 3, embeddingWidth: 16))) {
      try TrainingSession(
        corpus,
        configuration: TrainingConfiguration(),
        shape: GPTShape(headCount: 3)
      )
    }
    var configuration = TrainingConfiguration()
    configuration.validationShare = 0.01
    let share = DatasetError.emptyShare(share: 0.01, count: 12, what: "document")
    #expect(throws: TrainingSessionError.dataset(share)) {
      try TrainingSession(corpus, configuration: configuration)
    }
    #expect(TrainingSessionError.dataset(share).description == share.description)

    let session = try TrainingSession(corpus, configuration: TrainingConfiguration())
    let other = try Corpus(utf8: Array("xyz".utf8), layout: .lines)
    let unknown = TokenizerError.unknown([0x78], position: 0)
    #expect(throws: TrainingSessionError.dataset(.unencodable(unknown))) {
      try TrainingSession(resuming: session.checkpoint(source: SmallSession.source), on: other)
    }
  }

  @Test("Sampling leaves the trainer's generator where it stands")
  func sampling() throws {
    let session = try SmallSession.session(SmallSession.configuration())
    let sampler = Sampler(.random(temperature: 1))
    let texts = try session.sample(4, sampler: sampler)
    #expect(try session.sample(4, sampler: sampler) == texts)
    #expect(Set(texts).count > 1)
  }

  @Test("A checkpoint's model is the one it was made from, on any tape")
  func checkpoint() throws {
    var session = try SmallSession.session(SmallSession.configuration())
    _ = try SmallSession.run(&session)
    let tape = Tape()
    _ = tape.vector([0.7, 1.9])
    let model = session.checkpoint(source: SmallSession.source).makeModel(on: tape)
    #expect(model.configuration == session.model.configuration)
    #expect(model.parameterVector.data == session.model.parameterVector.data)
    let document = session.trainer.dataset.training[0]
    #expect(model.loss(of: document).data == session.model.loss(of: document).data)
  }

  @Test(
    "A session that looks into a checkpoint or a snapshot has its model, samples alike, and makes no steps",
    arguments: [false, true]
  )
  func lookingInto(isSnapshot: Bool) throws {
    var session = try SmallSession.session(SmallSession.configuration(steps: 6))
    _ = try SmallSession.run(&session, 4)
    let checkpoint = session.checkpoint(source: SmallSession.source)
    var looking = TrainingSession(lookingInto: isSnapshot ? checkpoint.snapshot : checkpoint)
    #expect(looking.model.parameterVector.data == session.model.parameterVector.data)
    #expect(looking.trainer.state.stepsDone == 4)
    #expect(looking.trainer.state.smoothedLoss == session.trainer.state.smoothedLoss)
    #expect(try looking.trainer.next() == nil)
    try looking.trainer.check()
    #expect(looking.trainer.usefulWorkerCount == 1)
    let sampler = Sampler(.random(temperature: 0.5))
    #expect(try looking.sample(5, sampler: sampler) == session.sample(5, sampler: sampler))
  }
}
