import Formats
import Training
import Transformer

/// A trained model as a graph of ONNX's operations on Float64 numbers, for all positions of a text at once.
///
///     tokens (T)  →  logits (T × V),  and if asked for layer0.pattern (H × T × T), …
///
/// for T ≤ context tokens, a vocabulary of V and H heads. The weights keep microgpt.py's names and shapes. Hidden pairs have a
/// score of −∞, so their weight is exactly 0. Kernel and store decide about the order of operations and the memory alone, so all of them have
/// the same graph.
///
/// The key `vocabulary` of its metadata has the UTF-8 bytes of each token in hexadecimal digits, separated by spaces; `boundary` is the token that begins and ends a
/// text, and `context_length` the most tokens that it reads.
package struct GPTGraph {
  let checkpoint: Checkpoint
  private(set) var onnx: ONNXModel
  /// The constants that have their place in the file already.
  private var constants: Set<String> = []

  /// The graph of a checkpoint's model.
  ///
  /// - Parameters:
  ///   - checkpoint: the model.
  ///   - givesPatterns: whether every layer's patterns come out, too.
  ///   - producer: the name of the program that writes it.
  ///   - version: its version.
  package static func model(
    of checkpoint: Checkpoint,
    givesPatterns: Bool,
    producer: String,
    version: String
  ) -> ONNXModel {
    var graph = GPTGraph(checkpoint, producer: producer, version: version)
    graph.build(givesPatterns: givesPatterns)
    return graph.onnx
  }

  private init(_ checkpoint: Checkpoint, producer: String, version: String) {
    self.checkpoint = checkpoint
    onnx = ONNXModel(producer: producer, producerVersion: version, name: "gpt")
    let context = checkpoint.model.contextLength
    onnx.documentation =
      "A GPT. The input 'tokens' is a list of 1 to \(context) whole numbers (Int64), the first of them \(checkpoint.tokenizer.boundary), the boundary "
      + "that begins and ends a text. Row t of 'logits' is about the token after the first t + 1. The metadata has the vocabulary, "
      + "the UTF-8 bytes of each token in hexadecimal digits."
    onnx.metadata = [
      ("vocabulary", checkpoint.tokenizer.vocabulary.map(Self.hexadecimal).joined(separator: " ")),
      ("boundary", "\(checkpoint.tokenizer.boundary)"),
      ("context_length", "\(checkpoint.model.contextLength)"),
    ]
  }

  private static func hexadecimal(_ bytes: [UInt8]) -> String {
    bytes.map { ($0 < 16 ? "0" : "") + String($0, radix: 16) }.joined()
  }

  var model: GPTConfiguration { checkpoint.model }

  private mutating func build(givesPatterns: Bool) {
    onnx.inputs = [.init(name: "tokens", type: .integer, shape: [.named("length")])]
    onnx.outputs = [
      .init(name: "logits", type: .double, shape: [.named("length"), .count(model.vocabularySize)])
    ]
    addWeights()
    addPositions()
    addVisibility()
    add("Gather", ["wte", "tokens"], "embedding.token")
    var embedding = "embedding.token"
    if model.attention.positions == .learned {
      add("Gather", ["wpe", "positions"], "embedding.position")
      embedding = add("Add", [embedding, "embedding.position"], "embedding")
    } else {
      addRotation()
    }
    var x = norm(embedding, "embedding_norm", "embedding.norm")
    for layer in 0..<model.layerCount {
      x = block(x, "layer\(layer).")
      guard givesPatterns else { continue }
      onnx.outputs.append(
        .init(
          name: "layer\(layer).pattern",
          type: .double,
          shape: [.count(model.headCount), .named("length"), .named("length")]
        )
      )
    }
    if model.shape.hasFinalNorm { x = norm(x, "final_norm", "output.norm") }
    linear(x, "lm_head", "logits")
  }

  /// One layer.
  private mutating func block(_ x: String, _ layer: String) -> String {
    let attention = attention(norm(x, layer + "attn_norm", layer + "normalized"), layer)
    let middle = add("Add", [x, attention], layer + "residual_middle")
    let output = feedForward(norm(middle, layer + "mlp_norm", layer + "residual_middle.norm"), layer)
    return add("Add", [middle, output], layer + "output")
  }

  /// The feed-forward part's output for normalized vectors.
  private mutating func feedForward(_ x: String, _ layer: String) -> String {
    let hidden = linear(x, layer + "mlp_fc1", layer + "hidden")
    let activated: String
    switch model.shape.feedForward {
    case .relu: activated = add("Relu", [hidden], layer + "rectified")
    case .relu2:
      let rectified = add("Relu", [hidden], layer + "rectified")
      activated = add("Mul", [rectified, rectified], layer + "activated")
    case .swiglu:
      let gate = linear(x, layer + "mlp_gate", layer + "gate")
      let sigmoid = add("Sigmoid", [gate], layer + "gate.sigmoid")
      let silu = add("Mul", [gate, sigmoid], layer + "gate.silu")
      activated = add("Mul", [silu, hidden], layer + "activated")
    }
    return linear(activated, layer + "mlp_fc2", layer + "feed_forward_output")
  }

  private mutating func addWeights() {
    var rest = checkpoint.parameters[...]
    for shape in model.parameterShapes {
      onnx.tensors.append(
        .init(
          name: shape.name,
          shape: [shape.rows, shape.columns],
          values: .doubles(Array(rest.prefix(shape.count)))
        )
      )
      rest = rest.dropFirst(shape.count)
    }
  }

  /// 0, 1, 2, … for as many tokens as there are.
  private mutating func addPositions() {
    add("Shape", ["tokens"], "shape")
    add("Squeeze", ["shape"], "length")
    add("Range", [integer(0), "length", integer(1)], "positions")
  }

  // MARK: Operations

  /// Adds an operation, and gives the name of its result.
  @discardableResult
  mutating func add(
    _ operation: String,
    _ inputs: [String],
    _ output: String,
    _ attributes: [(name: String, value: ONNXModel.Attribute)] = []
  ) -> String {
    onnx.nodes.append(.init(operation, inputs, outputs: [output], attributes: attributes))
    return output
  }

  /// x Wᵀ for the vectors in the rows of x.
  @discardableResult
  mutating func linear(_ x: String, _ matrix: String, _ output: String) -> String {
    add("Gemm", [x, matrix], output, [("transB", .integer(1))])
  }

  /// RMSNorm of the last axis, with the weights of that name where norms have weights.
  mutating func norm(_ x: String, _ weight: String, _ output: String) -> String {
    let square = add("Mul", [x, x], output + ".square")
    let mean = add("ReduceMean", [square], output + ".mean", [("axes", .integers([-1]))])
    let sum = add("Add", [mean, number(rmsNormEpsilon)], output + ".sum")
    let root = add("Sqrt", [sum], output + ".root")
    guard model.shape.norm == .weighted else { return add("Div", [x, root], output) }
    return add("Mul", [add("Div", [x, root], output + ".plain"), weight], output)
  }

  mutating func reshape(_ x: String, _ shape: [Int], _ output: String) -> String {
    add("Reshape", [x, integers(shape)], output)
  }

  mutating func transpose(_ x: String, _ axes: [Int], _ output: String) -> String {
    add("Transpose", [x], output, [("perm", .integers(axes))])
  }

  // MARK: Constants

  mutating func number(_ value: Double) -> String {
    constant("\(value)", [], .doubles([value]))
  }

  mutating func integer(_ value: Int) -> String {
    constant("\(value)", [], .integers([Int64(value)]))
  }

  mutating func integers(_ values: [Int]) -> String {
    constant("\(values)", [values.count], .integers(values.map { Int64($0) }))
  }

  /// A constant, which has one place in the file however often it is read.
  mutating func constant(_ name: String, _ shape: [Int], _ values: ONNXModel.Values) -> String {
    let name = "constant." + name
    if constants.insert(name).inserted {
      onnx.tensors.append(.init(name: name, shape: shape, values: values))
    }
    return name
  }
}
