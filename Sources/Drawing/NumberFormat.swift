/// Numbers as text: the same on every machine, with no locale and correctly rounded.
///
/// A number that is not finite is `nan`, `inf` or `-inf` in every format, and a result that is zero has no sign.
public enum NumberFormat {
  /// A number with a fixed count of decimals: `fixed(2.65129, decimals: 4)` is `2.6513`.
  ///
  /// The exact binary value is rounded once; exact halves go to the even digit, as C's `printf` does. From 10¹⁶ on, where
  /// a double has no decimals to show, it has an exponent, as ``significant(_:)`` writes it.
  public static func fixed(_ value: Double, decimals: Int) -> String {
    precondition(decimals >= 0, "a number cannot have \(decimals) decimals")
    guard value.isFinite else { return nonFinite(value) }
    guard value.magnitude < largestFixed else { return significant(value) }
    var expansion = DecimalExpansion(magnitudeOf: value)
    expansion.round(toFractionDigits: decimals)
    return text(of: expansion, isNegative: value < 0, decimals: decimals)
  }

  private static let largestFixed = 1e16

  /// An integer with commas between groups of three digits: `6,209`.
  public static func grouped(_ value: Int) -> String {
    (value < 0 ? "-" : "") + grouping(String(value.magnitude))
  }

  /// A number rounded to an integer, with commas between groups of three digits: `grouped(17_000.4)` is `17,000`.
  public static func grouped(_ value: Double) -> String {
    let text = fixed(value, decimals: 0)
    guard value.magnitude < largestFixed else { return text }
    return text.first == "-" ? "-" + grouping(String(text.dropFirst())) : grouping(text)
  }

  /// A number with four significant digits, for columns of a table: `2.651`, `0.001234`, `1.234e-05`.
  ///
  /// From 0.001 to a million it is written out (`12346` keeps all its integer digits), outside that with an exponent; so
  /// it takes at most nine columns, a sign or a third digit of the exponent apart. Zero is `0`.
  public static func significant(_ value: Double) -> String {
    guard value.isFinite else { return nonFinite(value) }
    guard value != 0 else { return "0" }
    var expansion = DecimalExpansion(magnitudeOf: value)
    let exact = expansion
    expansion.round(toDigits: 4)
    let exponent = expansion.pointPosition - 1
    let sign = value < 0 ? "-" : ""
    if exponent >= 6 || exponent < -3 {
      let digits = (0..<4).map { expansion.digit(ofPower: exponent - $0) }
      let size = String(abs(exponent))
      return sign + String(digits[0]) + "." + String(digits[1...])
        + (exponent < 0 ? "e-" : "e+") + (size.count < 2 ? "0" : "") + size
    }
    guard exponent >= 3 else {
      return text(of: expansion, isNegative: value < 0, decimals: 3 - exponent)
    }
    var whole = exact
    whole.round(toFractionDigits: 0)
    return text(of: whole, isNegative: value < 0, decimals: 0)
  }

  /// The size of an error, in one digit where it has an exponent: `3e-15`, `0.002000`; zero is `0`.
  ///
  /// The digits of ``significant(_:)`` behind the point are left out, not rounded.
  public static func size(_ value: Double) -> String {
    let text = significant(value)
    guard value.isFinite, let mark = text.firstIndex(of: "e") else { return text }
    return String(text[..<mark].prefix { $0 != "." }) + text[mark...]
  }

  /// A size in memory or on disk, in binary units: `512 B`, `1.2 MiB`.
  public static func bytes(_ count: Int) -> String {
    let sign = count < 0 ? "-" : ""
    var size = Double(count.magnitude)
    guard size >= 1024 else { return "\(count) B" }
    let units = ["KiB", "MiB", "GiB", "TiB", "PiB", "EiB"]
    var unit = 0
    size /= 1024
    // 1023.95 would print as 1024.0.
    while size >= 1023.95, unit < units.count - 1 {
      size /= 1024
      unit += 1
    }
    return sign + fixed(size, decimals: 1) + " " + units[unit]
  }

  /// A stretch of time in seconds: `12.3 µs`, `850 ms`, and from one second on as a clock shows it, `0:07`, `1:02:03`.
  public static func duration(_ seconds: Double) -> String {
    guard seconds.isFinite else { return nonFinite(seconds) }
    guard seconds >= 0 else { return "-" + duration(-seconds) }
    if seconds == 0 { return "0 ms" }
    if seconds < 0.000_999_95 { return fixed(seconds * 1_000_000, decimals: 1) + " µs" }
    if seconds < 0.009_995 { return fixed(seconds * 1000, decimals: 2) + " ms" }
    if seconds < 0.9995 { return fixed(seconds * 1000, decimals: 0) + " ms" }
    return clock(seconds)
  }

  /// A stretch of time as a clock shows it, to the nearest second: `0:00`, `0:07`, `1:02:03`, `100:00:00`.
  public static func clock(_ seconds: Double) -> String {
    guard seconds.isFinite else { return nonFinite(seconds) }
    guard seconds.magnitude < 1e15 else { return fixed(seconds, decimals: 0) + " s" }
    let total = Int(seconds.magnitude + 0.5)
    let sign = seconds < 0 && total > 0 ? "-" : ""
    let minutes = total / 60 % 60
    let hours = total / 3600
    let end = twoDigits(total % 60)
    return hours > 0 ? "\(sign)\(hours):\(twoDigits(minutes)):\(end)" : "\(sign)\(minutes):\(end)"
  }

  private static func nonFinite(_ value: Double) -> String {
    value.isNaN ? "nan" : value < 0 ? "-inf" : "inf"
  }

  private static func twoDigits(_ value: Int) -> String {
    value < 10 ? "0\(value)" : "\(value)"
  }

  /// Digits with a comma between groups of three.
  static func grouping(_ digits: String) -> String {
    var result = ""
    for (position, digit) in digits.enumerated() {
      if position > 0, (digits.count - position) % 3 == 0 { result += "," }
      result.append(digit)
    }
    return result
  }

  private static func text(of expansion: DecimalExpansion, isNegative: Bool, decimals: Int) -> String {
    var result = isNegative && expansion.digits.contains { $0 > 0 } ? "-" : ""
    for power in stride(from: max(0, expansion.pointPosition - 1), through: 0, by: -1) {
      result.append(expansion.digit(ofPower: power))
    }
    guard decimals > 0 else { return result }
    result += "."
    for place in 1...decimals { result.append(expansion.digit(ofPower: -place)) }
    return result
  }
}
