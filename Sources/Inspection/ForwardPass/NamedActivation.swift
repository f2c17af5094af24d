import Attention
import Autograd
import Transformer

/// A list of numbers that a model computes for one position, with its name and what it is.
struct NamedActivation {
  /// The layer, or nil outside the blocks.
  let layer: Int?
  /// The name, without the layer.
  let name: String
  /// Its shape as numbers.
  let shape: [Int]
  /// The lists that are named after it: for each head, or one.
  ///
  /// Empty for what is only read: keys and values are named where they are stored, heads' parts of queries where they are read;
  /// and for probabilities, which are no part of a loss.
  let runs: [Run]
  /// What it is, in a few words.
  let meaning: String

  /// A list as a run on the tape.
  struct Run {
    /// What is put behind the name: `[2]` for a head, or nothing.
    let index: String
    let vector: Vector
    /// For which position each element is, where the elements are for positions.
    var elementPositions: [Int]?
  }

  /// One run.
  init(_ name: String, _ vector: Vector, layer: Int? = nil, _ meaning: String) {
    self.init(name, [vector.count], [Run(index: "", vector: vector)], layer: layer, meaning)
  }

  init(
    _ name: String,
    _ shape: [Int],
    _ runs: [Run],
    layer: Int?,
    _ meaning: String
  ) {
    self.name = name
    self.shape = shape
    self.runs = runs
    self.layer = layer
    self.meaning = meaning
  }
}

extension ForwardPass {
  /// The lists computed at a position, in the order of computation.
  func namedActivations(at position: Int) -> [NamedActivation] {
    let activations = positions[position].activations
    let isLearned = model.configuration.attention.positions == .learned
    var list = [NamedActivation("token_embedding", activations.tokenEmbedding, "row of wte for the token")]
    if isLearned {
      list.append(
        NamedActivation("embedding", activations.embedding, "token_embedding + row of wpe for the position")
      )
    }
    list.append(
      NamedActivation(
        "embedding.norm",
        activations.normalized,
        "\(norm(weight: "embedding_norm")) of it: the first block's input"
      )
    )
    for (layer, block) in activations.blocks.enumerated() {
      list += attention(of: block, layer: layer, position: position) + feedForward(of: block, layer: layer)
    }
    if let normalized = activations.finalNormalized {
      list.append(
        NamedActivation("output.norm", normalized, "\(norm(weight: "final_norm")) of the last block's output")
      )
    }
    let read = activations.finalNormalized == nil ? "output" : "output.norm"
    list.append(
      NamedActivation(
        "logits",
        activations.logits,
        "lm_head · \(read): one for each token of the vocabulary"
      )
    )
    list.append(
      NamedActivation(
        "shifted_logits",
        positions[position].shiftedLogits,
        "logits − the largest of them; the loss is ln Σ exp(shifted_logits) − shifted_logits[next token]"
      )
    )
    list.append(
      NamedActivation(
        "probabilities",
        [activations.logits.count],
        [],
        layer: nil,
        "softmax(logits): of the next token; the loss needs none of them, only sampling does"
      )
    )
    return list
  }

  /// What a norm is: with weights it is named with them.
  private func norm(weight: String) -> String {
    model.configuration.shape.norm == .weighted ? "\(weight) · RMSNorm" : "RMSNorm"
  }

