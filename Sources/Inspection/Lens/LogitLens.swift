import Autograd
import Transformer

/// What a model would predict if it ended after each of its parts.
///
///     logits = lm_head · residual,   with a final norm lm_head · norm(residual)
///
/// The lens is the model's own last step, taken early; after the last part it is the model's prediction, bit for bit. What an early stage "predicts" is no step of the computation, though: later parts
/// read the residual stream through matrices of their own, and a direction that says nothing to the output head may say a lot
/// to them.
///
/// Source: "interpreting GPT: the logit lens", nostalgebraist 2020.
public struct LogitLens: Equatable, Sendable, Encodable {
  /// How many tokens were read.
  public let positionCount: Int
  /// The embedding, then each layer's attention and feed-forward part.
  public let stages: [Stage]

  /// The predictions after one part.
  public struct Stage: Equatable, Sendable, Encodable {
    /// The layer, counted from 0, or nil for the embedding.
    @ExplicitNull public private(set) var layer: Int?
    /// The part that has written last.
    public let part: ResidualPart
    /// One for each position.
    public let predictions: [Prediction]
  }

  /// The prediction at one position.
  public struct Prediction: Equatable, Sendable, Encodable {
    /// One for each token of the vocabulary.
    public let logits: [Double]
    /// softmax(logits), as sampling at temperature 1 has them.
    public let probabilities: [Double]
    /// The token with the largest logit, of equal ones the first.
    public let likeliest: Int
    /// The token that came.
    public let next: Int
    /// How many tokens have a larger logit than the one that came: 0 where that is the likeliest.
    public let rank: Int
    /// −ln p(the token that came), in nats.
    public let loss: Double

    /// p(the token that came).
    public var probability: Double { probabilities[next] }
  }

  /// The predictions along a text.
  public init(_ pass: ForwardPass) {
    positionCount = pass.count
    let streams = pass.positions.indices.map { pass.residualStream(at: $0) }
    stages = streams[0].indices.map { index in
      Stage(
        layer: streams[0][index].layer,
        part: streams[0][index].part,
        predictions: streams.enumerated().map { position, stream in
          Prediction(pass.model, stream[index].residual, next: pass.tokens[position + 1])
        }
      )
    }
  }
}

extension LogitLens.Prediction {
  /// The prediction for a residual stream on the model's tape, by the model's own operations.
  fileprivate init(_ model: GPT, _ residual: Vector, next: Int) {
    let tape = model.tape
    let mark = tape.mark
    defer { tape.rewind(to: mark) }
    let (logits, loss) = tape.withoutRecording {
      let logits = model.logits(of: residual).logits
      return (logits.data, logits.negativeLogProbability(of: tape.input(next)).data)
    }
    self.logits = logits
    self.loss = loss
    self.next = next
    probabilities = Sampler(.greedy).probabilities(of: logits)
    likeliest = logits.indices.reduce(0) { logits[$1] > logits[$0] ? $1 : $0 }
    rank = logits.count { $0 > logits[next] }
  }
}
