extension GPTConfiguration {
  /// How many numbers training adjusts: for microgpt's choices (2V + T) C + 12 L C², for vocabulary V, context T, width C and
  /// L layers.
  public var parameterCount: Int {
    outerShapes.reduce(0) { $0 + $1.count } + layerCount * layerShapes.reduce(0) { $0 + $1.count }
  }

  /// Every parameter matrix, in microgpt.py's order and under its names; what it does not have stands beside what it is for.
  ///
  /// | name | shape | there with |
  /// |---|---|---|
  /// | `wte` | V × C | |
  /// | `wpe` | T × C | learned positions |
  /// | `embedding_norm` | 1 × C | weighted norms |
  /// | `final_norm` | 1 × C | weighted norms and a final one |
  /// | `lm_head` | V × C | |
  /// | `layer0.attn_norm` | 1 × C | weighted norms |
  /// | `layer0.attn_wq` | H d × C | |
  /// | `layer0.attn_wk`, `layer0.attn_wv` | G d × C | stored keys and values |
  /// | `layer0.attn_wo` | C × C | |
  /// | `layer0.attn_q_norm`, `layer0.attn_k_norm` | 1 × d | a weighted query–key norm |
  /// | `layer0.mlp_norm` | 1 × C | weighted norms |
  /// | `layer0.mlp_gate` | F × C | SwiGLU |
  /// | `layer0.mlp_fc1` | F × C | |
  /// | `layer0.mlp_fc2` | C × F | |
  ///
  /// for vocabulary V, context T, width C, H heads of width d, G of them stored, and a hidden layer of width F. With latents
  /// the matrices are those of ``/Attention/LatentMatrices``.
  public var parameterShapes: [ParameterShape] {
    outerShapes + (0..<layerCount).flatMap { layer in layerShapes.map { $0.inLayer(layer) } }
  }

  /// The parameters of a new model, in order: the weights of norms are 1, all others are drawn.
  public func initialParameters(_ draw: () -> Double) -> [Double] {
    parameterShapes.flatMap { shape in (0..<shape.count).map { _ in shape.isNormWeight ? 1 : draw() } }
  }

  /// The matrices outside the layers.
  private var outerShapes: [ParameterShape] {
    let width = embeddingWidth
    let positions = ParameterShape(name: "wpe", rows: contextLength, columns: width)
    return [ParameterShape(name: "wte", rows: vocabularySize, columns: width)]
      + (attention.positions == .learned ? [positions] : [])
      + normWeights(["embedding_norm"] + (shape.hasFinalNorm ? ["final_norm"] : []), width: width)
      + [ParameterShape(name: "lm_head", rows: vocabularySize, columns: width)]
  }

  /// The matrices of one layer, named without the layer.
  private var layerShapes: [ParameterShape] {
    let hidden = { ParameterShape(name: $0, rows: hiddenWidth, columns: embeddingWidth) }
    return normWeights(["attn_norm"], width: embeddingWidth) + attentionShapes
      + (attention.normalizesQueriesAndKeys
        ? normWeights(["attn_q_norm", "attn_k_norm"], width: headWidth) : [])
      + normWeights(["mlp_norm"], width: embeddingWidth)
      + (shape.feedForward.isGated ? [hidden("mlp_gate")] : [])
      + [hidden("mlp_fc1"), ParameterShape(name: "mlp_fc2", rows: embeddingWidth, columns: hiddenWidth)]
  }

  /// The weights of norms, where norms have weights.
  private func normWeights(_ names: [String], width: Int) -> [ParameterShape] {
    shape.norm == .weighted ? names.map { .normWeight($0, width: width) } : []
  }

  /// The matrices of one layer's attention, named without the layer.
  private var attentionShapes: [ParameterShape] {
    let width = embeddingWidth
    let output = ParameterShape(name: "attn_wo", rows: width, columns: width)
    guard let latentWidth = attention.latentWidth else {
      let storedWidth = keyValueHeadCount * headWidth
      return [
        ParameterShape(name: "attn_wq", rows: width, columns: width),
        ParameterShape(name: "attn_wk", rows: storedWidth, columns: width),
        ParameterShape(name: "attn_wv", rows: storedWidth, columns: width),
        output,
      ]
    }
    let rotaryKey =
      rotaryWidth > 0 ? [ParameterShape(name: "attn_wkr", rows: rotaryWidth, columns: width)] : []
    return [
      ParameterShape(name: "attn_wq", rows: headCount * (headWidth + rotaryWidth), columns: width),
      ParameterShape(name: "attn_wdkv", rows: latentWidth, columns: width),
      ParameterShape(name: "attn_wuk", rows: width, columns: latentWidth),
      ParameterShape(name: "attn_wuv", rows: width, columns: latentWidth),
    ] + rotaryKey + [output]
  }
}
