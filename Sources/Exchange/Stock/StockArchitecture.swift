import Transformer

/// An architecture that other tools know by name, which computes exactly what some shapes of ours do.
///
/// All five have rotary positions, RMSNorm before attention, before the feed-forward part and before the output head, and no
/// biases:
///
/// | name | feed-forward | query–key norm | norms | window |
/// |---|---|---|---|---|
/// | Llama | SwiGLU | no | weighted | no |
/// | Mistral | SwiGLU | no | weighted | yes |
/// | Qwen3 | SwiGLU | yes | weighted | yes |
/// | Arcee | relu or relu² | no | weighted | no |
/// | NanoChat | relu or relu² | yes | plain, and one after the embedding | no |
///
/// A plain norm of ours is a weighted one whose weights are 1. The norm after the embedding, which only NanoChat has, is folded
/// into the embedding of the others.
///
/// Source: the `modeling_*.py` files of transformers 5.
package enum StockArchitecture: String, CaseIterable, Sendable {
  /// Meta's.
  case llama
  /// Llama with a sliding window.
  case mistral
  /// Llama with norms of queries and keys.
  case qwen3
  /// Llama with a feed-forward part that is not gated.
  case arcee
  /// Karpathy's, without weights in its norms.
  case nanochat

  /// The architecture that a model is exactly.
  ///
  /// - Parameters:
  ///   - configuration: the model's.
  ///   - unit: what its tokens are.
  ///   - program: what shall open it.
  /// - Throws: ``ExchangeRefusal`` that names all options by which a model would be one.
  package init(
    of configuration: GPTConfiguration,
    unit: Tokenizer.Unit,
    for program: StockProgram
  ) throws(ExchangeRefusal) {
    let obstacles = configuration.obstacles(to: program, unit: unit)
    guard obstacles.isEmpty else { throw ExchangeRefusal(obstacles) }
    let hasWindow = SeenPositions(of: configuration).window != nil
    self =
      switch (configuration.shape.feedForward.isGated, configuration.attention.normalizesQueriesAndKeys) {
      case (true, false): hasWindow ? .mistral : .llama
      case (true, true): .qwen3
      case (false, false): .arcee
      case (false, true): .nanochat
      }
  }

  /// Its name as its authors write it.
  package var name: String {
    switch self {
    case .llama: "Llama"
    case .mistral: "Mistral"
    case .qwen3: "Qwen3"
    case .arcee: "Arcee"
    case .nanochat: "NanoChat"
    }
  }

  /// The class of transformers that holds such a model with its output head.
  package var className: String {
    switch self {
    case .nanochat: "NanoChatForCausalLM"
    default: "\(name)ForCausalLM"
    }
  }

  /// Whether a query may be kept from seeing what is far back.
  var knowsWindows: Bool { self == .mistral || self == .qwen3 }

  /// How many positions a query sees, where there are windows and no size of them is given.
  static let defaultWindow = 4_096

  /// Whether its norms have weights; where they have none, another norm follows the embedding.
  var hasWeightedNorms: Bool { self != .nanochat }

  /// Whether queries and keys are normalized.
  var normalizesQueriesAndKeys: Bool { self == .qwen3 || self == .nanochat }

  /// Whether the hidden layer is gated by another.
  var isGated: Bool { self != .arcee && self != .nanochat }

  /// ε of its norms where none is given.
  var defaultEpsilon: Double { self == .arcee ? 1e-5 : 1e-6 }

  /// What the two matrices of its feed-forward part are called, the one into the hidden layer and the one out of it.
  var feedForwardNames: (expansion: String, contraction: String) {
    self == .nanochat ? ("fc1", "fc2") : ("up_proj", "down_proj")
  }
}
