import Transformer

extension PythonProgram {
  /// The function that computes logits.
  var function: String {
    let embedding =
      choices.positions == .learned
      ? "add(weights[\"wte\"][token], weights[\"wpe\"][position])" : "weights[\"wte\"][token]"
    let last = model.shape.hasFinalNorm ? norm("x", "final_norm", inLayer: false) : "x"
    return """
      def gpt(token, position, cache):
          \"""Reads the token at a position and gives the logits of the next one, a number for each token.

          What later positions attend to is kept in the cache, a list for each layer.
          \"""
          x = \(norm(embedding, "embedding_norm", inLayer: false))
          for layer in range(layer_count):

              def weight(name):
                  return weights["layer%d.%s" % (layer, name)]

      \(indented(attention))

              # Feed-forward: each position by itself.
      \(indented(feedForward))
              x = add(x, linear(weight("mlp_fc2"), hidden))
          return linear(weights["lm_head"], \(last))

      """
  }

  private func indented(_ lines: [String]) -> String {
    lines.map { String(repeating: " ", count: 8) + $0 }.joined(separator: "\n")
  }

  /// A vector normalized, with the weights of that name where norms have weights.
  private func norm(_ x: String, _ name: String, inLayer: Bool = true) -> String {
    guard model.shape.norm == .weighted else { return "norm(\(x))" }
    let weight = inLayer ? "weight(\"\(name)\")" : "weights[\"\(name)\"]"
    return "norm(\(x), \(weight)[0])"
  }

  private var feedForward: [String] {
    let hidden = "linear(weight(\"mlp_fc1\"), y)"
    let normalized = "y = \(norm("x", "mlp_norm"))"
    return switch model.shape.feedForward {
    case .relu: [normalized, "hidden = [max(a, 0.0) for a in \(hidden)]"]
    case .relu2: [normalized, "hidden = [a * max(a, 0.0) for a in \(hidden)]"]
    case .swiglu:
      [
        normalized, "gates = [silu(a) for a in linear(weight(\"mlp_gate\"), y)]",
        "hidden = [gate * a for gate, a in zip(gates, \(hidden))]",
      ]
    }
  }

  private var isRotary: Bool { choices.positions != .learned }

  private var attention: [String] {
    ["# Attention: each head reads, of all positions so far, what its query fits."]
      + (choices.latentWidth == nil ? keysAndValues : latents)
      + ["x = add(x, linear(weight(\"attn_wo\"), outputs))"]
  }

  /// The positions that a query sees.
  private var seen: String {
    hidesPositions
      ? "seen = [t for t in range(position + 1) if sees(position, t)]" : "seen = range(position + 1)"
  }

  private var keysAndValues: [String] {
    let isShared = model.keyValueHeadCount != model.headCount
    let stored = isShared ? "stored" : "head"
    func placed(_ matrix: String, _ normName: String) -> String {
      let heads = "heads(linear(weight(\"\(matrix)\"), y))"
      let head = choices.normalizesQueriesAndKeys ? norm("head", normName) : "head"
      let placed = isRotary ? "rotate(\(head), position)" : head
      return placed == "head" ? heads : "[\(placed) for head in \(heads)]"
    }
    return [
      "y = \(norm("x", "attn_norm"))",
      "queries = \(placed("attn_wq", "attn_q_norm"))",
      "keys = \(placed("attn_wk", "attn_k_norm"))",
      "values = heads(linear(weight(\"attn_wv\"), y))",
      "cache[layer].append((keys, values))",
      seen,
      "outputs = []",
      "for head, query in enumerate(queries):",
    ]
      + (isShared
        ? [
          "    # So many heads, one after the other, read the same stored one.",
          "    stored = head // (head_count // stored_head_count)",
        ] : [])
      + [
        "    scores = [scale * dot(query, cache[layer][t][0][\(stored)]) for t in seen]",
        "    pattern = softmax(scores)",
        "    # The output: the values, each times the weight that the pattern gives its position.",
        "    read = [cache[layer][t][1][\(stored)] for t in seen]",
        "    outputs += [dot(pattern, column) for column in zip(*read)]",
      ]
  }

  private var latents: [String] {
    let rotary = model.rotaryWidth > 0
    return [
      "y = \(norm("x", "attn_norm"))",
      "queries = heads(linear(weight(\"attn_wq\"), y)\(rotary ? ", head_width + rotary_width" : ""))",
      "latent = linear(weight(\"attn_wdkv\"), y)",
    ]
      + (rotary
        ? [
          "rotary_key = rotate(linear(weight(\"attn_wkr\"), y), position)",
          "cache[layer].append((latent, rotary_key))",
        ] : ["cache[layer].append(latent)"])
      + [
        seen,
        "# The keys and values of all heads are made of the latents that are stored.",
      ]
      + (rotary
        ? [
          "keys = [heads(linear(weight(\"attn_wuk\"), cache[layer][t][0])) for t in seen]",
          "values = [heads(linear(weight(\"attn_wuv\"), cache[layer][t][0])) for t in seen]",
          "rotary_keys = [cache[layer][t][1] for t in seen]",
        ]
        : [
          "keys = [heads(linear(weight(\"attn_wuk\"), cache[layer][t])) for t in seen]",
          "values = [heads(linear(weight(\"attn_wuv\"), cache[layer][t])) for t in seen]",
        ])
      + [
        "outputs = []",
        "for head, query in enumerate(queries):",
      ]
      + (rotary
        ? [
          "    # The end of a query carries the position, and meets the rotary key that all heads share.",
          "    query = query[:head_width] + rotate(query[head_width:], position)",
          "    scores = [scale * dot(query, key[head] + shared) for key, shared in zip(keys, rotary_keys)]",
        ] : ["    scores = [scale * dot(query, key[head]) for key in keys]"])
      + [
        "    pattern = softmax(scores)",
        "    # The output: the values, each times the weight that the pattern gives its position.",
        "    outputs += [dot(pattern, column) for column in zip(*[value[head] for value in values])]",
      ]
  }
}
