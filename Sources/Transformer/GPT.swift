import Attention
import Autograd

/// microgpt's GPT: token and position embedding, blocks of attention and feed-forward, and an output head.
///
///     x = norm(wte[token] + wpe[position])
///     for each block:  x ← x + attention(norm(x)),  x ← x + feedForward(norm(x))
///     logits = lm_head · x
///
/// It differs from GPT-2 in having RMSNorm without weights, ReLU, no biases and no norm before the output head.
///
/// Source: "microgpt", Karpathy 2026; "Language Models are Unsupervised Multitask Learners", Radford et al. 2019.
public struct GPT: LanguageModel {
  /// The model's shape.
  public let configuration: GPTConfiguration
  /// The tape on which the parameters stand.
  public let tape: Tape
  /// The parameters.
  public let parameters: GPTParameters
  /// The scale of the attention scores, 1/√d: a leaf, so that its gradient can be read.
  ///
  /// Training leaves the scale alone, and its gradient too, which adds up until it is cleared.
  public let attentionScale: Value

  private let blocks: [Block]

  /// Appends a model's parameters to `tape`.
  ///
  /// - Parameter parameter: is asked for every parameter, in order: normally distributed ones with standard deviation
  ///   ``initialStandardDeviation`` for a new model, those of a checkpoint for an old one.
  public init(_ configuration: GPTConfiguration, on tape: Tape, parameter: () -> Double) {
    self.configuration = configuration
    self.tape = tape
    let parameters = GPTParameters(configuration, on: tape, parameter)
    let attention = MultiHeadAttention(layout: configuration.headLayout)
    self.parameters = parameters
    attentionScale = tape.value(configuration.attentionScale)
    blocks = parameters.blocks.map { Block(parameters: $0, attention: attention) }
  }

  /// The standard deviation from which microgpt draws the parameters of a new model.
  public static let initialStandardDeviation = 0.08

  /// What the model keeps of the positions it has read: every block's keys and values.
  public struct State {
    /// How many tokens have been read.
    public fileprivate(set) var position = 0
    /// The stored keys and values of each block.
    public fileprivate(set) var stored: [KeyValueList]
  }

  /// The state before the first token.
  public func initialState() -> State {
    State(stored: Array(repeating: KeyValueList(), count: configuration.layerCount))
  }

  /// Reads the next token and gives the logits of the one after it, `vocabularySize` of them.
  public func logits(after token: Input, state: inout State) -> Vector {
    precondition(
      state.position < contextLength,
      "the model reads \(contextLength) tokens, and the state already holds \(state.position)"
    )
    let embedded = parameters.tokenEmbedding[token] + parameters.positionEmbedding[state.position]
    var x = embedded.rmsNormalized()
    for (layer, block) in blocks.enumerated() {
      x = block(x, stored: &state.stored[layer], scale: attentionScale)
    }
    state.position += 1
    return parameters.outputHead * x
  }

  /// How many tokens the model can read.
  public var contextLength: Int { configuration.contextLength }
  /// All parameters as one run, in microgpt.py's order.
  public var parameterVector: Vector { parameters.vector }
  /// The parameters' matrices under microgpt.py's names.
  public var namedParameters: [NamedMatrix] { parameters.named }
}
