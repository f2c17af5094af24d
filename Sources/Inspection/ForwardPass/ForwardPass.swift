import Attention
import Autograd
import Replay
import Transformer

/// A document that a model has read, with everything that was computed for it and every gradient still on the tape.
///
///     model.withForwardPass(over: tokens) { pass in
///       print(pass.loss.data, pass.positions[3].activations.blocks[0].attention.queries.grad)
///     }
///
/// The scale is a leaf for every layer, head and position, so that the gradient of each can be read; their sum is the
/// gradient of the model's own.
public struct ForwardPass {
  /// The model that read the tokens.
  public let model: GPT
  /// The document: what was read, and after the first token what was predicted.
  public let tokens: [Int]
  /// What was computed for each token that was read.
  public let positions: [Position]
  /// The mean of the positions' losses, in nats per token: what was differentiated.
  public let loss: Value
  /// What was changed on the way, or nil.
  public let intervention: Intervention?
  /// Where the computation ends on the tape.
  let end: Int

  /// What was computed for one token.
  public struct Position {
    /// The activations, in the order of computation.
    public let activations: GPTActivations
    /// What each layer stores of the position.
    public let stored: [StoredPosition]
    /// logits − the largest of them, one for each token of the vocabulary: what the loss is computed from.
    public let shiftedLogits: Vector
    /// −ln p(the next token), in nats.
    public let loss: Value
    /// Where its values stand on the tape.
    public let extent: Range<Int>
  }

  /// s for each position, in it for each layer, in it for each head.
  private let scales: Vector

  /// Reads at least two tokens, and goes backward from the loss; the model reads no more than its context and predicts the
  /// next.
  init(_ model: GPT, tokens: [Int], intervention: Intervention?) {
    precondition(tokens.count > 1, "a document of \(tokens.count) tokens has nothing to predict")
    let tape = model.tape
    let configuration = model.configuration
    self.model = model
    self.intervention = intervention
    self.tokens = Array(tokens.prefix(model.contextLength + 1))
    let count = (self.tokens.count - 1) * configuration.layerCount * configuration.headCount
    scales = tape.vector(Array(repeating: model.attentionScale.data, count: count))
    positions = Self.positions(model, self.tokens, scales, intervention)
    loss = vector(of: positions.map { $0.loss }).mean()
    end = loss.position + 1
    tape.clearGradients()
    loss.backward()
  }

  private static func positions(
    _ model: GPT,
    _ tokens: [Int],
    _ scales: Vector,
    _ intervention: Intervention?
  ) -> [Position] {
    let tape = model.tape
    let headCount = model.configuration.headCount
    let inputs = tokens.map { tape.input($0) }
    var state = model.initialState()
    defer { model.release(state) }
    return zip(inputs, inputs.dropFirst()).enumerated().map { position, pair in
      let first = tape.valueCount
      let activations = model.activations(
        after: pair.0,
        state: &state,
        intervention: intervention
      ) { layer, head in
        scales[(position * model.configuration.layerCount + layer) * headCount + head]
      }
      // The operations of `negativeLogProbability(of:)`, the first of which get a name.
      let shifted = activations.logits.lessMaximum()
      return Position(
        activations: activations,
        stored: state.stores.map { $0[position] },
        shiftedLogits: shifted,
        loss: shifted.exp().sum().log() - shifted[pair.1],
        extent: first..<tape.valueCount
      )
    }
  }

  /// The same computation, to be repeated with other scales.
  func program() -> Program {
    model.tape.program(differentiating: scales) {
      [vector(of: Self.positions(model, tokens, scales, intervention).map { $0.loss }).mean()]
    }
  }

  /// How many tokens were read.
  public var count: Int { positions.count }

  /// What a head computed for the query at a position.
  public func head(_ head: Int, layer: Int, position: Int) -> HeadActivations {
    positions[position].activations.blocks[layer].attention.heads[head]
  }

  /// The stored positions that were visible from a position.
  public func visiblePositions(layer: Int, position: Int) -> [Int] {
    positions[position].activations.blocks[layer].attention.visiblePositions
  }

  /// For every pair of query and key position what `numbers` gives for a query, one number a visible key; nil where hidden.
  func cells(
    layer: Int,
    head: Int,
    _ numbers: (HeadActivations) -> [Double]
  ) -> [[Double?]] {
    (0..<count).map { position in
      var row = [Double?](repeating: nil, count: count)
      let visible = visiblePositions(layer: layer, position: position)
      for (key, number) in zip(visible, numbers(self.head(head, layer: layer, position: position))) {
        row[key] = number
      }
      return row
    }
  }
}

extension GPT {
  /// Reads a document, goes backward from its loss, and shows `body` everything while it stands on the tape.
  ///
  /// Afterwards the tape is as long as before and all gradients are zero.
  ///
  /// - Parameters:
  ///   - tokens: at least two; the first is read and not predicted, what lies beyond the context is not read.
  ///   - intervention: what is changed on the way; ``/Transformer/GPT/check(_:)`` tells whether the model has it.
  ///   - body: what is done with it.
  public func withForwardPass<Result, Failure: Error>(
    over tokens: [Int],
    intervention: Intervention? = nil,
    _ body: (ForwardPass) throws(Failure) -> Result
  ) throws(Failure) -> Result {
    let mark = tape.mark
    defer {
      tape.rewind(to: mark)
      tape.clearGradients()
    }
    do {
      if let intervention { try check(intervention) }
    } catch {
      preconditionFailure(error.description)
    }
    return try body(ForwardPass(self, tokens: tokens, intervention: intervention))
  }
}
