import Foundation
import Transformer

/// The encoder–decoder over plain lists of numbers, as equations on whole sequences: nothing is stored or recorded.
struct PlainEncoderDecoder {
  typealias Rows = [[Double]]

  let shape: EncoderDecoderShape
  private(set) var matrices: [String: Rows] = [:]

  /// The model with the given parameters, in the order of the configuration's shapes.
  init(_ configuration: EncoderDecoderConfiguration, _ parameters: [Double]) {
    shape = configuration.shape
    var rest = parameters[...]
    for shape in configuration.parameterShapes {
      matrices[shape.name] = (0..<shape.rows).map { _ in
        defer { rest = rest.dropFirst(shape.columns) }
        return Array(rest.prefix(shape.columns))
      }
    }
  }

  private func multiply(_ name: String, _ xs: Rows) -> Rows {
    xs.map { x in (matrices[name] ?? []).map { row in zip(row, x).reduce(0) { $0 + $1.0 * $1.1 } } }
  }

  private func normalize(_ xs: Rows) -> Rows {
    xs.map { x in
      let root = sqrt(x.reduce(0) { $0 + $1 * $1 } / Double(x.count) + 1e-5)
      return x.map { $0 / root }
    }
  }

  private func add(_ xs: Rows, _ ys: Rows) -> Rows { zip(xs, ys).map { zip($0, $1).map { $0 + $1 } } }

  private func embed(_ tokens: [Int], _ positions: String) -> Rows {
    let embeddings = tokens.map { matrices["wte"]?[$0] ?? [] }
    return normalize(add(embeddings, matrices[positions] ?? []))
  }

  /// Each head's pattern: a row for each query, in it a weight for each key.
  private func patterns(_ name: String, _ queries: Rows, _ keys: Rows, isCausal: Bool) -> [Rows] {
    let width = shape.embeddingWidth / shape.headCount
    let (queries, keys) = (multiply("\(name)_wq", queries), multiply("\(name)_wk", keys))
    return (0..<shape.headCount).map { head in
      queries.enumerated().map { position, query in
        let exponentials = keys.enumerated().map { place, key in
          let score = (head * width..<(head + 1) * width).reduce(0) { $0 + query[$1] * key[$1] }
          return isCausal && place > position ? 0 : exp(score / sqrt(Double(width)))
        }
        let total = exponentials.reduce(0, +)
        return exponentials.map { $0 / total }
      }
    }
  }

  private func attend(_ name: String, _ queries: Rows, _ keys: Rows, isCausal: Bool = false) -> Rows {
    let width = shape.embeddingWidth / shape.headCount
    let values = multiply("\(name)_wv", keys)
    let patterns = patterns(name, queries, keys, isCausal: isCausal)
    let heads = queries.indices.map { position in
      (0..<shape.embeddingWidth).map { element in
        zip(patterns[element / width][position], values).reduce(0) { $0 + $1.0 * $1.1[element] }
      }
    }
    return multiply("\(name)_wo", heads)
  }

  private func feedForward(_ block: String, _ xs: Rows) -> Rows {
    multiply("\(block).mlp_fc2", multiply("\(block).mlp_fc1", xs).map { $0.map { max($0, 0) } })
  }

  private func encode(_ source: [Int]) -> Rows {
    var xs = embed(source, "encoder.wpe")
    for layer in 0..<shape.layerCount {
      let normalized = normalize(xs)
      xs = add(xs, attend("encoder\(layer).attn", normalized, normalized))
      xs = add(xs, feedForward("encoder\(layer)", normalize(xs)))
    }
    return normalize(xs)
  }

  /// The logits after each token of the target, and of each block the patterns of its cross-attention.
  func logits(_ source: [Int], _ target: [Int]) -> (logits: Rows, patterns: [[Rows]]) {
    let memory = encode(source)
    var xs = embed(target, "decoder.wpe")
    var crossPatterns: [[Rows]] = []
    for layer in 0..<shape.layerCount {
      let block = "decoder\(layer)"
      let normalized = normalize(xs)
      xs = add(xs, attend("\(block).attn", normalized, normalized, isCausal: true))
      crossPatterns.append(patterns("\(block).cross", normalize(xs), memory, isCausal: false))
      xs = add(xs, attend("\(block).cross", normalize(xs), memory))
      xs = add(xs, feedForward(block, normalize(xs)))
    }
    return (multiply("lm_head", xs), crossPatterns)
  }

  /// The mean negative log-probability of the tokens of the target after its first.
  func loss(_ source: [Int], _ target: [Int]) -> Double {
    let logits = logits(source, target.dropLast()).logits
    let losses = zip(logits, target.dropFirst()).map { logits, next in
      log(logits.reduce(0) { $0 + exp($1) }) - logits[next]
    }
    return losses.reduce(0, +) / Double(losses.count)
  }

  /// What is written by always taking the likeliest token, every time computed from the beginning.
  func spell(_ source: [Int], from boundary: Int, atMost count: Int) -> [Int] {
    var target = [boundary]
    while target.count <= count {
      let last = logits(source, target).logits[target.count - 1]
      let likeliest = last.indices.max { last[$0] < last[$1] } ?? 0
      if likeliest == boundary { break }
      target.append(likeliest)
    }
    return Array(target.dropFirst())
  }
}
