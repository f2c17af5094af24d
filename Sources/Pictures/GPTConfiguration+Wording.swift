import Attention
import Drawing
import Transformer

extension GPTConfiguration {
  /// Which stored heads the heads read.
  public var storedHeads: String {
    if let width = attention.latentWidth {
      return "reading latents of width \(width) (multi-head latent attention)"
    }
    let name =
      switch keyValueHeadCount {
      case headCount: "multi-head"
      case 1: "multi-query"
      default: "grouped-query"
      }
    return "reading \(counted(keyValueHeadCount, "stored head")) (\(name))"
  }

  /// Which heads share which stored head: `heads 0 1 → stored head 0, heads 2 3 → stored head 1`; nil where none is shared.
  public var sharedHeads: String? {
    guard let layout = headLayout, layout.keyValueHeadCount < layout.queryHeadCount else { return nil }
    let groups = (0..<layout.keyValueHeadCount).map { stored in
      let heads = (0..<layout.queryHeadCount).filter { layout.keyValueHead(for: $0) == stored }
      return "heads \(Self.list(heads)) → stored head \(stored)"
    }
    let shown =
      groups.count > Self.longestGroupCount ? [groups[0], groups[1], "…", groups[groups.count - 1]] : groups
    return shown.joined(separator: ", ")
  }

  /// How many groups of heads are written out; of more than so many, the first two and the last.
  private static let longestGroupCount = 4

  /// Heads of a group, one after the other: `0 1`, `0 to 7`.
  private static func list(_ heads: [Int]) -> String {
    heads.count > 4
      ? "\(heads[0]) to \(heads[heads.count - 1])" : heads.map { "\($0)" }.joined(separator: " ")
  }

  /// How positions are told apart.
  public var positions: String {
    switch attention.positions {
    case .learned: "learned"
    case .rotary(let base): "rotary, base \(base)"
    }
  }

  /// The factor of the scores.
  public var scaleText: String {
    let factor = NumberFormat.significant(scaleFactor)
    return switch attention.scale {
    case .inverseRoot: "1/√\(keyWidth) = \(factor)"
    case .inverse: "1/\(keyWidth) = \(factor)"
    case .none, .number: factor
    }
  }

  /// What attention computes, with the model's scale, what the letters are, and which heads share what is stored.
  public var attentionFormula: [String] {
    [
      "output = Σ w v,  w = softmax(s q·k) = exp(s q·k) / Σ exp(s q·k),  s = \(scaleText)",
      "query q: what a token looks for; key k: what it is found by; value v: what is read of it; head: one such attention",
    ] + (sharedHeads.map { [$0] } ?? [])
  }
}
