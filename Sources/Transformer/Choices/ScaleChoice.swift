/// The factor of the raw attention scores, as it is written: `sqrt`, `inverse`, `none`, or a number.
public enum ScaleChoice: Equatable, Sendable, CustomStringConvertible {
  /// 1/√d for heads of width d, as in "Attention Is All You Need".
  case inverseRoot
  /// 1/d for heads of width d.
  case inverse
  /// 1: raw scores.
  case none
  /// The given factor.
  case number(Double)

  /// The scale of that text, or nil where it is none.
  public init?(_ text: String) {
    switch text {
    case "sqrt": self = .inverseRoot
    case "inverse": self = .inverse
    case "none": self = .none
    default:
      guard let number = Double(text), number.isFinite else { return nil }
      self = .number(number)
    }
  }

  /// The scale as it is written.
  public var description: String {
    switch self {
    case .inverseRoot: "sqrt"
    case .inverse: "inverse"
    case .none: "none"
    case .number(let number): "\(number)"
    }
  }

  /// The factor as a formula: 1/√d, 1/d, 1, or the number.
  public var formula: String {
    switch self {
    case .inverseRoot: "1/√d"
    case .inverse: "1/d"
    case .none: "1"
    case .number(let number): "\(number)"
    }
  }

  /// The factor for heads of the given width.
  public func factor(headWidth: Int) -> Double {
    switch self {
    case .inverseRoot: 1 / Double(headWidth).squareRoot()
    case .inverse: 1 / Double(headWidth)
    case .none: 1
    case .number(let number): number
    }
  }
}
