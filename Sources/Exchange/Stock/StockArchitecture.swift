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
  /// - Parameter configuration: the model's.
  /// - Throws: ``ExchangeRefusal`` that names the option by which a model would be one of them.
  package init(of configuration: GPTConfiguration) throws(ExchangeRefusal) {
    let (shape, attention) = (configuration.shape, configuration.attention)
    guard case .rotary(let base) = attention.positions else {
      throw ExchangeRefusal(
        "none of them has learned positions with these norms",
        option: "--positions rotary"
      )
    }
    guard base <= Double(Float.greatestFiniteMagnitude) else {
      throw ExchangeRefusal("their angles have a base of 32 bits", option: "--rope-base 10000")
    }
    guard shape.hasFinalNorm else {
      throw ExchangeRefusal("all of them have a norm before the output head", option: "--final-norm")
    }
    guard attention.latentWidth == nil else {
      throw ExchangeRefusal(
        "none of them stores latents as this model does",
        option: "--kv-heads instead of --latent"
      )
    }
    let window = try configuration.slidingWindow()
    switch (shape.feedForward.isGated, attention.normalizesQueriesAndKeys) {
    case (true, false): self = window == nil ? .llama : .mistral
    case (true, true): self = .qwen3
    case (false, false): self = .arcee
    case (false, true):
      guard shape.norm == .plain else {
        throw ExchangeRefusal(
          "with a query–key norm and without a gate they have no weights in their norms",
          option: "--norm plain, or --feed-forward swiglu"
        )
      }
      self = .nanochat
    }
    if window != nil, !knowsWindows {
      throw ExchangeRefusal(
        "\(name) has no sliding window",
        option: "--mask causal, or --feed-forward swiglu"
      )
    }
    if self == .nanochat, configuration.scaleFactor != 1 / Double(configuration.headWidth).squareRoot() {
      throw ExchangeRefusal(
        "\(name) has no weight for the scale after its query–key norm",
        option: "--scale sqrt, or --feed-forward swiglu"
      )
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

  /// Whether a norm without weights follows the embedding.
  var normalizesEmbedding: Bool { self == .nanochat }
}

/// Why a model can't be written in a format: something of it has no exact counterpart there.
package struct ExchangeRefusal: Error, Equatable, CustomStringConvertible {
  /// What stands in the way.
  package let reason: String
  /// What a model would be trained with to be exportable; nil where nothing would do.
  package let option: String?

  /// A refusal with its reason and what would do.
  package init(_ reason: String, option: String? = nil) {
    self.reason = reason
    self.option = option
  }

  /// The reason, and what would be accepted.
  package var description: String { reason + (option.map { "; train with \($0)" } ?? "") }
}

extension GPTConfiguration {
  /// How many positions a query sees, itself the last, where that is less than all before it; nil where it sees them all.
  ///
  /// It is what the mask shows of what the store keeps: a window is one whichever of the two makes it.
  ///
  /// - Throws: ``ExchangeRefusal`` where a query sees anything else.
  func slidingWindow() throws(ExchangeRefusal) -> Int? {
    let isVisible = attention.visibility
    let last = contextLength - 1
    let width = (0...last).first { !isVisible(last, last - $0) } ?? contextLength
    for query in 0..<contextLength {
      for key in 0...query where isVisible(query, key) != (query - key < width) {
        throw ExchangeRefusal(
          "their queries see all that came before, or a window of it",
          option: "--mask causal or --mask window:N"
        )
      }
    }
    return width < contextLength ? width : nil
  }
}
