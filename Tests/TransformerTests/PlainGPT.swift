import Foundation
import Transformer

/// microgpt's model over plain arrays of numbers, written out as loops.
struct PlainGPT {
  typealias Rows = [[Double]]

  let configuration: GPTConfiguration
  var matrices: [String: Rows] = [:]

  /// The model with the given parameters, in microgpt.py's order.
  init(_ configuration: GPTConfiguration, _ parameters: [Double]) {
    self.configuration = configuration
    let width = configuration.embeddingWidth
    var rest = parameters[...]
    func take(_ name: String, _ rows: Int, _ columns: Int) {
      matrices[name] = (0..<rows).map { _ in
        defer { rest = rest.dropFirst(columns) }
        return Array(rest.prefix(columns))
      }
    }
    take("wte", configuration.vocabularySize, width)
    take("wpe", configuration.contextLength, width)
    take("lm_head", configuration.vocabularySize, width)
    for layer in 0..<configuration.layerCount {
      for name in ["wq", "wk", "wv", "wo"] { take("\(name)\(layer)", width, width) }
      take("fc1\(layer)", 4 * width, width)
      take("fc2\(layer)", width, 4 * width)
    }
  }

  private func multiply(_ name: String, _ x: [Double]) -> [Double] {
    (matrices[name] ?? []).map { row in zip(row, x).reduce(0) { $0 + $1.0 * $1.1 } }
  }

  private func normalize(_ x: [Double]) -> [Double] {
    let meanSquare = x.reduce(0) { $0 + $1 * $1 } / Double(x.count)
    return x.map { $0 / sqrt(meanSquare + 1e-5) }
  }

  private func add(_ x: [Double], _ y: [Double]) -> [Double] { zip(x, y).map { $0 + $1 } }

  /// The logits after each of `tokens`.
  func logits(_ tokens: [Int]) -> Rows {
    let heads = configuration.headCount
    let headWidth = configuration.embeddingWidth / heads
    var keys = [Rows](repeating: [], count: configuration.layerCount)
    var values = keys
    return tokens.enumerated().map { position, token in
      var x = normalize(add(matrices["wte"]?[token] ?? [], matrices["wpe"]?[position] ?? []))
      for layer in 0..<configuration.layerCount {
        let normalized = normalize(x)
        let query = multiply("wq\(layer)", normalized)
        keys[layer].append(multiply("wk\(layer)", normalized))
        values[layer].append(multiply("wv\(layer)", normalized))
        var read: [Double] = []
        for head in 0..<heads {
          let slice = head * headWidth..<(head + 1) * headWidth
          let weights = keys[layer].map { key in
            exp(slice.reduce(0) { $0 + query[$1] * key[$1] } / sqrt(Double(headWidth)))
          }
          let total = weights.reduce(0, +)
          for i in slice {
            read.append(zip(weights, values[layer]).reduce(0) { $0 + $1.0 / total * $1.1[i] })
          }
        }
        x = add(x, multiply("wo\(layer)", read))
        let hidden = multiply("fc1\(layer)", normalize(x)).map { max($0, 0) }
        x = add(x, multiply("fc2\(layer)", hidden))
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
