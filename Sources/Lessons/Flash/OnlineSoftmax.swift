import Attention
import Autograd
import Basics
import Random

/// The numbers of the lesson "flash": attention computed from one key after the other.
public struct OnlineSoftmax: Equatable, Sendable {
  /// The scores of four keys, with the scale in them.
  public static let scores: [Double] = [1, 3, 2, 5]
  /// Their values, of one element each.
  public static let values: [Double] = [10, 20, 30, 40]

  /// What is kept after a key.
  public struct Step: Equatable, Sendable {
    /// The key's score.
    public let score: Double
    /// m, the largest score so far.
    public let maximum: Double
    /// exp(old m − new m), by which what was kept is multiplied; 0 for the first key.
    public let correction: Double
    /// exp(score − m).
    public let weight: Double
    /// l, the sum of the weights so far, all relative to m.
    public let sum: Double
    /// o, the sum of the values times their weights so far.
    public let output: Double
  }

  /// The steps, key by key.
  public let steps: [Step]
  /// What the plain kernel gives for the same scores and values.
  public let softmaxOutput: Double
  /// What FlashAttention gives, one key at a time.
  public let flashOutput: Double
  /// exp of the score 1000, as a softmax without the maximum would compute it.
  public let exponentialOfLargeScore: Double

  /// What one query leaves on the tape.
  public struct Memory: Equatable, Sendable {
    /// How many keys it sees.
    public let keyCount: Int
    /// Bytes of the plain kernel.
    public let softmax: Int
    /// Bytes of FlashAttention in tiles of ``OnlineSoftmax/tileSize``.
    public let flash: Int
    /// Multiplications of the plain kernel.
    public let softmaxWork: Int
    /// Multiplications of FlashAttention with keys and values.
    public let flashWork: Int
    /// Multiplications by which FlashAttention corrects l and o, once for each tile.
    public let corrections: Int
    /// The largest difference of the two outputs.
    public let difference: Double
    /// The largest difference of the gradients of the query, relative to the largest gradient.
    public let gradientDifference: Double
  }

  /// How many keys FlashAttention reads between two corrections.
  public static let tileSize = 16
  /// How many elements the query, a key and a value have.
  fileprivate static let width = 16
  /// The memory of a query of 16 elements, for numbers of keys.
  public let memory: [Memory]

  /// Computes them.
  public init() {
    steps = Self.steps(Self.scores, Self.values)
    func output(_ kernel: AttentionKernel) -> Double {
      let tape = Tape()
      let head = kernel.attend(
        tape.vector([1]),
        Self.scores.map { tape.vector([$0]) },
        Self.values.map { tape.vector([$0]) },
        tape.value(1)
      )
      return head.output.data[0]
    }
    softmaxOutput = output(.softmax)
    flashOutput = output(.flash(tileSize: 1))
    exponentialOfLargeScore = ElementaryFunctions.exp(1000)
    memory = [16, 64, 256, 1024].map(Self.memory)
  }

  /// Online softmax, one key at a time.
  private static func steps(_ scores: [Double], _ values: [Double]) -> [Step] {
    var steps: [Step] = []
    var (maximum, sum, output) = (-Double.infinity, 0.0, 0.0)
    for (score, value) in zip(scores, values) {
      let larger = max(maximum, score)
      let correction = ElementaryFunctions.exp(maximum - larger)
      let weight = ElementaryFunctions.exp(score - larger)
      maximum = larger
      sum = sum * correction + weight
      output = output * correction + weight * value
      steps.append(
        Step(
          score: score,
          maximum: maximum,
          correction: correction,
          weight: weight,
          sum: sum,
          output: output
        )
      )
    }
    return steps
  }

  private static func memory(_ keyCount: Int) -> Memory {
    let softmax = Query(keyCount, .softmax)
    let flash = Query(keyCount, .flash(tileSize: tileSize))
    let largest = softmax.gradient.reduce(0) { max($0, $1.magnitude) }
    return Memory(
      keyCount: keyCount,
      softmax: softmax.bytes,
      flash: flash.bytes,
      softmaxWork: softmax.work,
      flashWork: flash.work,
      corrections: keyCount / tileSize * (1 + width),
      difference: largestDifference(softmax.output, flash.output),
      gradientDifference: largestDifference(softmax.gradient, flash.gradient) / largest
    )
  }
}

/// One query over random keys and values, and what it leaves.
private struct Query {
  let bytes: Int
  let work: Int
  let output: [Double]
  let gradient: [Double]

  init(_ keyCount: Int, _ kernel: AttentionKernel) {
    let tape = Tape()
    var generator = MersenneTwister(seed: 1)
    func vector() -> Vector {
      tape.vector((0..<OnlineSoftmax.width).map { _ in generator.gaussian(standardDeviation: 1) })
    }
    let query = vector()
    let keys = (0..<keyCount).map { _ in vector() }
    let values = (0..<keyCount).map { _ in vector() }
    let scale = tape.value(0.25)
    let before = tape.byteCount
    let head = kernel.attend(query, keys, values, scale)
    bytes = tape.byteCount - before
    work = tape.multiplyAddCount
    output = head.output.data
    head.output[0].backward()
    gradient = query.grad
  }
}
