/// The factor of the raw attention scores, as it is written: `sqrt`, `none`, or a number.
public enum ScaleChoice: Equatable, Sendable, CustomStringConvertible {
  /// 1/√d for heads of width d, as in "Attention Is All You Need".
  case inverseRoot
  /// 1: raw scores.
  case none
  /// The given factor.
  case number(Double)

  /// The scale of that text, or nil where it is none.
  public init?(_ text: String) {
    switch text {
    case "sqrt": self = .inverseRoot
    case "none": self = .none
    default:
      guard let number = Double(text), number.isFinite else { return nil }
      self = .number(number)
    }
  }

  /// The text.
  public var description: String {
    switch self {
    case .inverseRoot: "sqrt"
    case .none: "none"
    case .number(let number): "\(number)"
    }
  }

  /// The factor for heads of the given width.
  public func factor(headWidth: Int) -> Double {
    switch self {
    case .inverseRoot: 1 / Double(headWidth).squareRoot()
    case .none: 1
    case .number(let number): number
    }
  }
}
