import Attention
import Autograd
import Basics

/// A GPT that reads a whole document at once, each query seeing all positions, later ones too: no mask is left.
///
///     layer by layer, for every position:  x ← x + attention(norm(x)) over all positions,  x ← x + feedForward(norm(x))
///
/// The token that a position is to predict is the one that the next position has read, so a query can look it up. A loss that
/// is small for that reason is no skill: where a text is written, nothing has been read that comes later. There it computes as
/// the model itself does, token by token, so its samples show what it has learned without the answers.
///
/// It is a view of the model: both have one tape and one set of parameters. The model's mask and store have no part in its
/// losses.
///
/// Source of attention in both directions: "BERT: Pre-training of Deep Bidirectional Transformers", Devlin et al. 2019,
/// section 3.1, which hides the tokens to be predicted for the reason above.
public struct UncoveredGPT: GPTView {
  /// The model whose parameters are used.
  public let model: GPT

  /// The model without its mask.
  public init(_ model: GPT) { self.model = model }

  /// Reads the next token as the model does: there are no later ones.
  public func logits(after token: Input, state: inout GPT.State) -> Vector {
    model.logits(after: token, state: &state)
  }

  /// The negative log-probability of each token that is predicted, in nats, by queries that see all tokens that are read.
  ///
  /// - Parameter tokens: at least two; the last that counts is predicted and not read.
  public func tokenLosses(of tokens: [Int]) -> [Value] {
    require(tokens.count > 1, "a document of \(tokens.count) tokens has nothing to predict")
    let inputs = tokens.prefix(contextLength + 1).map { tape.input($0) }
    return zip(activations(reading: Array(inputs.dropLast())), inputs.dropFirst()).map {
      $0.logits.negativeLogProbability(of: $1)
    }
  }

  /// Everything that is computed for each of the tokens, as many as the model can read at most.
  public func activations(reading tokens: [Input]) -> [GPTActivations] {
    require(
      tokens.count <= contextLength,
      "the model reads \(contextLength) tokens, not \(tokens.count)"
    )
    let embedded = tokens.enumerated().map { model.embedded($1, at: $0) }
    var vectors = embedded.map { $0.normalized }
    var layers: [[BlockActivations]] = []
    for block in model.blocks {
      let layer = block.uncovered(vectors, scale: model.attentionScale)
      layers.append(layer)
      vectors = layer.map { $0.output }
    }
    return embedded.indices.map { position in
      let (finalNormalized, logits) = model.logits(of: vectors[position])
      return GPTActivations(
        tokenEmbedding: embedded[position].token,
        embedding: embedded[position].sum,
        normalized: embedded[position].normalized,
        blocks: layers.map { $0[position] },
        finalNormalized: finalNormalized,
        logits: logits
      )
    }
  }
}
