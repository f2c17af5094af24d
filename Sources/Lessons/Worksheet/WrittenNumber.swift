import Basics

/// A number as it is written on paper: with three decimals.
///
/// Sums and products are exact before they are rounded, and a half is rounded away from zero, so that whoever calculates rightly
/// has the same digits.
struct WrittenNumber: Equatable, Comparable, Sendable {
  /// How many thousandths it is: 64 bits also where an `Int` has 32.
  let thousandths: Int64

  private init(thousandths: Int64) { self.thousandths = thousandths }

  static let zero = WrittenNumber(thousandths: 0)

  /// A number below a billion, rounded to three decimals.
  init(_ number: Double) {
    thousandths = Int64((number * 1000).rounded(.toNearestOrAwayFromZero))
  }

  /// A number below a billion, rounded to two decimals.
  init(hundredthsOf number: Double) {
    thousandths = 10 * Int64((number * 100).rounded(.toNearestOrAwayFromZero))
  }

  var number: Double { Double(thousandths) / 1000 }

  static func < (first: Self, second: Self) -> Bool { first.thousandths < second.thousandths }

  static func + (first: Self, second: Self) -> Self {
    Self(thousandths: first.thousandths + second.thousandths)
  }

  static func - (first: Self, second: Self) -> Self {
    Self(thousandths: first.thousandths - second.thousandths)
  }

  /// The product, rounded.
  static func * (first: Self, second: Self) -> Self { innerProduct([first], [second]) }

  /// The quotient by a number above zero, rounded.
  static func / (first: Self, second: Self) -> Self {
    Self(thousandths: rounded(first.thousandths * 1000, by: second.thousandths))
  }

  /// Σ x y, rounded once.
  static func innerProduct(_ x: [Self], _ y: [Self]) -> Self {
    let millionths = zip(x, y).reduce(0 as Int64) { $0 + $1.0.thousandths * $1.1.thousandths }
    return Self(thousandths: rounded(millionths, by: 1000))
  }

  /// eˣ, rounded, for x up to 0.
  var exp: Self { Self(ElementaryFunctions.exp(number)) }

  private static func rounded(_ dividend: Int64, by divisor: Int64) -> Int64 {
    let (quotient, rest) = dividend.quotientAndRemainder(dividingBy: divisor)
    return 2 * rest.magnitude < divisor.magnitude ? quotient : quotient + (dividend < 0 ? -1 : 1)
  }
}
