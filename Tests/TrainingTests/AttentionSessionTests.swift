import Autograd
import Testing
import Training
import Transformer

@Suite("Sessions with variants of attention and other parts")
struct AttentionSessionTests {
  struct Variant: Sendable, CustomTestStringConvertible {
    let testDescription: String
    let shape: GPTShape

    init(_ description: String, _ change: (inout AttentionChoices) -> Void) {
      self.init(description, changing: { change(&$0.attention) })
    }

    init(_ description: String, changing change: (inout GPTShape) -> Void) {
      testDescription = description
      var shape = AttentionSessionTests.shape
      change(&shape)
      self.shape = shape
    }
  }

  static let variants = [
    Variant("multi-query") { $0.keyValueHeadCount = 1 },
    Variant("latent, rotary") {
      $0.latentWidth = 3
      $0.positions = .rotary(base: 10)
    },
    Variant("rotary, base 10") { $0.positions = .rotary(base: 10) },
    Variant("window") { $0.mask = MaskChoice("window:2") ?? .causal },
    Variant("rolling") { $0.store = .rolling(size: 2) },
    Variant("paged, flash") {
      $0.store = .paged(pageSize: 3)
      $0.kernel = .flash(tileSize: 2)
    },
    Variant("scale") { $0.scale = .number(3) },
    Variant("query–key norm") { $0.normalizesQueriesAndKeys = true },
    Variant(
      "squared rectifier, final norm",
      changing: {
        $0.feedForward = .relu2
        $0.hasFinalNorm = true
      }
    ),
    Variant(
      "SwiGLU, weighted norms",
      changing: {
        $0.feedForward = .swiglu
        $0.hiddenWidth = 7
        $0.norm = .weighted
        $0.hasFinalNorm = true
        $0.attention.normalizesQueriesAndKeys = true
      }
    ),
  ]

  static let shape = GPTShape(layerCount: 2, embeddingWidth: 4, headCount: 2, contextLength: 4)

  static func session(_ shape: GPTShape = shape, steps: Int = 6) throws -> TrainingSession {
    try TrainingSession(
      SmallSession.corpus(),
      configuration: SmallSession.configuration(steps: steps) { $0.batchSize = 4 },
      shape: shape
    )
  }

  func logits(_ model: GPT) -> [[Double]] {
    var state = model.initialState()
    return [0, 3, 1, 2].map { model.logits(after: model.tape.input($0), state: &state).data }
  }

  @Test("A checkpoint's model has the choices of the one that was saved", arguments: variants)
  func checkpoint(variant: Variant) throws {
    var session = try Self.session(variant.shape)
    _ = try SmallSession.run(&session)
    let checkpoint = session.checkpoint(source: SmallSession.source)
    #expect(checkpoint.model.shape == variant.shape)
    #expect(logits(checkpoint.makeModel(on: Tape())) == logits(session.model))
  }

  @Test("A resumed session gives bit for bit what an uninterrupted one gives", arguments: variants)
  func resume(variant: Variant) throws {
    var whole = try Self.session(variant.shape)
    let expected = try SmallSession.run(&whole)
    var first = try Self.session(variant.shape)
    var steps = try SmallSession.run(&first, 3)
    var second = try TrainingSession(
      resuming: first.checkpoint(source: SmallSession.source),
      on: SmallSession.corpus()
    )
    steps += try SmallSession.run(&second)
    #expect(steps == expected)
    #expect(second.model.parameterVector.data == whole.model.parameterVector.data)
    let sampler = Sampler(.random(temperature: 0.7))
    #expect(try second.sample(5, sampler: sampler) == whole.sample(5, sampler: sampler))
  }

  @Test("Every variant learns, each in its own way", arguments: variants)
  func learning(variant: Variant) throws {
    var session = try Self.session(variant.shape, steps: 60)
    let steps = try SmallSession.run(&session)
    #expect(steps[59].smoothedLoss < steps[0].smoothedLoss - 0.3)
    if variant.testDescription != "paged, flash" {
      var plain = try Self.session(steps: 60)
      #expect(try SmallSession.run(&plain).map(\.loss) != steps.map(\.loss))
    }
  }

  @Test("The tape is between steps as long as the parameters, the scale and the angles", arguments: variants)
  func tapeStaysShort(variant: Variant) throws {
    var session = try Self.session(variant.shape)
    let mark = session.model.tape.mark
    _ = try SmallSession.run(&session)
    #expect(session.model.tape.mark == mark)
    let model = session.model.configuration
    #expect(session.model.tape.valueCount == model.parameterCount + 1 + 4 * model.rotaryWidth)
  }

  @Test("Norms begin with weights of 1, with which a new model computes what one without weights does")
  func initialNorms() throws {
    var shape = Self.shape
    shape.hasFinalNorm = true
    shape.attention.normalizesQueriesAndKeys = true
    let plain = try Self.session(shape)
    shape.norm = .weighted
    let weighted = try Self.session(shape)
    #expect(logits(weighted.model) == logits(plain.model))
    #expect(weighted.model.parameters.named.contains { $0.name == "layer1.attn_q_norm" })
  }

  @Test("Choices that do not go together are no session")
  func refused() {
    var shape = Self.shape
    shape.attention.keyValueHeadCount = 3
    #expect(
      throws: TrainingSessionError.shape(.attention(.headsNotShared(queryHeads: 2, keyValueHeads: 3)))
    ) { try Self.session(shape) }
  }
}
