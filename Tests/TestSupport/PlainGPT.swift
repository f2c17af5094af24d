import Attention
import Autograd
import Foundation
import Transformer

/// microgpt's model and its variants over plain arrays of numbers, written out as loops.
public struct PlainGPT {
  private typealias Rows = [[Double]]

  /// The model's shape.
  public let configuration: GPTConfiguration
  /// Which keys a query sees, by position.
  public var isVisible: (_ query: Int, _ key: Int) -> Bool = { $1 <= $0 }
  /// What of these keys a layer hides from a query.
  public var isHidden: (_ layer: Int, _ query: Int, _ key: Int) -> Bool = { _, _, _ in false }
  /// What stands in the place of the numbers at a site.
  public var replace: (_ numbers: [Double], _ site: Site) -> [Double] = { numbers, _ in numbers }
  /// Whether heads read the latents themselves, so that their queries and z are in the latents' space.
  public var absorbsLatents = false
  /// The matrices by name.
  private var matrices: [String: Rows] = [:]

  /// The model with the given parameters, in the order of the configuration's shapes.
  public init(_ configuration: GPTConfiguration, _ parameters: [Double]) {
    self.configuration = configuration
    var rest = parameters[...]
    for shape in configuration.parameterShapes {
      matrices[shape.name] = (0..<shape.rows).map { _ in
        defer { rest = rest.dropFirst(shape.columns) }
        return Array(rest.prefix(shape.columns))
      }
    }
  }

  private func multiply(_ name: String, _ x: [Double]) -> [Double] {
    (matrices[name] ?? []).map { row in dot(row, x) }
  }

  private func dot(_ x: [Double], _ y: [Double]) -> Double { zip(x, y).reduce(0) { $0 + $1.0 * $1.1 } }

  /// RMSNorm, with the weights of that name where the model has them.
  private func normalize(_ x: [Double], _ name: String) -> [Double] {
    let meanSquare = x.reduce(0) { $0 + $1 * $1 } / Double(x.count)
    let normalized = x.map { $0 / sqrt(meanSquare + 1e-5) }
    guard let weights = matrices[name]?[0] else { return normalized }
    return zip(normalized, weights).map { $0 * $1 }
  }

  /// Each head's part of queries or keys normalized by itself, where the model does that.
  private func normalizeHeads(_ heads: Rows, _ name: String) -> Rows {
    configuration.attention.normalizesQueriesAndKeys ? heads.map { normalize($0, name) } : heads
  }

  /// What the second matrix of a feed-forward part is given.
  private func activate(hidden: [Double], gate: [Double]) -> [Double] {
    switch configuration.shape.feedForward {
    case .relu: hidden.map { max($0, 0) }
    case .relu2: hidden.map { $0 > 0 ? $0 * $0 : 0 }
    case .swiglu: zip(gate, hidden).map { $0 / (1 + exp(-$0)) * $1 }
    }
  }

  /// What the output head is given.
  fileprivate func finalVector(_ x: [Double]) -> [Double] {
    configuration.shape.hasFinalNorm ? normalize(x, "final_norm") : x
  }

  private func add(_ x: [Double], _ y: [Double]) -> [Double] { zip(x, y).map { $0 + $1 } }

  private func split(_ x: [Double], into width: Int) -> Rows {
    stride(from: 0, to: x.count, by: width).map { Array(x[$0..<$0 + width]) }
  }

  /// Neighbouring elements as complex numbers, each times e^(iθ), θ = position · base^(−2 pair / width).
  private func rotate(_ x: [Double], _ position: Int) -> [Double] {
    guard case .rotary(let base) = configuration.attention.positions else { return x }
    return split(x, into: 2).enumerated().flatMap { pair, z in
      let angle = Double(position) * pow(base, -2 * Double(pair) / Double(x.count))
      return [z[0] * cos(angle) - z[1] * sin(angle), z[0] * sin(angle) + z[1] * cos(angle)]
    }
  }

