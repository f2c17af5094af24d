import Autograd
import Inspection
import Transformer

/// What becomes of the copy where heads are switched off and nothing is trained anew.
public struct WithoutHeads: Equatable, Sendable {
  /// A head's place in the model.
  public struct Place: Equatable, Sendable {
    /// The layer, counted from 0.
    public let layer: Int
    /// The head, counted from 0.
    public let head: Int
  }

  /// The heads that are switched off.
  public let heads: [Place]
  /// The losses on words that come twice, in nats per token, and what the heads attend to there.
  public let scores: InductionScores

  /// Zeros stand in place of the heads' z while `scores` measures: what W_o would make of z is 0.
  init(
    _ heads: [Place],
    of model: GPT,
    scores: () throws(LessonError) -> InductionScores
  ) throws(LessonError) {
    let width = model.configuration.headWidth
    let columns = heads.flatMap { place in
      let matrix = model.parameters["layer\(place.layer).attn_wo"]
      return (0..<matrix.rows).flatMap { row in
        let numbers = Array(matrix[row])
        return (place.head * width..<(place.head + 1) * width).map { numbers[$0] }
      }
    }
    let kept = columns.map { $0.data }
    for number in columns { number.data = 0 }
    defer { for (number, data) in zip(columns, kept) { number.data = data } }
    self.heads = heads
    self.scores = try scores()
  }
}
