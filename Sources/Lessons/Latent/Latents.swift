import Attention
import Autograd
import Random

/// The numbers of the lesson "latent": keys and values rebuilt from latents, and the same without rebuilding them.
public struct Latents: Equatable, Sendable {
  /// How wide the embedding is.
  public static let width = 64
  /// How many heads there are.
  public static let headCount = 8
  /// How wide a head is.
  public static let headWidth = 8
  /// r, how wide a latent is.
  public static let latentWidth = 16
  /// How many positions are read.
  public static let length = 32
  /// For how many positions multiplications are counted.
  public static let countedLength = 64

  // MARK: By hand

  /// A small W_UK: a key of 3 elements from a latent of 2.
  public static let keyUp: [[Double]] = [[1, 2], [0, 1], [3, -1]]
  /// A latent.
  public static let latent: [Double] = [2, 1]
  /// A query.
  public static let query: [Double] = [1, 4, 2]
  /// k = W_UK c.
  public let key: [Double]
  /// q·k.
  public let score: Double
  /// W_UKᵀ q, the query with the matrix folded into it.
  public let absorbedQuery: [Double]
  /// (W_UKᵀ q)·c.
  public let absorbedScore: Double

  // MARK: In a layer

  /// Numbers stored of each position with keys and values.
  public let storedWithKeysAndValues: Int
  /// Numbers stored of each position with a latent, in the form that rebuilds keys and in the one that does not.
  public let storedWithLatents: [Int]
  /// The largest difference of the two forms' scores, over all heads of the last query.
  public let scoreDifference: Double
  /// The largest of these scores.
  public let largestScore: Double
  /// The largest difference of the two forms' outputs.
  public let outputDifference: Double
  /// Multiplications for the last position in the form that rebuilds every key and value.
  public let expandedWork: Int
  /// The same in the form that does not.
  public let absorbedWork: Int
  /// The same of ordinary attention, which stores keys and values.
  public let ordinaryWork: Int
  /// From which position on, counted from 1, the absorbed form takes more multiplications than ordinary attention.
  public let firstCostlierPosition: Int

  /// Computes them.
  public init() {
    let tape = Tape()
    let latent = tape.vector(Self.latent)
    let query = tape.vector(Self.query)
    var numbers = Self.keyUp.joined().makeIterator()
    let keyUp = tape.matrix(rows: 3, columns: 2) { numbers.next() ?? 0 }
    let key = keyUp * latent
    let absorbed = weightedSum(query, (0..<3).map { keyUp[$0] })
    self.key = key.data
    score = dot(query, key).data
    absorbedQuery = absorbed.data
    absorbedScore = dot(absorbed, latent).data

    let expanded = Reading { matrix in
      Projection.latentExpanded(
        headCount: Self.headCount,
        headWidth: Self.headWidth,
        matrices: LatentMatrices(drawnBy: matrix)
      )
    }
    let folded = Reading { matrix in
      Projection.latentAbsorbed(
        headCount: Self.headCount,
        headWidth: Self.headWidth,
        matrices: LatentMatrices(drawnBy: matrix)
      )
    }
    let layout = HeadLayout(headCount: Self.headCount, headWidth: Self.headWidth)
    storedWithKeysAndValues = layout.storedKeyWidth + layout.storedValueWidth
    storedWithLatents = [expanded.stored, folded.stored]
    scoreDifference = largestDifference(expanded.scores, folded.scores)
    largestScore = expanded.scores.reduce(0) { max($0, $1.magnitude) }
    outputDifference = largestDifference(expanded.output, folded.output)
    let ordinary = Reading { matrix in
      let all = layout.storedKeyWidth
      return Projection.keysAndValues(
        layout: layout,
        query: matrix(all, Self.width),
        key: matrix(all, Self.width),
        value: matrix(all, Self.width),
        output: matrix(Self.width, all)
      )
    }
    expandedWork = expanded.work[Self.length - 1]
    absorbedWork = folded.work[Self.length - 1]
    ordinaryWork = ordinary.work[Self.length - 1]
    let cheaper = zip(folded.work, ordinary.work).prefix { $0 <= $1 }
    firstCostlierPosition = cheaper.count + 1
  }
}

extension LatentMatrices {
  /// Random matrices for the lesson's layer.
  fileprivate init(drawnBy matrix: (_ rows: Int, _ columns: Int) -> Matrix) {
    let all = Latents.headCount * Latents.headWidth
    self.init(
      query: matrix(all, Latents.width),
      down: matrix(Latents.latentWidth, Latents.width),
      keyUp: matrix(all, Latents.latentWidth),
      valueUp: matrix(all, Latents.latentWidth),
      rotaryKey: nil,
      output: matrix(Latents.width, all)
    )
  }
}

/// A layer of attention with random parameters that reads random vectors.
private struct Reading {
  /// Numbers stored of a position.
  let stored: Int
  /// The scores of the query at position ``Latents/length``, head by head.
  let scores: [Double]
  /// The layer's output at that position.
  let output: [Double]
  /// The multiplications at each position.
  let work: [Int]

  init(_ projection: (_ matrix: (_ rows: Int, _ columns: Int) -> Matrix) -> Projection) {
    let tape = Tape()
    var generator = MersenneTwister(seed: 1)
    func matrix(_ rows: Int, _ columns: Int) -> Matrix {
      tape.matrix(rows: rows, columns: columns) { generator.gaussian(standardDeviation: 0.2) }
    }
    let attention = MultiHeadAttention(projection(matrix), mask: .causal)
    let scale = tape.value(1 / Double(Latents.headWidth).squareRoot())
    let store = ListStore()
    var read: AttentionActivations?
    var work: [Int] = []
    for position in 0..<Latents.countedLength {
      let vector = tape.vector((0..<Latents.width).map { _ in generator.gaussian(standardDeviation: 1) })
      let before = tape.multiplyAddCount
      let activations = attention(vector, at: position, in: store) { _ in scale }
      work.append(tape.multiplyAddCount - before)
      if position == Latents.length - 1 { read = activations }
    }
    self.work = work
    stored = store[0].numberCount
    scores = read?.heads.flatMap { $0.scores?.data ?? [] } ?? []
    output = read?.output.data ?? []
  }
}
