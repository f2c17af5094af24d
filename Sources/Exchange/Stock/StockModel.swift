import Formats
import Transformer

/// A model of ours as one of a stock architecture: its tensors under that architecture's names, and its settings.
///
/// What is the same is copied. The rest is changed so that the logits stay the same but for rounding:
///
/// - An embedding that nothing normalizes later is normalized: row ← w ⊙ row · (row·row / C + ε)^−½.
/// - Ours turns neighbouring elements (2i, 2i + 1), theirs elements i and i + d/2 of a head of width d: the rows of W_q, W_k and
///   the weights of a query–key norm change places. NanoChat turns the other way, which the opposite sign of the second half
///   undoes.
/// - Their scale is 1/√d. Another one, s, is folded into W_q, or behind a query–key norm into its weight, as the factor s √d.
package struct StockModel {
  /// Whose names the tensors have.
  package let architecture: StockArchitecture
  /// The model's shape.
  package let configuration: GPTConfiguration
  /// The parameters, in numbers of 32 bits.
  package let tensors: [Safetensors.Tensor]

  /// Translates a model.
  ///
  /// - Parameters:
  ///   - architecture: the one that it is.
  ///   - configuration: its shape.
  ///   - parameters: matrix by matrix in the order of ``/Transformer/GPTConfiguration/parameterShapes``.
  ///   - pairs: which elements of a head are turned together.
  /// - Throws: ``ExchangeRefusal`` where a number does not fit 32 bits.
  init(
    _ architecture: StockArchitecture,
    _ configuration: GPTConfiguration,
    parameters: [Double],
    pairs: RotaryPairs = .halves
  ) throws(ExchangeRefusal) {
    self.architecture = architecture
    self.configuration = configuration
    tensors = Translation(architecture, configuration, parameters, pairs).tensors()
    for tensor in tensors where !tensor.values.allSatisfy({ Float($0).isFinite }) {
      throw ExchangeRefusal("\(tensor.name) has a number that is too large for 32 bits")
    }
  }
}

/// Which elements of a query or a key of width d are turned together by rotary positions.
package enum RotaryPairs: Sendable {
  /// Elements 2i and 2i + 1, as here.
  case neighbors
  /// Elements i and i + d/2, as in transformers.
  case halves
}

/// One model on its way into another's names.
private struct Translation {
  let architecture: StockArchitecture
  let configuration: GPTConfiguration
  let pairs: RotaryPairs
  private var matrices: [String: [Double]] = [:]

  init(
    _ architecture: StockArchitecture,
    _ configuration: GPTConfiguration,
    _ parameters: [Double],
    _ pairs: RotaryPairs
  ) {
    self.architecture = architecture
    self.configuration = configuration
    self.pairs = pairs
    var start = 0
    for shape in configuration.parameterShapes {
      matrices[shape.name] = Array(parameters[start..<start + shape.count])
      start += shape.count
    }
  }

  private var width: Int { configuration.embeddingWidth }
  private var headWidth: Int { configuration.headWidth }

  func tensors() -> [Safetensors.Tensor] {
    var tensors = [matrix("model.embed_tokens.weight", embedding(), columns: width)]
    for layer in 0..<configuration.layerCount { tensors += layerTensors(layer) }
    if architecture.hasWeightedNorms { tensors.append(norm("model.norm", "final_norm")) }
    tensors.append(matrix("lm_head.weight", "lm_head", columns: width))
    return tensors
  }

