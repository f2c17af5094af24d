import Attention
import Autograd
import Replay
import Transformer

/// What a text's run becomes where one head's z at one position is what it was in the run on another text, beside what the
/// gradient forecasts.
///
/// What is measured is 0 on the run of the text and 1 on that of the other, where the two differ enough to divide.
///
/// Source: "Locating and Editing Factual Associations in GPT", Meng et al. 2022, section 2, for the exact effect; "Attribution
/// Patching: Activation Patching At Industrial Scale", Nanda 2023, for its forecast Σ ∂m/∂z (z′ − z).
public struct Patching: Equatable, Sendable, Encodable {
  /// What is measured.
  public let measure: Measure
  /// m, measured on the text's own run.
  public let value: Double
  /// m′, measured on the other text's run: of its logits, the loss of the text's tokens where that is the measure.
  public let sourceValue: Double
  /// One for each layer, head and position, in this order.
  public let rows: [Row]

  /// What is measured.
  public enum Measure: Equatable, Sendable, EncodedAsText {
    /// The loss of the text, in nats per token.
    case loss
    /// At the last position the logit of one token minus that of another.
    case logitDifference(Int, Int)
  }

  /// What one activation does.
  public struct Row: Equatable, Sendable, Encodable {
    /// The layer, counted from 0.
    public let layer: Int
    /// The head, counted from 0.
    public let head: Int
    /// The position, counted from 0.
    public let position: Int
    /// What is measured with the other text's activation put in.
    public let patchedValue: Double
    /// How much more that is than ``Patching/value``.
    public let change: Double
    /// The change that the gradient forecasts.
    public let forecast: Double
    /// change / (m′ − m): 0 for the text's run, 1 for the other's; nil where these are the same to 10⁻⁶.
    @ExplicitNull public private(set) var normalized: Double?
    /// The same of the forecast.
    @ExplicitNull public private(set) var normalizedForecast: Double?
  }

  /// From which difference of the two runs on a change is divided by it.
  public static let leastDifference = 1e-6

  /// Puts one activation after the other from one run into another, each replayed; nothing stays on the tape.
  ///
  /// - Parameters:
  ///   - model: what reads both texts.
  ///   - tokens: the text whose run is changed, at least two tokens; what lies beyond the context is not read.
  ///   - source: the text whose activations are put in, of as many tokens.
  ///   - measure: what is measured; a difference of logits names tokens of the vocabulary.
  ///   - progress: is told how many of how many activations have been put in.
  /// - Throws: ``PatchingError`` where the two texts have not the same number of tokens.
  public init(
    _ model: GPT,
    text tokens: [Int],
    from source: [Int],
    measure: Measure = .loss,
    progress: (_ done: Int, _ total: Int) -> Void = { _, _ in }
  ) throws(PatchingError) {
    guard tokens.count == source.count else {
      throw .differentTokenCounts(text: tokens.count, source: source.count)
    }
    let mark = model.tape.mark
    defer { model.tape.rewind(to: mark) }
    let other = PatchingSource(model, source, measure, of: tokens)
    let run = PatchedRun(model, tokens, other, measure)
    let value = run.value
    let slopes = run.slopes
    let difference = other.value - value
    let unit = difference.magnitude >= Self.leastDifference ? difference : nil
    self.measure = measure
    self.value = value
    sourceValue = other.value
    rows = run.sites.enumerated().map { index, site in
      let patched = run.value(patching: index)
      progress(index + 1, run.sites.count)
      return Row(site, value: value, patched: patched, forecast: slopes[index], unit: unit)
    }
  }
}

extension Patching.Measure {
  /// What is measured, in a word; which tokens are meant, whoever asked knows.
  public var encodedText: String {
    switch self {
    case .loss: "loss"
    case .logitDifference: "logit_difference"
    }
  }
}

extension Patching.Row {
  fileprivate init(_ site: HeadPosition, value: Double, patched: Double, forecast: Double, unit: Double?) {
    layer = site.layer
    head = site.head
    position = site.position
    patchedValue = patched
    change = patched - value
    self.forecast = forecast
    normalized = unit.map { (patched - value) / $0 }
    normalizedForecast = unit.map { forecast / $0 }
  }
}

/// Why nothing can be put from one text's run into another's.
public enum PatchingError: Error, Equatable, Sendable, CustomStringConvertible {
  /// Positions of one text have no counterpart in the other.
  case differentTokenCounts(text: Int, source: Int)

  /// The reason, with both numbers.
  public var description: String {
    switch self {
    case .differentTokenCounts(let text, let source):
      """
      the text has \(text) tokens and the one to patch from \(source), the boundaries counted; choose texts of the same \
      number of tokens, so that each position has a counterpart
      """
    }
  }
}
