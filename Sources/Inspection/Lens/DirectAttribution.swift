import Autograd
import Transformer

/// What each part of a model adds to the logit of a token: of the one that came, unless another is asked for.
///
///     logit = lm_head[token] · (embedding + Σ what heads add + Σ what feed-forward parts add)
///
/// The residual stream is a sum, so without a norm before the output head the parts' contributions sum to the logit exactly.
/// A final norm multiplies that sum by a number that depends on all of it. For each position that number, the factor of
/// ``finalNormFactors``, is held constant:
///
///     logit = lm_head[token] · w ⊙ (embedding + Σ …) · f,   f = (x·x / n + ε)^−½ of the whole sum x
///
/// with the norm's weights w. The contributions then still sum to the logit; that a part also changes f is nobody's. They are direct effects: what a part does by way of later parts that read it counts as theirs.
///
/// softmax does not see what all logits have in common, so beside each contribution stands ``Part/relative``: the contribution
/// to the logit less the mean contribution to all tokens' logits. These sum to the logit less the mean logit.
///
/// Source: "A Mathematical Framework for Transformer Circuits", Elhage et al. 2021; the name is TransformerLens's.
public struct DirectAttribution: Equatable, Sendable, Encodable {
  /// For each position the token whose logit is divided.
  public let tokens: [Int]
  /// For each position the model's logit of that token.
  public let logits: [Double]
  /// For each position the same less the mean of the logits of all tokens.
  public let relative: [Double]
  /// For each position the final norm's factor, by which every contribution was multiplied; nil where there is no final norm.
  @ExplicitNull public private(set) var finalNormFactors: [Double]?
  /// The embedding, then each layer's heads and its feed-forward part.
  public let parts: [Part]

  /// What one part adds.
  public struct Part: Equatable, Sendable, Encodable {
    /// The layer, counted from 0, or nil for the embedding.
    @ExplicitNull public private(set) var layer: Int?
    /// What kind of part it is; for ``ResidualPart/attention`` it is one head.
    public let part: ResidualPart
    /// The head, counted from 0, or nil for what is no head.
    @ExplicitNull public private(set) var head: Int?
    /// For each position what the part adds to the logit.
    public let logits: [Double]
    /// For each position the same less the mean of what it adds to the logits of all tokens.
    public let relative: [Double]
  }

  /// Divides logits along a text.
  ///
  /// - Parameters:
  ///   - pass: the text, read.
  ///   - tokens: for each position the token whose logit is divided; nil for those that came.
  public init(_ pass: ForwardPass, of tokens: [Int]? = nil) {
    let tokens = tokens ?? Array(pass.tokens.dropFirst())
    precondition(
      tokens.count == pass.count,
      "\(tokens.count) tokens can't be looked at in \(pass.count) positions"
    )
    let readout = Readout(pass.model)
    let finalNormFactors =
      readout.isNormalized ? pass.positions.map { $0.activations.finalNormFactor } : nil
    self.finalNormFactors = finalNormFactors
    let factors = finalNormFactors ?? Array(repeating: 1, count: pass.count)
    let additions = pass.positions.indices.map { position in
      pass.additions(at: position).map { addition in
        (addition.layer, addition.part, addition.head, addition.vector.map { $0 * factors[position] })
      }
    }
    self.tokens = tokens
    let own = pass.positions.map { $0.activations.logits.data }
    logits = zip(own, tokens).map { $0[$1] }
    relative = zip(own, tokens).map { $0[$1] - mean($0) }
    parts = additions[0].indices.map { index in
      let vectors = additions.map { $0[index].3 }
      return Part(
        layer: additions[0][index].0,
        part: additions[0][index].1,
        head: additions[0][index].2,
        logits: zip(vectors, tokens).map { readout.logit(of: $1, for: $0) },
        relative: zip(vectors, tokens).map { readout.logit(of: $1, for: $0) - readout.meanLogit(for: $0) }
      )
    }
  }
}

extension GPTActivations {
  /// What the final norm multiplies the last block's output by.
  fileprivate var finalNormFactor: Double {
    let x = (blocks.last?.output ?? normalized).data
    return 1 / (innerProduct(x, x) / Double(x.count) + rmsNormEpsilon).squareRoot()
  }
}

/// The output head as numbers, with the weights of a final norm.
private struct Readout {
  /// Whether there is a final norm.
  let isNormalized: Bool
  private let rows: [[Double]]
  private let meanRow: [Double]

  init(_ model: GPT) {
    let matrix = model.parameters["lm_head"]
    isNormalized = model.configuration.shape.hasFinalNorm
    let weights = model.parameters.optional("final_norm")?[0].data
    let rows = (0..<matrix.rows).map { row in
      weights.map { zip(matrix[row].data, $0).map { $0 * $1 } } ?? matrix[row].data
    }
    self.rows = rows
    meanRow = (0..<matrix.columns).map { column in mean(rows.map { $0[column] }) }
  }

  func logit(of token: Int, for vector: [Double]) -> Double { innerProduct(rows[token], vector) }

  func meanLogit(for vector: [Double]) -> Double { innerProduct(meanRow, vector) }
}

extension ForwardPass {
  /// What each part adds to the residual stream at a position, in the order of computation.
  fileprivate func additions(
    at position: Int
  ) -> [(layer: Int?, part: ResidualPart, head: Int?, vector: [Double])] {
    let activations = positions[position].activations
    return [(nil, .embedding, nil, activations.normalized.data)]
      + activations.blocks.enumerated().flatMap { layer, block in
        headAdditions(layer: layer, position: position).enumerated()
          .map { (layer, .attention, $0, $1) }
          + [(layer, .feedForward, nil, block.feedForward.output.data)]
      }
  }
}
