/// A range of numbers that can say in words what it accepts.
package protocol AcceptedRange<Bound> {
  associatedtype Bound: Comparable

  /// Whether the range accepts a number.
  func contains(_ number: Bound) -> Bool

  /// What follows "a number" in an error message: ` from 1`, ` from 0 to 1`; empty where every number is accepted.
  var phrase: String { get }

  /// What the help lists, `1 to 64`; nil for a range without an end, whose beginning goes without saying.
  var limits: String? { get }
}

extension AcceptedRange {
  package var limits: String? { nil }
}

extension ClosedRange: AcceptedRange {
  package var phrase: String { " from \(shortText(lowerBound)) to \(shortText(upperBound))" }
  package var limits: String? { "\(shortText(lowerBound)) to \(shortText(upperBound))" }
}

extension Range: AcceptedRange {
  package var phrase: String { " from \(shortText(lowerBound)) to less than \(shortText(upperBound))" }
  package var limits: String? { "\(shortText(lowerBound)) to less than \(shortText(upperBound))" }
}

extension PartialRangeFrom: AcceptedRange {
  package var phrase: String { " from \(shortText(lowerBound))" }
}

/// A number as people write it: `1` for the floating-point number 1.0.
package func shortText(_ number: some Any) -> String {
  let text = "\(number)"
  return text.hasSuffix(".0") ? String(text.dropLast(2)) : text
}

/// The numbers above a bound, and up to another one where there is one.
package struct RangeAbove<Bound: Comparable & Sendable>: AcceptedRange, Sendable {
  package let lowerBound: Bound
  package let upperBound: Bound?

  package func contains(_ number: Bound) -> Bool {
    number > lowerBound && upperBound.map { number <= $0 } ?? true
  }

  package var phrase: String {
    " above \(shortText(lowerBound))" + (upperBound.map { " and up to \(shortText($0))" } ?? "")
  }

  package var limits: String? { upperBound.map { "above \(shortText(lowerBound)), up to \(shortText($0))" } }
}

extension AcceptedRange where Self == RangeAbove<Double> {
  /// The numbers above a bound, the bound itself left out, up to and with `upperBound`.
  package static func above(_ lowerBound: Double, through upperBound: Double? = nil) -> Self {
    RangeAbove(lowerBound: lowerBound, upperBound: upperBound)
  }
}

/// Every number.
package struct AnyNumber<Bound: Comparable & Sendable>: AcceptedRange, Sendable {
  package func contains(_ number: Bound) -> Bool { true }
  package var phrase: String { "" }
}

extension AcceptedRange where Self == AnyNumber<Int> {
  /// Every whole number.
  package static var any: Self { AnyNumber() }
}

extension AcceptedRange where Self == AnyNumber<Double> {
  /// Every finite number.
  package static var any: Self { AnyNumber() }
}
