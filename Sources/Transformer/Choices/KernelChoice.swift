import Attention

/// How keys and values are read, as it is written: `softmax`, or `flash:N` for FlashAttention in tiles of N keys.
public enum KernelChoice: Equatable, Sendable, CustomStringConvertible {
  /// The equation as it stands, everything kept.
  case softmax
  /// In tiles, only the result kept.
  case flash(tileSize: Int)

  /// The tile size of `flash` without a number.
  public static let standardTileSize = 16

  /// The kernel of that text, or nil where it is none.
  public init?(_ text: String) {
    let parsed = ChoiceText(text.utf8)
    switch (parsed.name, parsed.number) {
    case ("softmax", nil): self = .softmax
    case ("flash", nil): self = .flash(tileSize: Self.standardTileSize)
    case ("flash", let size?) where size > 0: self = .flash(tileSize: size)
    default: return nil
    }
  }

  /// The kernel as it is written: `softmax` or `flash:16`.
  public var description: String {
    switch self {
    case .softmax: "softmax"
    case .flash(let tileSize): "flash:\(tileSize)"
    }
  }

  /// The kernel that is meant.
  public var kernel: AttentionKernel {
    switch self {
    case .softmax: .softmax
    case .flash(let tileSize): .flash(tileSize: tileSize)
    }
  }
}
