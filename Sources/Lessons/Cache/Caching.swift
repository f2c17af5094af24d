import Attention
import Autograd
import Inspection
import Random
import Transformer

/// The numbers of the lesson "cache": a text made up with and without stored keys and values, and what that costs.
public struct Caching: Equatable, Sendable {
  /// How many tokens are read.
  public static let length = 64

  /// For each position the largest difference between the logits with and without stored keys and values.
  public let differences: [Double]
  /// The tokens that were chosen, each the likeliest, are the same in both ways.
  public let choosesTheSame: Bool
  /// For each token the multiplications with stored keys and values.
  public let cachedWork: [Int]
  /// For each token the multiplications when all earlier tokens are read again.
  public let repeatedWork: [Int]
  /// For each position how many queries of the first six read its key and value.
  public let readersOfKeys: [Int]
  /// How many elements the stored key of a position has, over all heads.
  public let storedKeyWidth: Int
  /// How many elements a head's query has.
  public let queryWidth: Int

  /// Makes up a text with a model of random parameters in both ways.
  ///
  /// - Throws: ``LessonError`` where no model has such a shape, which does not happen.
  public init() throws(LessonError) {
    let configuration: GPTConfiguration
    do { configuration = try GPTConfiguration(vocabularySize: 9, contextLength: Self.length) } catch {
      throw LessonError(error.description)
    }
    let tape = Tape()
    var generator = MersenneTwister(seed: 42)
    let model = GPT(configuration, on: tape) { generator.gaussian(standardDeviation: 0.5) }
    let cached = Generation(model, keepsState: true)
    let repeated = Generation(model, keepsState: false)
    differences = zip(cached.logits, repeated.logits).map(largestDifference)
    choosesTheSame = cached.tokens == repeated.tokens
    cachedWork = cached.work
    repeatedWork = repeated.work
    readersOfKeys = Self.readers(model, count: 6)
    storedKeyWidth = configuration.keyValueHeadCount * configuration.headWidth
    queryWidth = configuration.headWidth
  }

  /// Reads tokens, and counts for each position the queries that see it.
  private static func readers(_ model: GPT, count: Int) -> [Int] {
    let mark = model.tape.mark
    var state = model.initialState()
    var readers = [Int](repeating: 0, count: count)
    for _ in 0..<count {
      let activations = model.activations(after: model.tape.input(0), state: &state) { _, _ in
        model.attentionScale
      }
      for position in activations.blocks[0].attention.visiblePositions { readers[position] += 1 }
    }
    model.release(state)
    model.tape.rewind(to: mark)
    return readers
  }
}

/// A text whose every token is the likeliest.
private struct Generation {
  var tokens = [0]
  var logits: [[Double]] = []
  /// Multiplications, token by token.
  var work: [Int] = []

  /// - Parameters:
  ///   - model: what reads and predicts.
  ///   - keepsState: whether what was stored of earlier tokens is kept, or all of them are read again.
  init(_ model: GPT, keepsState: Bool) {
    let start = model.tape.mark
    var state = model.initialState()
    for position in 0..<model.contextLength {
      let before = model.tape.multiplyAddCount
      if !keepsState {
        state = model.initialState()
        for token in tokens.dropLast() { _ = model.logits(after: model.tape.input(token), state: &state) }
      }
      let next = model.logits(after: model.tape.input(tokens[position]), state: &state).data
      work.append(model.tape.multiplyAddCount - before)
      logits.append(next)
      tokens.append(next.indices.reduce(0) { next[$1] > next[$0] ? $1 : $0 })
      if !keepsState { model.tape.rewind(to: start) }
    }
    model.tape.rewind(to: start)
  }
}

/// What the gradient of a trained model loses where stored keys and values are constants.
public struct DetachedCache: Sendable {
  /// The text that is read.
  public static let text = "bfd.bfd"
  /// The gradient of each matrix, as it is and with constants in the store.
  public let matrices: [GradientFlow.MatrixGradient]

  /// Follows the gradient through a model trained on echoes.
  public init(on workbench: Workbench) throws(LessonError) {
    let trained = try workbench.model(TrainedSharing.recipe(storedHeadCount: 4, seed: 42))
    matrices = GradientFlow(trained.model, tokens: try trained.tokens(of: Self.text)).matrices
  }

  /// The share of its gradient that the matrix of a name loses; 0 where there is no such matrix.
  public func lostShare(_ name: String) -> Double {
    matrices.first { $0.name == name }?.lostShare ?? 0
  }

  /// How long the gradient of a matrix is with constants in the store, as a share of its length; 0 where there is no such matrix.
  public func restShare(_ name: String) -> Double {
    matrices.first { $0.name == name }.map { $0.detachedNorm / $0.norm } ?? 0
  }
}
