import Attention

/// The variant of attention that a model has: a choice on each of several axes, as plain data that a checkpoint can keep.
///
/// The defaults are microgpt's. What the choices mean is decided in `GPT+Choices.swift` and nowhere else.
public struct AttentionChoices: Equatable, Sendable {
  /// How many heads are stored for the query heads to share; nil for as many as there are query heads.
  public var keyValueHeadCount: Int?
  /// How wide the latent is of which keys and values are rebuilt; nil to store keys and values themselves.
  public var latentWidth: Int?
  /// Which stored positions a query may read.
  public var mask = MaskChoice.causal
  /// Where keys and values are kept.
  public var store = StoreChoice.list
  /// How they are read.
  public var kernel = KernelChoice.softmax
  /// How a position makes itself known.
  public var positions = PositionChoice.learned
  /// The factor of the raw scores.
  public var scale = ScaleChoice.inverseRoot

  /// microgpt's choices.
  public init() {}

  /// What keeps the choices from going together in a model with such heads and such a context, or nil.
  func conflict(headCount: Int, headWidth: Int, contextLength: Int) -> AttentionChoicesError? {
    if let keyValueHeadCount {
      if latentWidth != nil { return .latentWithKeyValueHeads }
      if keyValueHeadCount < 1 || headCount % keyValueHeadCount != 0 {
        return .headsNotShared(queryHeads: headCount, keyValueHeads: keyValueHeadCount)
      }
    }
    if let latentWidth, latentWidth < 1 || latentWidth >= 2 * headCount * headWidth {
      return .latentTooWide(latent: latentWidth, keysAndValues: 2 * headCount * headWidth)
    }
    if case .rotary = positions, latentWidth == nil, headWidth % 2 != 0 { return .oddHeadWidth(headWidth) }
    let mask = mask.mask
    for query in 0..<contextLength {
      let oldest = max(0, query - (store.size ?? contextLength) + 1)
      // Nearly every mask shows a position itself or the oldest; looking there first keeps long contexts quick.
      let isSeeing =
        mask.isVisible(from: query, to: query)
        || (oldest..<query).contains { mask.isVisible(from: query, to: $0) }
      guard isSeeing else {
        return .seesNothing(position: query, mask: self.mask, store: store)
      }
    }
    return nil
  }
}

/// Why choices do not go together.
public enum AttentionChoicesError: Error, Equatable, CustomStringConvertible {
  /// The stored heads can't be shared evenly.
  case headsNotShared(queryHeads: Int, keyValueHeads: Int)
  /// Latents are what all heads share: there are no stored heads to count.
  case latentWithKeyValueHeads
  /// Rotation needs pairs.
  case oddHeadWidth(Int)
  /// At a position the mask shows nothing of what the store still keeps.
  case seesNothing(position: Int, mask: MaskChoice, store: StoreChoice)
  /// A latent that is no narrower than the keys and values it stands for saves nothing.
  case latentTooWide(latent: Int, keysAndValues: Int)

  /// The reason, with the numbers and what would be accepted.
  public var description: String {
    switch self {
    case .headsNotShared(let queryHeads, let keyValueHeads):
      """
      \(queryHeads) heads can't share \(keyValueHeads) stored ones evenly; the number of stored heads must divide \
      the number of heads
      """
    case .latentWithKeyValueHeads:
      "latent attention stores one latent for all heads; choose either a latent or a number of stored heads"
    case .oddHeadWidth(let width):
      "rotary positions turn pairs of elements, and a head of width \(width) has an odd one; choose an even width"
    case .seesNothing(let position, let mask, let store):
      """
      under the mask \(mask) position \(position) sees none of the positions that the store \(store) keeps; choose a \
      mask that shows some of them, such as one joined with window:1
      """
    case .latentTooWide(let latent, let keysAndValues):
      """
      a latent of width \(latent) would store no less than the \(keysAndValues) numbers of keys and values; choose a \
      narrower one
      """
    }
  }
}
