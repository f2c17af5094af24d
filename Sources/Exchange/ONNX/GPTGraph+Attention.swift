import Basics
import Transformer

extension GPTGraph {
  /// Which pairs of query and key are visible, T × T.
  mutating func addVisibility() {
    let query = add("Unsqueeze", ["positions", integers([1])], "query_positions")
    let key = add("Unsqueeze", ["positions", integers([0])], "key_positions")
    let distance = add("Sub", [query, key], "distances")
    let past = add("GreaterOrEqual", [distance, integer(0)], "visible.past")
    var visible = past
    if model.attention.mask != .causal {
      let patterns = model.attention.mask.patterns.enumerated().map { index, pattern in
        let name = "visible.pattern\(index)"
        switch pattern {
        case .causal: return past
        case .window(let size): return add("Less", [distance, integer(size)], name)
        case .strided(let stride):
          let rest = add("Mod", [distance, integer(stride)], name + ".rest")
          return add("Equal", [rest, integer(0)], name)
        case .blocks(let size):
          let queryBlock = add("Div", [query, integer(size)], name + ".query")
          let keyBlock = add("Div", [key, integer(size)], name + ".key")
          return add("Equal", [queryBlock, keyBlock], name)
        case .global(let count): return add("Less", [key, integer(count)], name)
        }
      }
      for (index, pattern) in patterns.enumerated() {
        let shown = index == 0 ? pattern : add("Or", [visible, pattern], "visible.any\(index)")
        visible = shown
      }
      visible = add("And", [past, visible], "visible.mask")
    }
    if let size = model.attention.store.size {
      let stored = add("Less", [distance, integer(size)], "visible.stored")
      visible = add("And", [visible, stored], "visible.both")
    }
    add("Identity", [visible], "visible")
  }

  /// The cosines and sines of the positions, T × 1 × pairs.
  mutating func addRotation() {
    guard case .rotary(let base) = model.attention.positions else { return }
    let pairs = model.rotaryWidth / 2
    let frequencies = (0..<pairs).map { pair in
      ElementaryFunctions.pow(base, -2 * Double(pair) / Double(model.rotaryWidth))
    }
    let angles = (0..<model.contextLength).flatMap { position in frequencies.map { Double(position) * $0 } }
    for (name, values) in [
      ("cosines", angles.map { ElementaryFunctions.cos($0) }),
      ("sines", angles.map { ElementaryFunctions.sin($0) }),
    ] {
      let table = constant(name, [model.contextLength, 1, pairs], .doubles(values))
      add("Gather", [table, "positions"], name)
    }
  }

  /// Turns the pairs of the last axis of T × heads × width.
  private mutating func rotate(_ x: String, heads: Int, width: Int, _ output: String) -> String {
    let pairs = reshape(x, [0, heads, width / 2, 2], output + ".pairs")
    let parts = (0...1).map { element in
      add("Gather", [pairs, integer(element)], output + ".element\(element)", [("axis", .integer(3))])
    }
    func term(_ element: Int, _ table: String) -> String {
      add("Mul", [parts[element], table], output + ".element\(element).\(table)")
    }
    let first = add("Sub", [term(0, "cosines"), term(1, "sines")], output + ".first")
    let second = add("Add", [term(0, "sines"), term(1, "cosines")], output + ".second")
    let turned = [first, second].map { add("Unsqueeze", [$0, integers([3])], $0 + ".column") }
    let joined = add("Concat", turned, output + ".turned", [("axis", .integer(3))])
    return reshape(joined, [0, heads, width], output)
  }

  /// Attention's output for normalized vectors, T × width.
  mutating func attention(_ x: String, _ layer: String) -> String {
    let (scores, values) =
      model.attention.latentWidth == nil ? keysAndValues(x, layer) : latents(x, layer)
    let scaled = add("Mul", [scores, number(model.scaleFactor)], layer + "scaled")
    let shown = add("Where", ["visible", scaled, number(-.infinity)], layer + "scores")
    let pattern = add("Softmax", [shown], layer + "grouped_pattern", [("axis", .integer(-1))])
    // As many queries as share a stored head make an axis of their own.
    let shape = add(
      "Concat",
      [integers([model.headCount]), "shape", "shape"],
      layer + "pattern.shape",
      [("axis", .integer(0))]
    )
    add("Reshape", [pattern, shape], layer + "pattern")
    let z = add("MatMul", [pattern, values], layer + "z")
    let placed = transpose(z, [2, 0, 1, 3], layer + "z.placed")
    let heads = reshape(placed, [0, model.embeddingWidth], layer + "z.joined")
    return linear(heads, layer + "attn_wo", layer + "attention_output")
  }

