import Attention
import Autograd
import Testing
import Training
import Transformer

/// A mask that the library does not know, from its definition here to a model that has learnt under it.
@Suite("A mask of one's own")
struct OwnMaskTests {
  /// Hides every third position, the second first, but from itself.
  static let mask = Mask { query, key in key <= query && (key % 3 != 1 || key == query) }

  static func trainer(_ parts: AttentionParts?, steps: Int) throws -> Trainer<GPT> {
    let configuration = SmallSession.configuration(steps: steps) { $0.batchSize = 4 }
    let session = try SmallSession.session(configuration)
    let checkpoint = session.checkpoint(source: SmallSession.source)
    var rest = checkpoint.parameters[...]
    let model = GPT(checkpoint.model, on: Tape(), parts: parts) { rest.removeFirst() }
    return Trainer(
      model,
      on: session.trainer.dataset,
      configuration: configuration,
      state: checkpoint.state
    )
  }

  @Test("It trains, and the loss falls")
  func trains() throws {
    var parts = AttentionParts(AttentionChoices())
    parts.mask = Self.mask
    var trainer = try Self.trainer(parts, steps: 60)
    var steps: [Trainer<GPT>.Step] = []
    while let step = try trainer.next() { steps.append(step) }
    #expect(steps.count == 60)
    #expect(steps[59].smoothedLoss < steps[0].smoothedLoss - 0.3)

    var causal = try Self.trainer(nil, steps: 60)
    var losses: [Double] = []
    while let step = try causal.next() { losses.append(step.loss) }
    #expect(losses != steps.map(\.loss))
  }

  @Test("A token is not read where it is hidden: it changes what follows only through its own position")
  func hides() throws {
    var parts = AttentionParts(AttentionChoices())
    parts.mask = Self.mask
    let model = try Self.trainer(parts, steps: 1).model
    func logits(_ tokens: [Int]) -> [[Double]] {
      var state = model.initialState()
      return tokens.map { model.logits(after: model.tape.input($0), state: &state).data }
    }
    let (first, second) = (logits([0, 1, 2, 3]), logits([0, 5, 2, 3]))
    #expect(first[0] == second[0])
    #expect(first[1] != second[1])
    #expect(first[2...] == second[2...])
    #expect(logits([4, 1, 2, 3])[3] != first[3])
  }
}
