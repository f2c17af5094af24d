import Attention

/// A mask as it is written: one pattern, or several joined by `+`, which shows what any of them shows.
///
/// | text | what a query at position p sees |
/// |---|---|
/// | `causal` | all positions up to p |
/// | `window:N` | the last N positions, p among them |
/// | `strided:N` | p, p − N, p − 2N, … |
/// | `blocks:N` | the positions of its own block of N, up to p |
/// | `global:N` | the first N positions |
public struct MaskChoice: Equatable, Sendable, CustomStringConvertible {
  /// One pattern with its number.
  package enum Pattern: Equatable, Sendable {
    case causal
    case window(Int)
    case strided(Int)
    case blocks(Int)
    case global(Int)
  }

  /// The patterns; a position is shown where any of them shows it.
  package let patterns: [Pattern]

  /// All positions up to the query's own.
  public static let causal = MaskChoice(patterns: [.causal])

  private init(patterns: [Pattern]) { self.patterns = patterns }

  /// The mask of that text, or nil where it is none, or one under which a position might see nothing.
  public init?(_ text: String) {
    var patterns: [Pattern] = []
    for part in text.utf8.split(separator: UInt8(ascii: "+"), omittingEmptySubsequences: false) {
      let parsed = ChoiceText(part)
      switch (parsed.name, parsed.number) {
      case ("causal", nil): patterns.append(.causal)
      case ("window", let number?) where number > 0: patterns.append(.window(number))
      case ("strided", let number?) where number > 0: patterns.append(.strided(number))
      case ("blocks", let number?) where number > 0: patterns.append(.blocks(number))
      case ("global", let number?) where number > 0: patterns.append(.global(number))
      default: return nil
      }
    }
    self.init(patterns: patterns)
  }

  /// The mask as it is written: `causal`, `window:3+global:1`.
  public var description: String {
    patterns.map { pattern in
      switch pattern {
      case .causal: "causal"
      case .window(let number): "window:\(number)"
      case .strided(let number): "strided:\(number)"
      case .blocks(let number): "blocks:\(number)"
      case .global(let number): "global:\(number)"
      }
    }.joined(separator: "+")
  }

  /// The mask that is meant, a predicate on two positions.
  public var mask: Mask {
    let masks = patterns.map { pattern in
      switch pattern {
      case .causal: Mask.causal
      case .window(let number): Mask.slidingWindow(number)
      case .strided(let number): Mask.strided(number)
      case .blocks(let number): Mask.localBlocks(number)
      case .global(let number): Mask.globalTokens(number)
      }
    }
    return masks.dropFirst().reduce(masks[0]) { $0.union($1) }
  }
}
