import Attention

/// The variant of attention that a model has: a choice on each of several axes, as plain data that a checkpoint can keep.
///
/// The defaults are microgpt's. ``AttentionParts`` and `Projection+Configuration.swift` turn the choices into code.
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
  /// Whether each head's query and key are normalized before a rotation turns them.
  public var normalizesQueriesAndKeys = false

  /// microgpt's choices: multi-head, causal, a list, softmax, learned positions, 1/√d.
  public init() {}

  /// What keeps the choices from going together in a model with such heads, or nil.
  func conflict(headCount: Int, headWidth: Int, rotaryWidth: Int, contextLength: Int)
    -> AttentionChoicesError?
  {
    if let keyValueHeadCount {
      if latentWidth != nil { return .latentWithKeyValueHeads }
      if keyValueHeadCount < 1 || headCount % keyValueHeadCount != 0 {
        return .headsNotShared(queryHeads: headCount, keyValueHeads: keyValueHeadCount)
      }
    }
    if let latentWidth {
      if latentWidth < 1 { return .latentNotPositive(latentWidth) }
      if normalizesQueriesAndKeys { return .latentWithQueryKeyNorm }
      if latentWidth >= 2 * headCount * headWidth - rotaryWidth {
        return .latentTooWide(
          latent: latentWidth,
          rotaryKey: rotaryWidth,
          keysAndValues: 2 * headCount * headWidth
        )
      }
    }
    if case .rotary = positions, latentWidth == nil, headWidth % 2 != 0 { return .oddHeadWidth(headWidth) }
    if let pageSize = store.pageSize, pageSize > contextLength {
      return .pageLargerThanContext(pageSize: pageSize, contextLength: contextLength)
    }
    return nil
  }

  /// Whether the query at one position attends to the key at another: what the mask shows, and the store still keeps.
  package var visibility: (_ query: Int, _ key: Int) -> Bool {
    let mask = mask.mask
    let size = store.size
    return { query, key in
      key >= 0 && key <= query && size.map { query - key < $0 } ?? true
        && mask.isVisible(from: query, to: key)
    }
  }

  /// The first query that sees nothing of what the store still keeps, or nil where every query sees something.
  func blindQuery(contextLength: Int) -> AttentionChoicesError? {
    guard case .rolling(let size) = store else { return nil }
    let predicate = mask.mask
    let position = (0..<contextLength).first { query in
      // Most masks show a position to itself; looking there first keeps long contexts quick.
      !predicate.isVisible(from: query, to: query)
        && !(max(0, query - size + 1)..<query).contains { predicate.isVisible(from: query, to: $0) }
    }
    return position.map { .blindQuery(position: $0, mask: mask, store: store) }
  }
}

/// Why choices do not go together.
public enum AttentionChoicesError: Error, Equatable, CustomStringConvertible {
  /// The stored heads can't be shared evenly.
  case headsNotShared(queryHeads: Int, keyValueHeads: Int)
  /// Latents are what all heads share: there are no stored heads to count.
  case latentWithKeyValueHeads
  /// Queries meet latents through matrices between which there is no place for a norm.
  case latentWithQueryKeyNorm
  /// Rotation needs pairs.
  case oddHeadWidth(Int)
  /// A latent without elements holds nothing.
  case latentNotPositive(Int)
  /// A latent that is, with its rotary key, no narrower than the keys and values it stands for saves nothing.
  case latentTooWide(latent: Int, rotaryKey: Int, keysAndValues: Int)
  /// A page that no sequence can fill.
  case pageLargerThanContext(pageSize: Int, contextLength: Int)
  /// The store forgets all that the mask shows to the query at this position.
  case blindQuery(position: Int, mask: MaskChoice, store: StoreChoice)

  /// The reason, with the numbers and what would be accepted.
  public var description: String {
    switch self {
    case .headsNotShared(let queryHeads, let keyValueHeads):
      """
      \(queryHeads) \(queryHeads == 1 ? "head" : "heads") can't share \(keyValueHeads) stored ones evenly; the number of stored heads must divide \
      the number of heads
      """
    case .latentWithKeyValueHeads:
      "latent attention stores one latent for all heads; choose either a latent or a number of stored heads"
    case .latentWithQueryKeyNorm:
      "latent attention stores latents and no keys that could be normalized; choose either a latent or the query–key norm"
    case .oddHeadWidth(let width):
      "rotary positions turn pairs of elements, and a head of width \(width) has an odd one; choose an even width"
    case .latentNotPositive(let width):
      "a latent of width \(width) holds nothing; choose a width of at least 1"
    case .pageLargerThanContext(let pageSize, let contextLength):
      "a page of \(pageSize) positions is never full in a context of \(contextLength); choose one of at most \(contextLength)"
    case .blindQuery(let position, let mask, let store):
      """
      under the mask \(mask) the query at position \(position) sees nothing of what the store \(store) still keeps; \
      choose another mask or store
      """
    case .latentTooWide(let latent, let rotaryKey, let keysAndValues):
      """
      a latent of width \(latent)\(rotaryKey > 0 ? " with a rotary key of width \(rotaryKey)" : "") would store no less \
      than the \(keysAndValues) numbers of keys and values; \
      \(keysAndValues - rotaryKey > 1 ? "choose a width below \(keysAndValues - rotaryKey)" : "choose a wider embedding")
      """
    }
  }
}
