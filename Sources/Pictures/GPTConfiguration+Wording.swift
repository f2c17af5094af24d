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
}
