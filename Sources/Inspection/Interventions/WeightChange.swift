import Attention
import Autograd
import Transformer

/// What the loss of a text becomes where one weight of a head's pattern is another number, beside what the gradient forecasts.
///
///     L′ − L ≈ Σₜ ∂L/∂wₜ (w′ₜ − wₜ)
///
/// over the weights of the one row that is changed. Only that row is: what later layers compute from it is computed anew.
public struct WeightChange: Equatable, Sendable {
  /// Which weight is changed.
  public let cell: Cell
  /// What becomes of the other weights of the row.
  public let rest: Rest
  /// The positions that the query sees, in order.
  public let keys: [Int]
  /// w, the row as the model computes it, a weight for each of ``keys``.
  public let weights: [Double]
  /// w′, the row that takes its place.
  public let changedWeights: [Double]
  /// L, in nats per token.
  public let loss: Double
  /// L′.
  public let changedLoss: Double
  /// What the gradient forecasts L′ − L to be.
  public let forecast: Double

  /// L′ − L.
  public var change: Double { changedLoss - loss }
  /// How far the forecast is off: forecast − change.
  public var forecastError: Double { forecast - change }

  /// A weight of a pattern.
  public struct Cell: Equatable, Sendable {
    /// The layer, counted from 0.
    public let layer: Int
    /// The head, counted from 0.
    public let head: Int
    /// The query's position, counted from 0.
    public let query: Int
    /// The key's position, counted from 0.
    public let key: Int

    /// The weight that a head's query at one position gives to another.
    public init(layer: Int, head: Int, query: Int, key: Int) {
      self.layer = layer
      self.head = head
      self.query = query
      self.key = key
    }
  }

  /// What becomes of the other weights of the row.
  public enum Rest: String, CaseIterable, Sendable {
    /// They stay as they are, and the row no longer sums to 1.
    case kept
    /// They are multiplied by one factor, (1 − w′ₖ) / (1 − wₖ), so that the row still sums to 1.
    case scaled
  }

  /// Changes one weight.
  ///
  /// - Parameters:
  ///   - model: what reads the text; nothing stays on its tape.
  ///   - tokens: the text, at least two tokens; what lies beyond the context is not read.
  ///   - cell: which weight, of the model's layers and heads and of positions that are read.
  ///   - weight: what it becomes, a finite number.
  ///   - rest: what becomes of the others.
  /// - Throws: ``WeightChangeError`` where there is no such weight, or no others that could be scaled.
  public init(
    _ model: GPT,
    text tokens: [Int],
    _ cell: Cell,
    to weight: Double,
    rest: Rest
  ) throws(WeightChangeError) {
    let row = model.withForwardPass(over: tokens) { pass in
      let head = pass.head(cell.head, layer: cell.layer, position: cell.query)
      return (
        keys: pass.visiblePositions(layer: cell.layer, position: cell.query), weights: head.patternNumbers,
        gradient: head.patternGradient, isKept: head.pattern != nil, loss: pass.loss.data
      )
    }
    guard row.isKept else { throw .noPattern }
    guard let index = row.keys.firstIndex(of: cell.key) else { throw .hidden }
    let changed = try rest.row(row.weights, index, weight)
    self.cell = cell
    self.rest = rest
    keys = row.keys
    weights = row.weights
    changedWeights = changed
    loss = row.loss
    forecast = zip(row.gradient, zip(changed, row.weights)).reduce(0) { $0 + $1.0 * ($1.1.0 - $1.1.1) }
    let intervention = Intervention(
      .pattern,
      layer: cell.layer,
      head: cell.head,
      positions: [cell.query],
      .numbers(on: model.tape) { _ in changed }
    )
    let mark = model.tape.mark
    defer { model.tape.rewind(to: mark) }
    changedLoss = model.tape.withoutRecording {
      IntervenedGPT(model, intervention).loss(of: tokens).data
    }
  }
}

extension WeightChange.Rest {
  /// A row with one weight changed.
  fileprivate func row(
    _ weights: [Double],
    _ index: Int,
    _ weight: Double
  ) throws(WeightChangeError) -> [Double] {
    var row = weights
    if self == .scaled {
      // The sum of the others, and not 1 − w: that is rounded where w is almost 1.
      let others = weights.indices.reduce(0.0) { $1 == index ? $0 : $0 + weights[$1] }
      guard others > 0 else { throw .nothingElse }
      for other in row.indices { row[other] *= (1 - weight) / others }
    }
    row[index] = weight
    return row
  }
}

/// Why a weight can't be changed.
public enum WeightChangeError: Error, Equatable, Sendable, CustomStringConvertible {
  /// The query does not see the key.
  case hidden
  /// The model's kernel keeps no pattern.
  case noPattern
  /// The other weights are all 0, or there are none.
  case nothingElse

  /// The reason.
  public var description: String {
    switch self {
    case .hidden: "this key is hidden from the query: there is no weight to change"
    case .noPattern: "FlashAttention keeps no pattern in which a weight could be changed"
    case .nothingElse:
      "the query gives everything to this key: there is no other weight that could make up for a change"
    }
  }
}
