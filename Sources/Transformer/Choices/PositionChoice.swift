/// How the model is told the positions, as it is written: `learned`, or `rotary:B` for wavelengths to the base B.
public enum PositionChoice: Equatable, Sendable, CustomStringConvertible {
  /// A learned vector for each position is added to the token's: microgpt's.
  case learned
  /// Queries and keys are turned by angles that grow with the position, with wavelengths to the given base, above 1.
  case rotary(base: Double)

  /// The base of the wavelengths in the paper, and of `rotary` without a number.
  public static let standardBase = 10_000.0

  /// The positions of that text, or nil where it is none.
  public init?(_ text: String) {
    let parts = text.utf8.split(separator: UInt8(ascii: ":"), omittingEmptySubsequences: false)
      .map { String(decoding: $0, as: UTF8.self) }
    switch (parts[0], parts.count) {
    case ("learned", 1): self = .learned
    case ("rotary", 1): self = .rotary(base: Self.standardBase)
    case ("rotary", 2):
      guard let base = Double(parts[1]), base > 1, base.isFinite else { return nil }
      self = .rotary(base: base)
    default: return nil
    }
  }

  /// The positions as they are written: `learned`, `rotary:10000`.
  public var description: String {
    switch self {
    case .learned: "learned"
    case .rotary(let base): Int(exactly: base).map { "rotary:\($0)" } ?? "rotary:\(base)"
    }
  }
}