  private func attention(of block: BlockActivations, layer: Int, position: Int) -> [NamedActivation] {
    let stored = positions[position].stored[layer]
    let isLatent = model.configuration.attention.latentWidth != nil
    let isRotary = model.configuration.attention.positions != .learned
    let turned = isRotary ? ", turned by the position's angles" : ""
    func projected(_ matrix: String, norm weight: String) -> String {
      let product = "\(matrix) · normalized"
      guard model.configuration.attention.normalizesQueriesAndKeys else { return product + turned }
      return "\(norm(weight: weight)) of each head of \(product)\(turned)"
    }
    let entries =
      isLatent
      ? [
        NamedActivation(
          "latent",
          stored.key,
          layer: layer,
          "attn_wdkv · normalized, stored"
            + (isRotary
              ? "; behind it a rotary key, attn_wkr · normalized turned by the position's angles" : "")
        )
      ]
      : [
        NamedActivation(
          "key",
          stored.key,
          layer: layer,
          "\(projected("attn_wk", norm: "attn_k_norm")), stored"
        ),
        NamedActivation("value", stored.value, layer: layer, "attn_wv · normalized, stored"),
      ]
    let query =
      isLatent
      ? "attn_wq · normalized, each head's content by way of attn_wuk in the latents' space"
        + (isRotary ? ", its rotary part turned" : "")
      : projected("attn_wq", norm: "attn_q_norm")
    return [
      NamedActivation(
        "normalized",
        block.attention.input,
        layer: layer,
        "\(norm(weight: "attn_norm")) of the block's input"
      )
    ]
      + entries
      + [NamedActivation("queries", [block.attention.queries.count], [], layer: layer, query)]
      + heads(of: block, layer: layer)
      + [
        NamedActivation(
          "attention_output",
          block.attention.output,
          layer: layer,
          isLatent
            ? "attn_wo · (attn_wuv · z, head by head, side by side)" : "attn_wo · z of all heads side by side"
        ),
        NamedActivation(
          "residual_middle",
          block.middle,
          layer: layer,
          "the block's input + attention_output"
        ),
      ]
  }

  /// What heads read and compute, a list for each head.
  private func heads(of block: BlockActivations, layer: Int) -> [NamedActivation] {
    let heads = block.attention.heads
    let visible = block.attention.visiblePositions
    func perHead(
      _ name: String,
      _ meaning: String,
      isPerKey: Bool = false,
      _ vector: (HeadActivations) -> Vector?
    ) -> NamedActivation? {
      let runs = heads.enumerated().compactMap { head, activations in
        vector(activations).map {
          NamedActivation.Run(index: "[\(head)]", vector: $0, elementPositions: isPerKey ? visible : nil)
        }
      }
      guard let first = runs.first else { return nil }
      return NamedActivation(name, [heads.count, first.vector.count], runs, layer: layer, meaning)
    }
    func perKey(_ name: String, _ meaning: String, _ vectors: (HeadActivations) -> [Vector])
      -> NamedActivation
    {
      let width = vectors(heads[0])[0].count
      return NamedActivation(name, [heads.count, visible.count, width], [], layer: layer, meaning)
    }
    return [
      perHead("query", "each head's part of queries") { $0.query },
      perKey("keys", "each head's keys at the visible positions, from the store") { $0.keys },
      perKey("values", "each head's values at the visible positions, from the store") { $0.values },
      perHead("scores", "s · query · key for each visible position", isPerKey: true) { $0.scores },
      perHead("pattern", "softmax(scores)", isPerKey: true) { $0.pattern },
      perHead("z", "Σ pattern · value: the weighted sum of each head's values") { $0.output },
    ].compactMap { $0 }
  }

  private func feedForward(of block: BlockActivations, layer: Int) -> [NamedActivation] {
    let choice = model.configuration.shape.feedForward
    let activated = choice.activationName.rawValue
    let gate = block.feedForward.gate.map {
      NamedActivation("gate", $0, layer: layer, "mlp_gate · residual_middle.norm")
    }
    return [
      NamedActivation(
        "residual_middle.norm",
        block.feedForward.input,
        layer: layer,
        "\(norm(weight: "mlp_norm")) of residual_middle"
      ),
      gate,
      NamedActivation("hidden", block.feedForward.hidden, layer: layer, "mlp_fc1 · residual_middle.norm"),
      NamedActivation(activated, block.feedForward.activated, layer: layer, choice.formula),
      NamedActivation(
        "feed_forward_output",
        block.feedForward.output,
        layer: layer,
        "mlp_fc2 · \(activated)"
      ),
      NamedActivation(
        "output",
        block.output,
        layer: layer,
        "residual_middle + feed_forward_output: the next block's input"
      ),
    ].compactMap { $0 }
  }
}
