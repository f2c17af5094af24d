extension HeatMap.Format {
  /// A number as text.
  func text(of value: Double) -> String {
    switch self {
    case .fixed(let decimals):
      // Three hundred digits are exact, and no help.
      value.isFinite && value.magnitude >= 1e6
        ? Self.significant(value, digits: decimals + 2)
        : NumberFormat.fixed(value, decimals: decimals)
    case .significant(let digits):
      Self.significant(value, digits: digits)
    }
  }

  /// The end of a scale as text: never zero unless it is.
  func text(ofEnd value: Double) -> String {
    guard value != 0 else { return "0" }
    let text = text(of: value)
    return text.contains { ("1"..."9").contains($0) } ? text : Self.significant(value, digits: 2)
  }

  /// A number with a count of significant digits: written out from 0.001 to 9999, with a short exponent outside that.
  private static func significant(_ value: Double, digits: Int) -> String {
    precondition(digits > 0, "a number cannot have \(digits) significant digits")
    guard value.isFinite else { return NumberFormat.fixed(value, decimals: 0) }
    guard value != 0 else { return "0" }
    var expansion = DecimalExpansion(magnitudeOf: value)
    expansion.round(toDigits: digits)
    let exponent = expansion.pointPosition - 1
    guard exponent < -3 || exponent > 3 else {
      return NumberFormat.fixed(value, decimals: max(0, digits - 1 - exponent))
    }
    let rest = (1..<digits).map { expansion.digit(ofPower: exponent - $0) }
    return (value < 0 ? "-" : "") + String(expansion.digit(ofPower: exponent))
      + (rest.isEmpty ? "" : "." + String(rest)) + "e\(exponent)"
  }
}
