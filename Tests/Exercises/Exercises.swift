import Attention
import Autograd
import Foundation

/// Exercises on attention: replace a `nil` by a function of yours, such as `{ query, key in … }`.
///
///     MICROGPT_TESTS=Exercises swift test --filter Exercises
///
/// What is nil is skipped, with its question. What is filled in wrongly fails, with a value that it should have come near. Numbers
/// are `Double`s; in the last two exercises they are values on the engine's tape. The first words of the command only leave out
/// building the other tests. `Exercises+Solutions.swift` has a solution of each.
struct Exercises {
  /// How well does a key match a query? Give q·k = Σ qᵢ kᵢ; both are equally long.
  ///
  /// Lesson `lookup`.
  var dotProduct: ((_ query: [Double], _ key: [Double]) -> Double)? = nil

  /// Make weights of scores: exp(score) / Σ exp(scores).
  ///
  /// Scores may be 1,000, where exp is infinite.
  ///
  /// Lesson `basics`.
  var softmax: ((_ scores: [Double]) -> [Double])? = nil

  /// Give the scaled score of a query for each key: q·k / √d, where d is how many numbers a query has.
  ///
  /// Lesson `scaling`.
  var scores: ((_ query: [Double], _ keys: [[Double]]) -> [Double])? = nil

  /// Mix values by their weights: Σₜ wₜ vₜ, as long as one value.
  ///
  /// Lesson `basics`.
  var weightedSum: ((_ weights: [Double], _ values: [[Double]]) -> [Double])? = nil

  /// Give attention's output for one query that sees all keys, with the scale 1/√d.
  ///
  /// Lesson `qkv`.
  var attention: ((_ query: [Double], _ keys: [[Double]], _ values: [[Double]]) -> [Double])? = nil

  /// Say which stored head a query head reads in grouped-query attention.
  ///
  /// Heads that follow one another share one. Both counts are given, and the query heads are a multiple of the stored ones; heads
  /// are counted from 0.
  ///
  /// Lesson `sharing`.
  var storedHead: ((_ head: Int, _ queryHeadCount: Int, _ storedHeadCount: Int) -> Int)? = nil

  /// Make causal weights of scores.
  ///
  /// Row i has the scores of query i for all keys; it may see keys 0 to i. Hidden keys get the weight 0, and each row sums to 1.
  ///
  /// Lesson `mask`.
  var causalWeights: ((_ scores: [[Double]]) -> [[Double]])? = nil

  /// Take a step with a cache: store a new key and value, and give the output of the new query.
  ///
  /// They are kept behind the stored ones. The query sees all of them, its own included. The scale is 1/√d.
  ///
  /// Lesson `cache`.
  var cachedAttention:
    (
      (
        _ query: [Double], _ key: [Double], _ value: [Double],
        _ keys: inout [[Double]], _ values: inout [[Double]]
      ) -> [Double]
    )? = nil

  /// Put words in another order: give the new outputs of attention without positions and mask.
  ///
  /// The old outputs are given. Word i of the new order is word `order[i]` of the old. Nothing
  /// needs to be computed anew.
  ///
  /// Lesson `order`.
  var reorderedOutputs: ((_ outputs: [[Double]], _ order: [Int]) -> [[Double]])? = nil

  /// Take a step of the softmax that never sees all scores: from m, the largest score so far, and Σ exp(score − m) to the same two
  /// numbers with one more score.
  ///
  /// Lesson `flash`.
  var onlineSoftmax:
    ((_ largest: Double, _ sum: Double, _ score: Double) -> (largest: Double, sum: Double))? =
      nil

  /// Go back through softmax: from the weights w and g = ∂L/∂w to ∂L/∂score for each score.
  ///
  /// Lesson `scaling`.
  var softmaxGradient: ((_ weights: [Double], _ gradients: [Double]) -> [Double])? = nil

  /// Give ∂L/∂s of one query, where the scores are s q·k, from the gradient ∂L/∂output that arrives at its output.
  ///
  /// The scale s is any number.
  ///
  /// Lesson `scaling`.
  var scaleGradient:
    (
      (
        _ query: [Double], _ keys: [[Double]], _ values: [[Double]], _ scale: Double,
        _ outputGradient: [Double]
      ) -> Double
    )? = nil

  /// Give ∂L/∂s with the engine.
  ///
  /// Put the scale on a `Tape` as a value, call `loss` with it, go `backward()`, and read the gradient.
  ///
  /// Lesson `scaling`.
  var scaleGradientOnTape: ((_ scale: Double, _ loss: (Value) -> Value) -> Double)? = nil

  /// Give attention's output for one query with operations on the tape.
  ///
  /// Gradients must reach the query, the keys, the values and the scale. `dot`, `exp()` and `+ - * /` of values will do; `AttentionKernel` would be cheating.
  ///
  /// Lesson `qkv`.
  var attentionOnTape: ((_ query: Vector, _ keys: [Vector], _ values: [Vector], _ scale: Value) -> [Value])? =
    nil
}
