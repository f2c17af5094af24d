extension GPTConfiguration {
  /// How many numbers training adjusts: for microgpt's choices (2V + T) C + 12 L C², for vocabulary V, context T, width C and
  /// L layers.
  public var parameterCount: Int {
    (embeddingShapes + [outputHeadShape]).reduce(0) { $0 + $1.count }
      + layerCount * layerShapes.reduce(0) { $0 + $1.count }
  }

  /// Every parameter matrix, in microgpt.py's order and under its names.
  public var parameterShapes: [ParameterShape] {
    embeddingShapes + [outputHeadShape]
      + (0..<layerCount).flatMap { layer in
        layerShapes.map {
          ParameterShape(name: "layer\(layer).\($0.name)", rows: $0.rows, columns: $0.columns)
        }
      }
  }

  private var embeddingShapes: [ParameterShape] {
    let tokens = ParameterShape(name: "wte", rows: vocabularySize, columns: embeddingWidth)
    guard attention.positions == .learned else { return [tokens] }
    return [tokens, ParameterShape(name: "wpe", rows: contextLength, columns: embeddingWidth)]
  }

  private var outputHeadShape: ParameterShape {
    ParameterShape(name: "lm_head", rows: vocabularySize, columns: embeddingWidth)
  }

  /// The matrices of one layer, named without the layer.
  private var layerShapes: [ParameterShape] {
    attentionShapes + [
      ParameterShape(name: "mlp_fc1", rows: hiddenWidth, columns: embeddingWidth),
      ParameterShape(name: "mlp_fc2", rows: embeddingWidth, columns: hiddenWidth),
    ]
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