  /// The key and the value that each query head reads of one position.
  private func read(_ index: Int, _ x: [Double], _ position: Int) -> (keys: Rows, values: Rows) {
    let layer = "layer\(index)"
    let width = configuration.embeddingWidth / configuration.headCount
    let heads = 0..<configuration.headCount
    func stored(_ name: ActivationName, _ numbers: [Double]) -> [Double] {
      replace(numbers, Site(name, layer: index, position: position))
    }
    if let latentWidth = configuration.attention.latentWidth {
      let rotary = rotate(multiply("\(layer).attn_wkr", x), position)
      let both = stored(.latent, multiply("\(layer).attn_wdkv", x) + rotary)
      let latent = Array(both.prefix(latentWidth))
      if absorbsLatents { return (heads.map { _ in both }, heads.map { _ in latent }) }
      return (
        split(multiply("\(layer).attn_wuk", latent), into: width).map { $0 + both.dropFirst(latentWidth) },
        split(multiply("\(layer).attn_wuv", latent), into: width)
      )
    }
    let turned = normalizeHeads(split(multiply("\(layer).attn_wk", x), into: width), "\(layer).attn_k_norm")
      .flatMap { rotate($0, position) }
    let keys = split(stored(.key, turned), into: width)
    let values = split(stored(.value, multiply("\(layer).attn_wv", x)), into: width)
    return (
      heads.map { keys[$0 * keys.count / heads.count] },
      heads.map { values[$0 * values.count / heads.count] }
    )
  }

  private func queries(_ layer: String, _ x: [Double], _ position: Int) -> Rows {
    let all = multiply("\(layer).attn_wq", x)
    let width = configuration.embeddingWidth / configuration.headCount
    let heads = normalizeHeads(split(all, into: all.count / configuration.headCount), "\(layer).attn_q_norm")
    return heads.enumerated().map { head, query in
      if configuration.attention.latentWidth == nil { return rotate(query, position) }
      let content = Array(query.prefix(width))
      return (absorbsLatents ? absorbed(content, "\(layer).attn_wuk", head) : content)
        + rotate(Array(query.dropFirst(width)), position)
    }
  }

  /// Wᵀ x for a head's rows W of a matrix.
  private func absorbed(_ x: [Double], _ name: String, _ head: Int) -> [Double] {
    let rows = (matrices[name] ?? [])[head * x.count..<(head + 1) * x.count]
    return (rows.first ?? []).indices.map { column in zip(x, rows).reduce(0) { $0 + $1.0 * $1.1[column] } }
  }

  /// What a head's z is for the output projection.
  private func headOutput(_ z: [Double], _ layer: String, _ head: Int) -> [Double] {
    guard absorbsLatents else { return z }
    let width = configuration.embeddingWidth / configuration.headCount
    let rows = (matrices["\(layer).attn_wuv"] ?? [])[head * width..<(head + 1) * width]
    return rows.map { dot($0, z) }
  }

  /// The factor of the raw scores, by the width of the queries that are learned.
  private var factor: Double {
    let width = Double((matrices["layer0.attn_wq"] ?? []).count / configuration.headCount)
    return switch configuration.attention.scale {
    case .inverseRoot: 1 / sqrt(width)
    case .inverse: 1 / width
    case .none: 1
    case .number(let number): number
    }
  }

  /// What one layer's heads read at a position, side by side.
  private func attention(
    _ index: Int,
    _ x: [Double],
    _ position: Int,
    _ stored: [(keys: Rows, values: Rows)]
  ) -> [Double] {
    let visible = stored.indices.filter { isVisible(position, $0) && !isHidden(index, position, $0) }
    return queries("layer\(index)", x, position).enumerated().flatMap { head, query in
      func replaced(_ name: ActivationName, _ numbers: [Double]) -> [Double] {
        replace(numbers, Site(name, layer: index, head: head, position: position))
      }
      let query = replaced(.query, query)
      let scores = replaced(.scores, visible.map { factor * dot(query, stored[$0].keys[head]) })
      let total = scores.reduce(0) { $0 + exp($1) }
      let pattern = replaced(.pattern, scores.map { exp($0) / total })
      let z = stored[0].values[head].indices.map { element in
        zip(pattern, visible).reduce(0) { $0 + $1.0 * stored[$1.1].values[head][element] }
      }
      return headOutput(replaced(.z, z), "layer\(index)", head)
    }
  }

