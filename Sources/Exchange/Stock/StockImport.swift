import Formats
import Transformer
import VisibleText

/// A model of a stock architecture as one of ours, with the same logits but for rounding.
///
/// ``StockModel`` the other way round. Two things of theirs have no place of their own here:
///
/// - Their ε of the norms, ε′. Where everything between the layers is √(ε / ε′) times as large, the norms give the same: so are the
///   embedding and what W_o and the last matrix of the feed-forward part give; with a query–key norm, so are queries and keys.
/// - Their embedding e is not normalized, ours always is. The row e √(ε / (w² − e·e / C)) and the norm's weights w give e
///   for every w² above the largest e·e / C; twice that is taken.
package struct StockImport {
  /// The shape of ours.
  package let configuration: GPTConfiguration
  /// Its parameters; the rows of tokens are still in their order.
  package let parameters: [Double]

  /// Reads a model.
  ///
  /// - Parameters:
  ///   - settings: the file `config.json`.
  ///   - weights: the file `model.safetensors`.
  ///   - contextLength: how many positions the model shall have; nil for as many as the settings say.
  /// - Throws: ``ImportError`` where ours can't be exactly this model, or a tensor is missing, superfluous, of another shape or
  ///   not finite.
  package init(settings: JSON, weights: Safetensors, contextLength: Int? = nil) throws(ImportError) {
    let theirs = try StockSettings(settings, contextLength: contextLength)
    do throws(GPTConfigurationError) {
      configuration = try GPTConfiguration(vocabularySize: theirs.vocabularySize, shape: theirs.shape)
    } catch {
      guard case .contextTooLong(let length, let longest) = error else {
        throw ImportError("config.json: \(error)")
      }
      throw ImportError(
        "a context of \(length) tokens would need too much memory; give --context with at most \(longest)"
      )
    }
    var tensors = NamedTensors(weights)
    // The angles, which earlier versions saved with the weights.
    tensors.ignore { $0.hasSuffix(".rotary_emb.inv_freq") }
    var reading = Reading(theirs, configuration, tensors)
    parameters = try reading.parameters()
    try reading.tensors.checkThatAllAreRead()
    guard parameters.allSatisfy({ $0.isFinite }) else {
      throw ImportError("the embedding has numbers so large that their squares overflow")
    }
  }
}

/// One model on its way into ours.
private struct Reading {
  let theirs: StockSettings
  let configuration: GPTConfiguration
  var tensors: NamedTensors

  init(_ theirs: StockSettings, _ configuration: GPTConfiguration, _ tensors: NamedTensors) {
    self.theirs = theirs
    self.configuration = configuration
    self.tensors = tensors
  }

  private var architecture: StockArchitecture { theirs.architecture }
  private var width: Int { configuration.embeddingWidth }
  private var headWidth: Int { configuration.headWidth }
  private var hasWeights: Bool { configuration.shape.norm == .weighted }

  /// √(ε / ε′).
  private var factor: Double { (rmsNormEpsilon / theirs.epsilon).squareRoot() }

  mutating func parameters() throws(ImportError) -> [Double] {
    let table = [configuration.vocabularySize, width]
    let embedding = try tensors.take("model.embed_tokens.weight", table)
    var head = embedding
    if tensors.has("lm_head.weight") {
      let numbers = try tensors.take("lm_head.weight", table)
      guard !theirs.isTied || numbers == embedding else {
        throw ImportError(
          "lm_head.weight is not model.embed_tokens.weight, though config.json ties them; to keep both, tie_word_embeddings must be false there"
        )
      }
      head = numbers
    } else if !theirs.isTied {
      throw ImportError(
        "there is no tensor lm_head.weight, and config.json does not say that it is tied to the embedding"
      )
    }
    let (rows, weight) = normalizable(embedding.map { $0 * factor })
    var numbers = rows
    if hasWeights {
      numbers += Array(repeating: weight, count: width)
      numbers += try norm("model.norm")
    }
    numbers += head
    for layer in 0..<configuration.layerCount { numbers += try self.layer("model.layers.\(layer).") }
    return numbers
  }

  private mutating func layer(_ name: String) throws(ImportError) -> [Double] {
    let attention = name + "self_attn."
    let isNormalized = configuration.attention.normalizesQueriesAndKeys
    let scale = isNormalized ? factor : 1
    let stored = configuration.keyValueHeadCount * headWidth
    let hidden = configuration.hiddenWidth
    let (expansion, contraction) = architecture.feedForwardNames

    var numbers: [Double] = hasWeights ? try norm(name + "input_layernorm") : []
    numbers += try turned(attention + "q_proj.weight", [width, width]).map { $0 * scale }
    numbers += try turned(attention + "k_proj.weight", [stored, width]).map { $0 * scale }
    numbers += try tensors.take(attention + "v_proj.weight", [stored, width])
    numbers += try tensors.take(attention + "o_proj.weight", [width, width]).map { $0 * factor }
    if isNormalized, hasWeights {
      for norm in ["q_norm", "k_norm"] {
        numbers +=
          architecture.hasWeightedNorms
          ? try turned(attention + norm + ".weight", [headWidth]) : Array(repeating: 1, count: headWidth)
      }
    }
    if hasWeights { numbers += try norm(name + "post_attention_layernorm") }
    if configuration.shape.feedForward.isGated {
      numbers += try tensors.take(name + "mlp.gate_proj.weight", [hidden, width])
    }
    numbers += try tensors.take(name + "mlp.\(expansion).weight", [hidden, width])
    return numbers
      + (try tensors.take(name + "mlp.\(contraction).weight", [width, hidden])).map { $0 * factor }
  }

  /// The weights of a norm, which are 1 where theirs has none.
  private mutating func norm(_ name: String) throws(ImportError) -> [Double] {
    architecture.hasWeightedNorms
      ? try tensors.take(name + ".weight", [width]) : Array(repeating: 1, count: width)
  }

  /// Rows of an embedding that the norm behind it, with the weight beside them, makes these rows.
  private func normalizable(_ rows: [Double]) -> (rows: [Double], weight: Double) {
    // There the norm is theirs, too, and what it gives is as many times larger as everything else.
    if !architecture.hasWeightedNorms { return (rows, factor) }
    let squares = stride(from: 0, to: rows.count, by: width).map { start in
      rows[start..<start + width].reduce(0) { $0 + $1 * $1 } / Double(width)
    }
    let largest = squares.max() ?? 0
    let square = largest > 0 ? 2 * largest : 1
    let scaled = rows.enumerated().map { index, number in
      number * (rmsNormEpsilon / (square - squares[index / width])).squareRoot()
    }
    return (scaled, square.squareRoot())
  }

  /// Rows for the elements of heads, in the order in which ours are turned.
  private mutating func turned(_ name: String, _ shape: [Int]) throws(ImportError) -> [Double] {
    let numbers = try tensors.take(name, shape)
    let rowWidth = shape.count == 1 ? 1 : width
    let half = headWidth / 2
    return stride(from: 0, to: numbers.count, by: headWidth * rowWidth).flatMap { head in
      (0..<headWidth).flatMap { element -> [Double] in
        let theirs = element / 2 + (element % 2 == 0 ? 0 : half)
        let row = numbers[head + theirs * rowWidth..<head + (theirs + 1) * rowWidth]
        return architecture == .nanochat && theirs >= half ? row.map { -$0 } : Array(row)
      }
    }
  }
}
