import Attention
import Autograd
import Basics

/// microgpt's GPT: token and position embedding, blocks of attention and feed-forward, and an output head.
///
///     x = norm(wte[token] + wpe[position])
///     for each block:  x ← x + attention(norm(x)),  x ← x + feedForward(norm(x))
///     logits = lm_head · x
///
/// It differs from GPT-2 in having RMSNorm without weights, ReLU, no biases and no norm before the output head. With rotary
/// positions there is no `wpe`. Each of these is a choice in ``GPTShape`` but for the biases: norms may have weights, the
/// feed-forward parts another activation or a gate, and with a final norm logits = lm_head · norm(x).
///
/// Source: "microgpt", Karpathy 2026; "Language Models are Unsupervised Multitask Learners", Radford et al. 2019.
public struct GPT: LanguageModel {
  /// The model's shape, with its choices of attention.
  public let configuration: GPTConfiguration
  /// The tape on which the parameters stand.
  public let tape: Tape
  /// The parameters, by microgpt.py's names and as one run.
  public let parameters: GPTParameters
  /// The factor of the attention scores, 1/√d: a leaf, so that its gradient can be read.
  ///
  /// Training leaves the scale alone, and its gradient too, which adds up until it is cleared.
  public let attentionScale: Value

  let blocks: [Block]
  private let embeddingNorm: RMSNorm
  private let finalNorm: RMSNorm?
  /// An empty store for each block; those of a text are forks of them.
  private let emptyStores: [any KeyValueStore]
  private let tokenEmbedding: Matrix
  private let positionEmbedding: Matrix?
  private let outputHead: Matrix

  /// Appends a model's parameters to `tape`.
  ///
  /// - Parameters:
  ///   - configuration: the model's shape.
  ///   - tape: where the parameters are appended.
  ///   - parts: what the configuration's choices mean, unless one has parts of one's own.
  ///   - parameter: is asked for every parameter, in order: those of ``GPTConfiguration/initialParameters(_:)``, normally
  ///     distributed with standard deviation ``initialStandardDeviation``, for a new model, those of a checkpoint for an old one.
  public init(
    _ configuration: GPTConfiguration,
    on tape: Tape,
    parts: AttentionParts? = nil,
    parameter: () -> Double
  ) {
    self.configuration = configuration
    self.tape = tape
    let parameters = GPTParameters(configuration.parameterShapes, on: tape, parameter)
    let parts = parts ?? AttentionParts(configuration.attention)
    self.parameters = parameters
    attentionScale = tape.value(configuration.scaleFactor)
    tokenEmbedding = parameters["wte"]
    positionEmbedding = parameters.optional("wpe")
    outputHead = parameters["lm_head"]
    embeddingNorm = parameters.norm("embedding_norm")
    finalNorm = configuration.shape.hasFinalNorm ? parameters.norm("final_norm") : nil
    let rotary = RotaryTable(configuration, on: tape)
    blocks = (0..<configuration.layerCount).map { layer in
      let projection = Projection(configuration, layer: layer, parameters, rotary, parts)
      return Block(
        attentionNorm: parameters.norm("layer\(layer).attn_norm"),
        attention: MultiHeadAttention(projection, mask: parts.mask, kernel: parts.kernel),
        feedForwardNorm: parameters.norm("layer\(layer).mlp_norm"),
        feedForward: FeedForward(
          choice: configuration.shape.feedForward,
          gate: parameters.optional("layer\(layer).mlp_gate"),
          expansion: parameters["layer\(layer).mlp_fc1"],
          contraction: parameters["layer\(layer).mlp_fc2"]
        )
      )
    }
    emptyStores = (0..<configuration.layerCount).map { _ in parts.makeStore() }
  }

  /// The standard deviation from which microgpt draws the parameters of a new model.
  public static let initialStandardDeviation = 0.08

