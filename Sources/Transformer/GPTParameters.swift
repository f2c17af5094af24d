import Autograd

/// A parameter matrix with the name microgpt.py gives it.
public struct NamedMatrix {
  /// The name, such as `layer0.attn_wq`.
  public let name: String
  /// The matrix.
  public let matrix: Matrix

  /// A matrix under a name.
  public init(name: String, matrix: Matrix) {
    self.name = name
    self.matrix = matrix
  }
}

/// The parameters of one block. All matrices map a vector x to W x; none has a bias.
public struct BlockParameters {
  /// The projection to queries, `attn_wq`.
  public let query: Matrix
  /// The projection to keys, `attn_wk`.
  public let key: Matrix
  /// The projection to values, `attn_wv`.
  public let value: Matrix
  /// The projection of the heads' outputs back to the embedding, `attn_wo`.
  public let output: Matrix
  /// The first matrix of the feed-forward part, to the hidden width, `mlp_fc1`.
  public let expansion: Matrix
  /// The second matrix of the feed-forward part, back to the embedding, `mlp_fc2`.
  public let contraction: Matrix
}

/// The parameters of a GPT, in microgpt.py's order: `wte`, `wpe`, `lm_head`, then each block's.
///
/// They stand side by side on the tape, so they are also one ``vector``.
public struct GPTParameters {
  /// One row for each token, `wte`.
  public let tokenEmbedding: Matrix
  /// One row for each position, `wpe`.
  public let positionEmbedding: Matrix
  /// One row for each token, from the last embedding to its logit, `lm_head`. Not tied to the token embedding.
  public let outputHead: Matrix
  /// Each block's matrices.
  public let blocks: [BlockParameters]
  /// All matrices with their names, in order.
  public let named: [NamedMatrix]
  /// All parameters as one run, in order.
  public let vector: Vector

  /// Appends the parameters of a model to `tape`, asking for each number in order.
  init(_ configuration: GPTConfiguration, on tape: Tape, _ parameter: () -> Double) {
    let width = configuration.embeddingWidth
    let hidden = configuration.hiddenWidth
    var named: [NamedMatrix] = []
    func matrix(_ name: String, _ rows: Int, _ columns: Int) -> Matrix {
      let matrix = tape.matrix(rows: rows, columns: columns, parameter)
      named.append(NamedMatrix(name: name, matrix: matrix))
      return matrix
    }
    let start = tape.valueCount
    tokenEmbedding = matrix("wte", configuration.vocabularySize, width)
    positionEmbedding = matrix("wpe", configuration.contextLength, width)
    outputHead = matrix("lm_head", configuration.vocabularySize, width)
    blocks = (0..<configuration.layerCount).map { layer in
      BlockParameters(
        query: matrix("layer\(layer).attn_wq", width, width),
        key: matrix("layer\(layer).attn_wk", width, width),
        value: matrix("layer\(layer).attn_wv", width, width),
        output: matrix("layer\(layer).attn_wo", width, width),
        expansion: matrix("layer\(layer).mlp_fc1", hidden, width),
        contraction: matrix("layer\(layer).mlp_fc2", width, hidden)
      )
    }
    self.named = named
    vector = tape.run(from: start)
  }
}
