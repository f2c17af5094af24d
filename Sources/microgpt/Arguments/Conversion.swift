import VisibleText

/// How the text of an argument becomes a value, and what to say of text that does not.
struct Conversion<Value: Sendable>: Sendable {
  /// The end of the sentence that says that a value is invalid, with the punctuation before and after it.
  ///
  /// After "The value 'x' is invalid for '--steps <steps>'" comes `: give a whole number from 1.`, for instance.
  let expectation: String
  /// The values to list in the help, where there are only a few.
  let acceptedValues: [String]
  /// Whether text such as `-5` is a value rather than an option.
  let acceptsNegativeNumbers: Bool
  /// The value that a text stands for, nil where it stands for none.
  let value: @Sendable (String) -> Value?

  init(
    expectation: String,
    acceptedValues: [String] = [],
    acceptsNegativeNumbers: Bool = false,
    value: @escaping @Sendable (String) -> Value?
  ) {
    self.expectation = expectation
    self.acceptedValues = acceptedValues
    self.acceptsNegativeNumbers = acceptsNegativeNumbers
    self.value = value
  }

  /// The same conversion, for an argument that may be absent.
  var optional: Conversion<Value?> {
    Conversion<Value?>(
      expectation: expectation,
      acceptedValues: acceptedValues,
      acceptsNegativeNumbers: acceptsNegativeNumbers
    ) { [value] text in
      value(text).map(Optional.some)
    }
  }
}

extension Conversion where Value == String {
  /// Any text.
  static var string: Self {
    Conversion(expectation: ".") { $0 }
  }
}

extension Conversion where Value == [UInt8] {
  /// A text with the escapes with which texts are printed, as UTF-8 or whatever bytes they stand for.
  static var text: Self {
    Conversion(expectation: ".") { unescaped($0) }
  }
}

extension Conversion where Value == Int {
  /// A whole number in a range, written in decimal digits.
  static func integer(in range: some AcceptedRange<Int> & Sendable) -> Self {
    Conversion(expectation: ": give a whole number\(range.phrase).", acceptsNegativeNumbers: true) { text in
      Int(text).flatMap { range.contains($0) ? $0 : nil }
    }
  }
}

extension Conversion where Value == [Int] {
  /// Whole numbers in a range, with commas between them: `4,16,64`.
  static func integers(in range: some AcceptedRange<Int> & Sendable) -> Self {
    Conversion(expectation: ": give whole numbers\(range.phrase) with commas between them.") { text in
      let parts = text.split(separator: ",", omittingEmptySubsequences: false)
      let numbers = parts.compactMap { Int($0) }.filter { range.contains($0) }
      return numbers.count == parts.count ? numbers : nil
    }
  }
}

extension Conversion where Value == Double {
  /// A finite number in a range.
  static func number(in range: some AcceptedRange<Double> & Sendable) -> Self {
    Conversion(expectation: ": give a number\(range.phrase).", acceptsNegativeNumbers: true) { text in
      Double(text).flatMap { $0.isFinite && range.contains($0) ? $0 : nil }
    }
  }
}

extension Conversion where Value: CaseIterable & RawRepresentable, Value.RawValue == String {
  /// One of an enumeration's cases, by its raw value.
  static var choice: Self {
    let names = Value.allCases.map(\.rawValue)
    return Conversion(
      expectation: ". Please provide one of \(list(of: names)).",
      acceptedValues: names,
      value: { Value(rawValue: $0) }
    )
  }
}

/// Names in quotation marks as a sentence lists them: `'a'`, `'a' or 'b'`, `'a', 'b' or 'c'`.
private func list(of names: [String]) -> String {
  let quoted = names.map { "'\($0)'" }
  guard quoted.count > 1, let last = quoted.last else { return quoted.joined() }
  return quoted.dropLast().joined(separator: ", ") + " or " + last
}
