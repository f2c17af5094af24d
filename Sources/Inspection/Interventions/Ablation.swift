import Attention
import Autograd
import Transformer

/// What a model's loss is without one of its parts, beside what the gradient forecasts.
///
/// A head is switched off at its output z, before the output projection: z → z′; a feed-forward part where it adds to the
/// residual stream; a layer in both of what it adds. Losses are means over all tokens of all texts, as
/// ``Evaluation/loss`` is. The forecast of the change is of first order,
///
///     L′ − L ≈ Σ ∂L/∂a (a′ − a)
///
/// over the elements of what is replaced at all positions of all texts. How far it is off says how much is due to curvature:
/// a part whose absence costs far more than forecast is needed, but the loss hardly changes when it fades a little.
///
/// Source: "Are Sixteen Heads Really Better than One?", Michel et al. 2019, sections 2 and 4; "Attribution Patching",
/// Nanda 2023, for the forecast.
public struct Ablation: Equatable, Sendable, Encodable {
  /// What stands in the place of what is switched off.
  public let substitute: Substitute
  /// How many texts were read.
  public let documentCount: Int
  /// How many tokens were predicted, the ends of texts among them.
  public let tokenCount: Int
  /// L, the loss of the whole model, in nats per token.
  public let loss: Double
  /// The layers in order: of each its heads, its feed-forward part and the whole; then the positions of each.
  public internal(set) var rows: [Row]
  /// Every two heads together, or nothing where that was not asked for.
  public let pairs: [Pair]

  /// The loss without one part.
  public struct Row: Equatable, Sendable, Encodable {
    /// What is switched off.
    public let kind: Kind
    /// The layer, counted from 0.
    public let layer: Int
    /// The head, counted from 0; nil where no head is switched off.
    @ExplicitNull public private(set) var head: Int?
    /// The position that is hidden, counted from 0; nil where none is.
    @ExplicitNull public private(set) var position: Int?
    /// L′, the loss without, in nats per token.
    public let ablatedLoss: Double
    /// L′ − L.
    public let change: Double
    /// The change that the gradient forecasts.
    public let forecast: Double

    /// How far the forecast is off: forecast − change.
    public var forecastError: Double { forecast - change }
  }

  /// What can be switched off.
  public enum Kind: String, CaseIterable, Sendable, Encodable {
    /// A head: its output, before the output projection.
    case head
    /// What a feed-forward part adds to the residual stream.
    case feedForward = "feed_forward"
    /// What a layer's attention and its feed-forward part add to the residual stream.
    case layer
    /// What a layer's attention stored of a position, hidden from later queries.
    case position
  }

  /// The loss without two heads.
  public struct Pair: Equatable, Sendable, Encodable {
    /// One of them.
    public let first: Head
    /// The other, which stands behind it.
    public let second: Head
    /// The loss without both, in nats per token.
    public let ablatedLoss: Double
    /// What both change together.
    public let change: Double
    /// The sum of what each changes alone: more than ``change`` where one does the other's work, less where one needs the
    /// other.
    public let sum: Double

    /// A head, counted from 0 as its layer is.
    public struct Head: Equatable, Sendable, Encodable {
      /// Its layer.
      public let layer: Int
      /// Its number in the layer.
      public let head: Int
    }
  }

  /// Switches off one part after the other over texts, each replayed; nothing stays on the tape.
  ///
  /// - Parameters:
  ///   - model: whose parts are switched off.
  ///   - documents: at least one, of at least two tokens each; what lies beyond the context is not read.
  ///   - substitute: what stands in their place.
  ///   - isPairwise: whether every two heads are switched off together, too.
  ///   - progress: is told how many of how many losses over all texts have been computed.
  public init(
    _ model: GPT,
    documents: [[Int]],
    substitute: Substitute = .zero,
    isPairwise: Bool = false,
    progress: (_ done: Int, _ total: Int) -> Void = { _, _ in }
  ) {
    precondition(!documents.isEmpty, "there is no loss over no texts")
    let mark = model.tape.mark
    defer { model.tape.rewind(to: mark) }
    let parts = ModelPart.all(in: model.configuration)
    let heads = parts.indices.filter { parts[$0].head != nil }
    let measured = AblationLoss(model, parts, substitute, documents)
    let total = 2 + parts.count + (isPairwise ? heads.count * (heads.count - 1) / 2 : 0)
    var done = 0
    func counted<Result>(_ result: Result) -> Result {
      done += 1
      progress(done, total)
      return result
    }
    let loss = counted(measured.gated.loss)
    let forecasts = counted(measured.gated.slopes)
    let rows = parts.indices.map { index in
      Row(parts[index], loss: loss, ablated: counted(measured.gated.loss([index])), forecasts[index])
    }
    self.substitute = substitute
    documentCount = documents.count
    tokenCount = measured.gated.tokenCount
    self.loss = loss
    self.rows = rows
    pairs =
      isPairwise
      ? heads.flatMap { first in
        heads.filter { $0 > first }.map { second in
          Pair(rows[first], rows[second], loss: loss, ablated: counted(measured.gated.loss([first, second])))
        }
      } : []
  }
}

extension Ablation.Row {
  init(
    _ kind: Ablation.Kind,
    layer: Int,
    head: Int? = nil,
    position: Int? = nil,
    loss: Double,
    ablated: Double,
    forecast: Double
  ) {
    self.kind = kind
    self.layer = layer
    self.head = head
    self.position = position
    ablatedLoss = ablated
    change = ablated - loss
    self.forecast = forecast
  }

  fileprivate init(_ part: ModelPart, loss: Double, ablated: Double, _ forecast: Double) {
    let kind: Ablation.Kind =
      switch part {
      case .head: .head
      case .feedForward: .feedForward
      case .layer: .layer
      }
    self.init(kind, layer: part.layer, head: part.head, loss: loss, ablated: ablated, forecast: forecast)
  }
}

extension Ablation.Pair {
  fileprivate init(_ first: Ablation.Row, _ second: Ablation.Row, loss: Double, ablated: Double) {
    self.first = Head(first)
    self.second = Head(second)
    ablatedLoss = ablated
    change = ablated - loss
    sum = first.change + second.change
  }
}

extension Ablation.Pair.Head {
  fileprivate init(_ row: Ablation.Row) {
    layer = row.layer
    head = row.head ?? 0
  }
}