  /// The logits after each of `tokens`.
  public func logits(_ tokens: [Int]) -> [[Double]] {
    var stored = [[(keys: Rows, values: Rows)]](repeating: [], count: configuration.layerCount)
    return tokens.enumerated().map { position, token in
      func replaced(_ name: ActivationName, _ numbers: [Double], _ layer: Int? = nil) -> [Double] {
        replace(numbers, Site(name, layer: layer, position: position))
      }
      var x = replaced(.tokenEmbedding, matrices["wte"]?[token] ?? [])
      if let learned = matrices["wpe"] { x = replaced(.embedding, add(x, learned[position])) }
      x = replaced(.normalizedEmbedding, normalize(x, "embedding_norm"))
      for index in 0..<configuration.layerCount {
        let layer = "layer\(index)"
        let normalized = replaced(.normalized, normalize(x, "\(layer).attn_norm"), index)
        stored[index].append(read(index, normalized, position))
        let heads = attention(index, normalized, position, stored[index])
        let attended = replaced(.attentionOutput, multiply("\(layer).attn_wo", heads), index)
        x = replaced(.residualMiddle, add(x, attended), index)
        let middle = replaced(.normalizedMiddle, normalize(x, "\(layer).mlp_norm"), index)
        var gate = multiply("\(layer).mlp_gate", middle)
        if !gate.isEmpty { gate = replaced(.gate, gate, index) }
        let hidden = replaced(.hidden, multiply("\(layer).mlp_fc1", middle), index)
        let name: ActivationName = configuration.shape.feedForward == .relu ? .rectified : .activated
        let activated = replaced(name, activate(hidden: hidden, gate: gate), index)
        let added = replaced(.feedForwardOutput, multiply("\(layer).mlp_fc2", activated), index)
        x = replaced(.output, add(x, added), index)
      }
      let last = configuration.shape.hasFinalNorm ? replaced(.finalNormalized, finalVector(x)) : x
      return replaced(.logits, multiply("lm_head", last))
    }
  }

  /// The logits after each of `tokens` where every query sees all of them: layer by layer.
  public func uncoveredLogits(_ tokens: [Int]) -> [[Double]] {
    var seeing = self
    seeing.isVisible = { _, _ in true }
    var vectors = tokens.enumerated().map { position, token in
      let row = matrices["wte"]?[token] ?? []
      return normalize(matrices["wpe"].map { add(row, $0[position]) } ?? row, "embedding_norm")
    }
    for index in 0..<configuration.layerCount {
      let layer = "layer\(index)"
      let inputs = vectors.map { normalize($0, "\(layer).attn_norm") }
      let stored = inputs.enumerated().map { seeing.read(index, $1, $0) }
      vectors = vectors.enumerated().map { position, x in
        let heads = seeing.attention(index, inputs[position], position, stored)
        let middle = add(x, multiply("\(layer).attn_wo", heads))
        let normalized = normalize(middle, "\(layer).mlp_norm")
        let activated = activate(
          hidden: multiply("\(layer).mlp_fc1", normalized),
          gate: multiply("\(layer).mlp_gate", normalized)
        )
        return add(middle, multiply("\(layer).mlp_fc2", activated))
      }
    }
    return vectors.map { multiply("lm_head", finalVector($0)) }
  }

  /// The negative log-probability of each token but the first, as far as the context reaches.
  public func losses(_ tokens: [Int]) -> [Double] {
    let count = min(configuration.contextLength, tokens.count - 1)
    return zip(logits(Array(tokens.prefix(count))), tokens.dropFirst()).map { logits, next in
      log(logits.reduce(0) { $0 + exp($1) }) - logits[next]
    }
  }
}

extension Variant {
  /// What the output head is given where a residual stream ends, by plain loops.
  public func finalVector(_ residual: [Double], of model: GPT) -> [Double] {
    plain(model).finalVector(residual)
  }

  /// Plain loops over the parameters of this variant's model.
  public func plain(_ model: GPT) -> PlainGPT {
    var plain = PlainGPT(model.configuration, model.parameterVector.data)
    plain.isVisible = isVisible
    plain.absorbsLatents = absorbsLatents && choices.latentWidth != nil
    return plain
  }
}
