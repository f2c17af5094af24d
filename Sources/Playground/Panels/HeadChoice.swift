import Drawing
import Inspection
import Pictures
import Training
import Transformer

/// Which heads' maps are seen: all where they fit side by side, else one.
struct HeadChoice {
  private let names: [String]
  private let hasAll: Bool

  /// The choices for maps.
  init(_ maps: AttentionMaps) {
    names = maps.heads.map { "\($0.layer).\($0.head)" }
    hasAll = maps.areSideBySide
  }

  /// How many heads there are.
  var count: Int { names.count }

  /// What a list of choices holds.
  var options: Markup {
    .group(
      (hasAll ? [.element("option", ["value": ""], "all")] : [])
        + names.map { .element("option", ["value": $0], .text($0)) }
    )
  }

  /// Which of the maps are asked for by a choice; what is no longer there asks for the first.
  func indices(_ choice: String?) -> [Int] {
    if let choice, let index = names.firstIndex(of: choice) { return [index] }
    return hasAll ? Array(names.indices) : [0]
  }
}
