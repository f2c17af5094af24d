/// What stands in the place of an activation that is switched off, as it is written: `zero`, `mean`, or a number.
public enum Substitute: Equatable, Sendable, CustomStringConvertible {
  /// Zeros.
  case zero
  /// The activation's mean over texts, without regard to position.
  case mean
  /// One number for every element.
  case number(Double)

  /// The substitute of that text, or nil where it is none.
  public init?(_ text: String) {
    switch text {
    case "zero": self = .zero
    case "mean": self = .mean
    default:
      guard let number = Double(text), number.isFinite else { return nil }
      self = .number(number)
    }
  }

  /// The substitute as it is written.
  public var description: String {
    switch self {
    case .zero: "zero"
    case .mean: "mean"
    case .number(let number): "\(number)"
    }
  }
}

extension Substitute: EncodedAsText {
  /// The substitute as it is written.
  public var encodedText: String { description }
}
