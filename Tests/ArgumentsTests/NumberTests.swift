import Testing

@testable import Arguments

/// What the options for numbers accept, and what their messages say about it.
@Suite("Options for numbers")
struct NumberTests {
  @Test(
    "What some would read as a number in the range is refused with the reason",
    arguments: [
      ("1e3", ": give a whole number from 1, in digits alone."),
      ("0x10", ": give a whole number from 1, in digits alone."),
      (" 5", ": give a whole number from 1, in digits alone."),
      ("1_000", ": give a whole number from 1, in digits alone."),
      ("1,000", ": give a whole number from 1, in digits alone."),
      ("٣", ": give a whole number from 1, in digits alone."),
      ("1.5", ": give a whole number from 1."), ("-7", ": give a whole number from 1."),
      ("", ": give a whole number from 1."),
      ("9223372036854775808", ": give a whole number from 1; the largest there is: 9223372036854775807."),
      ("-9223372036854775809", ": give a whole number from 1."),
    ]
  )
  func wholeNumbers(text: String, expected: String) {
    let conversion = Conversion<Int>.integer(in: 1...)
    #expect(conversion.value(text) == nil)
    #expect(conversion.expectation(of: text) == expected)
  }

  @Test(
    "What floating point rounds out of the range is refused with what it becomes",
    arguments: [
      ("1e400", "; in 64-bit floating point this is infinite."),
      ("1e-400", "; in 64-bit floating point this is 0."),
      ("inf", ", a finite one."), ("nan", "."), ("-1", "."), ("0", "."),
      (" 5", ", written like 0.5 or 1e-3."),
      ("0,5", ", written like 0.5 or 1e-3."), ("five", "."),
    ]
  )
  func numbers(text: String, expected: String) {
    let conversion = Conversion<Double>.number(in: .above(0))
    #expect(conversion.value(text) == nil)
    #expect(conversion.expectation(of: text) == ": give a number above 0" + expected)
  }

  @Test("A number that is rounded to the end of a range is not said to lie in it")
  func roundedToTheEnd() {
    let conversion = Conversion<Double>.number(in: 0..<1)
    #expect(conversion.value("0.99999999999999999999") == nil)
    #expect(
      conversion.expectation(of: "0.99999999999999999999")
        == ": give a number from 0 to less than 1; in 64-bit floating point this is 1."
    )
  }

  @Test("A list is no longer than the help says")
  func lists() {
    let conversion = Conversion<[Int]>.integers(in: 1...9)
    let most = Array(repeating: 7, count: Conversion<[Int]>.largestListLength)
    func text(_ numbers: [Int]) -> String { numbers.map { "\($0)" }.joined(separator: ",") }
    #expect(conversion.value(text(most)) == most)
    #expect(conversion.value(text(most + [7])) == nil)
    #expect(conversion.acceptedValues == ["1 to 9, at most \(most.count) of them"])
  }
}