  /// The raw scores, G × H/G × T × T for G stored heads, and the values, G × 1 × T × d.
  private mutating func keysAndValues(_ x: String, _ layer: String) -> (scores: String, values: String) {
    let (heads, stored, width) = (model.headCount, model.keyValueHeadCount, model.headWidth)
    func part(_ name: String, _ matrix: String, heads: Int, norm: String? = nil) -> String {
      let flat = linear(x, layer + matrix, layer + name + ".joined")
      var result = reshape(flat, [0, heads, width], layer + name + ".heads")
      guard let norm else { return result }
      if model.attention.normalizesQueriesAndKeys {
        result = self.norm(result, layer + norm, layer + name + ".norm")
      }
      guard case .rotary = model.attention.positions else { return result }
      return rotate(result, heads: heads, width: width, layer + name + ".rotated")
    }
    let query = part("query", "attn_wq", heads: heads, norm: "attn_q_norm")
    let key = part("key", "attn_wk", heads: stored, norm: "attn_k_norm")
    let value = part("value", "attn_wv", heads: stored)
    let queries = transpose(
      reshape(query, [0, stored, heads / stored, width], layer + "query.groups"),
      [1, 2, 0, 3],
      layer + "query"
    )
    let keys = transpose(
      reshape(key, [0, stored, 1, width], layer + "key.groups"),
      [1, 2, 3, 0],
      layer + "key"
    )
    let values = transpose(
      reshape(value, [0, stored, 1, width], layer + "value.groups"),
      [1, 2, 0, 3],
      layer + "value"
    )
    return (add("MatMul", [queries, keys], layer + "raw_scores"), values)
  }

  /// The same with latents: keys and values of every head are made of them.
  private mutating func latents(_ x: String, _ layer: String) -> (scores: String, values: String) {
    let (heads, width, rotary) = (model.headCount, model.headWidth, model.rotaryWidth)
    let flat = linear(x, layer + "attn_wq", layer + "query.joined")
    let query = reshape(flat, [0, heads, width + rotary], layer + "query.heads")
    let latent = linear(x, layer + "attn_wdkv", layer + "latent")
    func up(_ name: String, _ matrix: String) -> String {
      let joined = linear(latent, layer + matrix, layer + name + ".joined")
      return reshape(joined, [0, heads, 1, width], layer + name + ".heads")
    }
    let keys = transpose(up("key", "attn_wuk"), [1, 2, 3, 0], layer + "key")
    let values = transpose(up("value", "attn_wuv"), [1, 2, 0, 3], layer + "value")
    func queries(_ part: Range<Int>, _ name: String) -> String {
      add(
        "Slice",
        [query, integers([part.lowerBound]), integers([part.upperBound]), integers([2])],
        layer + name
      )
    }
    func grouped(_ query: String, _ width: Int, _ name: String) -> String {
      transpose(reshape(query, [0, heads, 1, width], layer + name + ".groups"), [1, 2, 0, 3], layer + name)
    }
    let content = grouped(queries(0..<width, "query.content.heads"), width, "query.content")
    let scores = add("MatMul", [content, keys], layer + "content_scores")
    guard rotary > 0 else { return (scores, values) }
    let placed = rotate(
      queries(width..<width + rotary, "query.position.heads"),
      heads: heads,
      width: rotary,
      layer + "query.rotated"
    )
    let rotaryKey = linear(x, layer + "attn_wkr", layer + "rotary_key.joined")
    let turned = rotate(
      reshape(rotaryKey, [0, 1, rotary], layer + "rotary_key.heads"),
      heads: 1,
      width: rotary,
      layer + "rotary_key.rotated"
    )
    let shared = transpose(
      reshape(turned, [0, 1, 1, rotary], layer + "rotary_key.groups"),
      [1, 2, 3, 0],
      layer + "rotary_key"
    )
    let positions = add(
      "MatMul",
      [grouped(placed, rotary, "query.position"), shared],
      layer + "position_scores"
    )
    return (add("Add", [scores, positions], layer + "raw_scores"), values)
  }
}