  private func layerTensors(_ layer: Int) -> [Safetensors.Tensor] {
    let (ours, theirs) = ("layer\(layer).", "model.layers.\(layer).")
    let attention = theirs + "self_attn."
    var tensors = [
      matrix(attention + "q_proj.weight", queries(ours), columns: width),
      matrix(attention + "k_proj.weight", turned(ours + "attn_wk", rowWidth: width), columns: width),
      matrix(attention + "v_proj.weight", ours + "attn_wv", columns: width),
      matrix(attention + "o_proj.weight", ours + "attn_wo", columns: width),
    ]
    if architecture.hasWeightedNorms {
      tensors += [
        norm(theirs + "input_layernorm", ours + "attn_norm"),
        norm(theirs + "post_attention_layernorm", ours + "mlp_norm"),
      ]
    }
    if architecture.hasWeightedNorms, architecture.normalizesQueriesAndKeys {
      let scaled = queryKeyNorm(ours + "attn_q_norm").map { $0 * scaleFactor }
      tensors += [
        vector(attention + "q_norm.weight", scaled),
        vector(attention + "k_norm.weight", queryKeyNorm(ours + "attn_k_norm")),
      ]
    }
    let (expansion, contraction) = architecture.feedForwardNames
    if configuration.shape.feedForward.isGated {
      tensors.append(matrix(theirs + "mlp.gate_proj.weight", ours + "mlp_gate", columns: width))
    }
    return tensors + [
      matrix(theirs + "mlp.\(expansion).weight", ours + "mlp_fc1", columns: width),
      matrix(theirs + "mlp.\(contraction).weight", ours + "mlp_fc2", columns: configuration.hiddenWidth),
    ]
  }

  // MARK: What is changed

  private func embedding() -> [Double] {
    let table = matrices["wte"] ?? []
    guard architecture.hasWeightedNorms else { return table }
    let weight = matrices["embedding_norm"]
    return stride(from: 0, to: table.count, by: width).flatMap { start in
      let row = table[start..<start + width]
      let square = row.reduce(0) { $0 + $1 * $1 } / Double(width)
      let factor = 1 / (square + rmsNormEpsilon).squareRoot()
      return row.enumerated().map { $1 * factor * (weight?[$0] ?? 1) }
    }
  }

  /// s √d: how many times larger the scores are than theirs.
  private var scaleFactor: Double { configuration.scaleFactor * Double(headWidth).squareRoot() }

  private func queries(_ layer: String) -> [Double] {
    let rows = turned(layer + "attn_wq", rowWidth: width)
    // A norm would take the factor out again.
    return configuration.attention.normalizesQueriesAndKeys ? rows : rows.map { $0 * scaleFactor }
  }

  private func queryKeyNorm(_ name: String) -> [Double] {
    matrices[name] == nil
      ? Array(repeating: 1, count: headWidth) : turned(name, rowWidth: 1)
  }

  /// Rows for the elements of heads, in the order in which theirs are turned.
  private func turned(_ name: String, rowWidth: Int) -> [Double] {
    let rows = matrices[name] ?? []
    guard pairs == .halves else { return rows }
    let half = headWidth / 2
    return stride(from: 0, to: rows.count, by: headWidth * rowWidth).flatMap { head in
      (0..<headWidth).flatMap { element -> [Double] in
        let ours = element < half ? 2 * element : 2 * (element - half) + 1
        let row = rows[head + ours * rowWidth..<head + (ours + 1) * rowWidth]
        return architecture == .nanochat && element >= half ? row.map { -$0 } : Array(row)
      }
    }
  }

  // MARK: Tensors

  private func norm(_ theirs: String, _ ours: String) -> Safetensors.Tensor {
    vector(theirs + ".weight", matrices[ours] ?? Array(repeating: 1, count: width))
  }

  private func matrix(_ name: String, _ ours: String, columns: Int) -> Safetensors.Tensor {
    matrix(name, matrices[ours] ?? [], columns: columns)
  }

  private func matrix(_ name: String, _ numbers: [Double], columns: Int) -> Safetensors.Tensor {
    .init(name: name, shape: [numbers.count / columns, columns], values: numbers, type: .float32)
  }

  private func vector(_ name: String, _ numbers: [Double]) -> Safetensors.Tensor {
    .init(name: name, shape: [numbers.count], values: numbers, type: .float32)
  }
}
