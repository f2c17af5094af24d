import Autograd

/// The parameters of one block.
///
/// All matrices map a vector x to W x; none has a bias.
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
  /// One row for each token, from the last embedding to its logit, `lm_head`.
  ///
  /// Not tied to the token embedding.
  public let outputHead: Matrix
  /// Each block's matrices.
  public let blocks: [BlockParameters]
  /// All matrices with their names, in order.
  public let named: [NamedMatrix]
  /// All parameters as one run, in order.
  public let vector: Vector

  /// Appends the parameters of a model to `tape`, asking for each number in order.
  init(_ configuration: GPTConfiguration, on tape: Tape, _ parameter: () -> Double) {
    let start = tape.valueCount
    named = configuration.parameterShapes.map { shape in
      NamedMatrix(
        name: shape.name,
        matrix: tape.matrix(rows: shape.rows, columns: shape.columns, parameter)
      )
    }
    vector = tape.run(from: start)

    var rest = named.map { $0.matrix }[...]
    func next() -> Matrix { rest.removeFirst() }
    tokenEmbedding = next()
    positionEmbedding = next()
    outputHead = next()
    blocks = (0..<configuration.layerCount).map { _ in
      BlockParameters(
        query: next(),
        key: next(),
        value: next(),
        output: next(),
        expansion: next(),
        contraction: next()
      )
    }
  }
}