  /// What the model keeps of the positions it has read: every block's keys and values.
  ///
  /// The stores are references, so a copy of a state is the same state; ``fork(_:)`` makes another.
  public struct State {
    /// The stored keys and values of each block.
    public let stores: [any KeyValueStore]
    /// How many tokens have been read.
    public var position: Int { stores[0].count }
  }

  /// The state before the first token.
  public func initialState() -> State {
    State(stores: emptyStores.map { $0.fork() })
  }

  /// A state that goes on by itself from where another one is.
  public func fork(_ state: State) -> State {
    State(stores: state.stores.map { $0.fork() })
  }

  /// Gives back what a state holds, when its text has ended.
  public func release(_ state: State) {
    for store in state.stores { store.release() }
  }

  /// Reads the next token and gives the logits of the one after it, `vocabularySize` of them.
  public func logits(after token: Input, state: inout State) -> Vector {
    activations(after: token, state: &state) { _, _ in attentionScale }.logits
  }

  /// Reads the next token and gives everything that is computed on the way to the logits of the one after it.
  ///
  /// - Parameters:
  ///   - token: the token read at this position.
  ///   - state: what is kept of the tokens before; the token is added.
  ///   - intervention: what is changed on the way; ``check(_:)`` tells whether the model has it.
  ///   - scale: the factor of a head's raw scores: ``attentionScale``, or leaves that tell one head from another.
  public func activations(
    after token: Input,
    state: inout State,
    intervention: Intervention? = nil,
    scale: (_ layer: Int, _ head: Int) -> Value
  ) -> GPTActivations {
    let position = state.position
    require(
      position < contextLength,
      "the model reads \(contextLength) tokens, and the state already holds \(position)"
    )
    let hook = Hook(intervention, position: position)
    let embedded = embedded(token, at: position, hook: hook)
    var x = embedded.normalized
    var blockActivations: [BlockActivations] = []
    for (layer, block) in blocks.enumerated() {
      let activations = block(x, at: position, in: state.stores[layer], hook: hook.inLayer(layer)) {
        scale(layer, $0)
      }
      blockActivations.append(activations)
      x = activations.output
    }
    let (finalNormalized, logits) = logits(of: x, hook: hook)
    return GPTActivations(
      tokenEmbedding: embedded.token,
      embedding: embedded.sum,
      normalized: embedded.normalized,
      blocks: blockActivations,
      finalNormalized: finalNormalized,
      logits: logits
    )
  }

  /// What the last block gives, normalized where there is a final norm, and the logits of that.
  package func logits(of x: Vector, hook: Hook = .none) -> (finalNormalized: Vector?, logits: Vector) {
    let finalNormalized = finalNorm.map { hook(.finalNormalized, $0(x)) }
    return (finalNormalized, hook(.logits, outputHead * (finalNormalized ?? x)))
  }

  /// The token's row, with the position's, and both normalized: the first block's input.
  func embedded(
    _ token: Input,
    at position: Int,
    hook: Hook = .none
  ) -> (token: Vector, sum: Vector, normalized: Vector) {
    let row = hook(.tokenEmbedding, tokenEmbedding[token])
    let sum = positionEmbedding.map { hook(.embedding, row + $0[position]) } ?? row
    return (row, sum, hook(.normalizedEmbedding, embeddingNorm(sum)))
  }

  /// The input of a layer's attention where the residual stream is the embedding of a token at a position.
  ///
  ///     norm(norm(wte[token] + wpe[position]))
  package func attentionInput(of token: Int, at position: Int, layer: Int) -> Vector {
    let row = tokenEmbedding[token]
    return blocks[layer].attentionNorm(embeddingNorm(positionEmbedding.map { row + $0[position] } ?? row))
  }

  /// How many tokens the model can read.
  public var contextLength: Int { configuration.contextLength }
  /// All parameters as one run, in microgpt.py's order.
  public var parameterVector: Vector { parameters.vector }
  /// The parameters' matrices under microgpt.py's names.
  public var namedParameters: [NamedMatrix] { parameters.named }
}
