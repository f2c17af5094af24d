import Foundation
import Transformer

/// microgpt's model and its variants over plain arrays of numbers, written out as loops.
struct PlainGPT {
  typealias Rows = [[Double]]

  let configuration: GPTConfiguration
  /// Which keys a query sees, by position.
  var isVisible: (_ query: Int, _ key: Int) -> Bool = { $1 <= $0 }
  var matrices: [String: Rows] = [:]

  /// The model with the given parameters, in the order of the configuration's shapes.
  init(_ configuration: GPTConfiguration, _ parameters: [Double]) {
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

  private func normalize(_ x: [Double]) -> [Double] {
    let meanSquare = x.reduce(0) { $0 + $1 * $1 } / Double(x.count)
    return x.map { $0 / sqrt(meanSquare + 1e-5) }
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
  private func read(_ layer: String, _ x: [Double], _ position: Int) -> (keys: Rows, values: Rows) {
    let width = configuration.embeddingWidth / configuration.headCount
    let heads = 0..<configuration.headCount
    if configuration.attention.latentWidth != nil {
      let latent = multiply("\(layer).attn_wdkv", x)
      let rotary = rotate(multiply("\(layer).attn_wkr", x), position)
      return (
        split(multiply("\(layer).attn_wuk", latent), into: width).map { $0 + rotary },
        split(multiply("\(layer).attn_wuv", latent), into: width)
      )
    }
    let keys = split(multiply("\(layer).attn_wk", x), into: width)
    let values = split(multiply("\(layer).attn_wv", x), into: width)
    return (
      heads.map { rotate(keys[$0 * keys.count / heads.count], position) },
      heads.map { values[$0 * values.count / heads.count] }
    )
  }

  private func queries(_ layer: String, _ x: [Double], _ position: Int) -> Rows {
    let all = multiply("\(layer).attn_wq", x)
    let width = configuration.embeddingWidth / configuration.headCount
    return split(all, into: all.count / configuration.headCount).map { query in
      configuration.attention.latentWidth == nil
        ? rotate(query, position) : query.prefix(width) + rotate(Array(query.dropFirst(width)), position)
    }
  }

  private func scale(_ width: Int) -> Double {
    switch configuration.attention.scale {
    case .inverseRoot: 1 / sqrt(Double(width))
    case .inverse: 1 / Double(width)
    case .none: 1
    case .number(let number): number
    }
  }

  /// The logits after each of `tokens`.
  func logits(_ tokens: [Int]) -> Rows {
    var stored = [[(keys: Rows, values: Rows)]](repeating: [], count: configuration.layerCount)
    return tokens.enumerated().map { position, token in
      var x = matrices["wte"]?[token] ?? []
      if let learned = matrices["wpe"] { x = add(x, learned[position]) }
      x = normalize(x)
      for index in 0..<configuration.layerCount {
        let layer = "layer\(index)"
        let normalized = normalize(x)
        stored[index].append(read(layer, normalized, position))
        let visible = stored[index].indices.filter { isVisible(position, $0) }
        let outputs = queries(layer, normalized, position).enumerated().flatMap { head, query in
          let weights = visible.map { exp(scale(query.count) * dot(query, stored[index][$0].keys[head])) }
          let total = weights.reduce(0, +)
          return stored[index][0].values[head].indices.map { element in
            zip(weights, visible).reduce(0) { $0 + $1.0 / total * stored[index][$1.1].values[head][element] }
          }
        }
        x = add(x, multiply("\(layer).attn_wo", outputs))
        let hidden = multiply("\(layer).mlp_fc1", normalize(x)).map { max($0, 0) }
        x = add(x, multiply("\(layer).mlp_fc2", hidden))
      }
      return multiply("lm_head", x)
    }
  }

  /// The negative log-probability of each token but the first, as far as the context reaches.
  func losses(_ tokens: [Int]) -> [Double] {
    let count = min(configuration.contextLength, tokens.count - 1)
    return zip(logits(Array(tokens.prefix(count))), tokens.dropFirst()).map { logits, next in
      log(logits.reduce(0) { $0 + exp($1) }) - logits[next]
    }
  }
}
