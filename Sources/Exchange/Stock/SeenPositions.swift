import Transformer

/// Which of the positions before it a query sees: what the mask shows of what the store keeps.
enum SeenPositions: Equatable {
  /// Every one.
  case all
  /// The last so many, itself the last of them.
  case window(Int)
  /// Some others.
  case others

  /// How wide the window is; nil where there is none.
  var window: Int? { if case .window(let width) = self { width } else { nil } }

  /// What the queries of a model see; a window is one whether mask or store make it.
  init(of configuration: GPTConfiguration) {
    self.init(configuration.attention, contextLength: configuration.contextLength)
  }

  fileprivate init(_ attention: AttentionChoices, contextLength length: Int) {
    let isVisible = attention.visibility
    let last = length - 1
    let width = (0..<length).first { !isVisible(last, last - $0) } ?? length
    let isWindow = (0..<length).allSatisfy { query in
      (0...query).allSatisfy { isVisible(query, $0) == (query - $0 < width) }
    }
    self = !isWindow ? .others : width < length ? .window(width) : .all
  }
}

extension GPTConfiguration {
  /// The options with which a query would see all that came before it: of the mask, the store or both, whichever hides something.
  var optionsToSeeAll: [String] {
    var masked = attention
    masked.store = .list
    let isMasked = SeenPositions(masked, contextLength: contextLength) != .all
    let storeHides = attention.store.size.map { $0 < contextLength } ?? false
    return (isMasked ? ["--mask causal"] : []) + (storeHides ? ["--store list"] : [])
  }
}
