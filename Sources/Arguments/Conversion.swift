import VisibleText

/// How the text of an argument becomes a value and a value its text, and what to say of text that becomes none.
package struct Conversion<Value: Sendable>: Sendable {
  /// The end of the sentence that says that a value is invalid, with the punctuation before and after it.
  ///
  /// After "The value 'x' is invalid for '--steps <steps>'" comes `: give a whole number from 1.`, for instance.
  package let expectation: String
  /// What the sentence adds about a text that looks like a value and is none: too large a number, for instance.
  private let remark: @Sendable (String) -> String
  /// The values to list in the help: all where there are only a few, or the limits of numbers.
  package let acceptedValues: [String]
  /// Whether text such as `-5` is a value rather than an option.
  package let acceptsNegativeNumbers: Bool
  /// What a shell offers, where the expectation does not tell.
  let statedCompletion: Completion?
  /// What the help says of every option with such a value, after what it says of this one.
  package let note: String
  /// How a value is typed, nil for one that is only had by leaving the option out.
  package let text: @Sendable (Value) -> String?
  /// The value that a text stands for, nil where it stands for none.
  package let value: @Sendable (String) -> Value?

  /// Creates a conversion.
  ///
  /// - Parameters:
  ///   - expectation: The end of the sentence that says that a value is invalid.
  ///   - completion: What a shell offers; the words that the expectation names if nothing else is said.
  ///   - remark: What the sentence adds about a text.
  ///   - text: How a value is typed; by its description if nothing else is said.
  package init(
    expectation: String,
    acceptedValues: [String] = [],
    acceptsNegativeNumbers: Bool = false,
    note: String = "",
    completion: Completion? = nil,
    remark: @escaping @Sendable (String) -> String = { _ in "" },
    text: @escaping @Sendable (Value) -> String? = { shortText($0) },
    value: @escaping @Sendable (String) -> Value?
  ) {
    self.expectation = expectation
    self.note = note
    statedCompletion = completion
    self.text = text
    self.remark = remark
    self.acceptedValues = acceptedValues
    self.acceptsNegativeNumbers = acceptsNegativeNumbers
    self.value = value
  }

  /// The same conversion, for an argument that may be absent.
  package var optional: Conversion<Value?> {
    Conversion<Value?>(
      expectation: expectation,
      acceptedValues: acceptedValues,
      acceptsNegativeNumbers: acceptsNegativeNumbers,
      note: note,
      completion: completion,
      remark: remark,
      text: { [text] in $0.flatMap(text) },
      value: { [value] in value($0).map(Optional.some) }
    )
  }

  /// The same conversion to another type: what is accepted, and what is said of the rest, stays as it is.
  package func map<Other>(
    text: @escaping @Sendable (Other) -> String?,
    _ other: @escaping @Sendable (Value) -> Other?
  ) -> Conversion<Other> {
    Conversion<Other>(
      expectation: expectation,
      acceptedValues: acceptedValues,
      acceptsNegativeNumbers: acceptsNegativeNumbers,
      note: note,
      completion: completion,
      remark: remark,
      text: text,
      value: { [value] in value($0).flatMap(other) }
    )
  }

  /// The ``expectation``, with what there is to add about a text.
  package func expectation(of text: String) -> String {
    let remark = self.remark(text)
    return remark.isEmpty ? expectation : expectation.dropLast() + remark + "."
  }
}

extension Conversion where Value == String {
  /// Any text.
  package static var string: Self {
    Conversion(expectation: ".", text: { $0 }, value: { $0 })
  }

  /// One of a few words.
  package static func word(of words: [String]) -> Self {
    Conversion(
      expectation: ". Please provide one of \(list(of: words)).",
      acceptedValues: words,
      completion: .words(words),
      text: { $0 },
      value: { words.contains($0) ? $0 : nil }
    )
  }
}

extension Conversion where Value == [UInt8] {
  /// A text with the escapes with which texts are printed, as UTF-8 or whatever bytes they stand for.
  package static var text: Self {
    Conversion(
      expectation: ".",
      note: """
         Read as it would be printed: \\n is a line break, \\\\ a backslash, \\u{1f600} the character with that code point; \
        any other backslash stays itself.
        """,
      text: { visible($0) },
      value: { unescaped($0) }
    )
  }
}

extension Conversion where Value: FixedWidthInteger {
  /// A whole number in a range, written in decimal digits.
  package static func integer(in range: some AcceptedRange<Value> & Sendable) -> Self {
    Conversion(
      expectation: ": give a whole number\(range.phrase).",
      acceptedValues: range.limits.map { [$0] } ?? [],
      acceptsNegativeNumbers: true,
      remark: { remark(on: $0, hasLimits: range.limits != nil) }
    ) { text in
      Value(text).flatMap { range.contains($0) ? $0 : nil }
    }
  }

  /// Why a text that some would read as a whole number is not read as one.
  private static func remark(on text: String, hasLimits: Bool) -> String {
    let isFraction = Double(text).map { $0.rounded() != $0 } ?? false
    guard Value(text) == nil, !isFraction, text.contains(where: \.isNumber) else { return "" }
    let digits = text.drop { "+-".contains($0) }
    guard digits.allSatisfy({ ("0"..."9").contains($0) }) else { return ", in digits alone" }
    return hasLimits || text.first == "-" ? "" : "; the largest there is: \(Value.max)"
  }
}

extension Conversion where Value == [Int] {
  /// How many numbers a list may have.
  package static var largestListLength: Int { 32 }

  /// Whole numbers in a range, with commas between them: `4,16,64`.
  package static func integers(in range: some AcceptedRange<Int> & Sendable) -> Self {
    Conversion(
      expectation:
        ": give at most \(largestListLength) whole numbers\(range.phrase) with commas between them.",
      acceptedValues: range.limits.map { ["\($0), at most \(largestListLength) of them"] } ?? [],
      text: { $0.map { "\($0)" }.joined(separator: ",") }
    ) { text in
      let parts = text.split(separator: ",", omittingEmptySubsequences: false)
      guard parts.count <= largestListLength else { return nil }
      let numbers = parts.compactMap { Int($0) }.filter { range.contains($0) }
      return numbers.count == parts.count ? numbers : nil
    }
  }
}

extension Conversion where Value == Double {
  /// A finite number in a range.
  package static func number(in range: some AcceptedRange<Double> & Sendable) -> Self {
    Conversion(
      expectation: ": give a number\(range.phrase).",
      acceptedValues: range.limits.map { [$0] } ?? [],
      acceptsNegativeNumbers: true,
      remark: { remark(on: $0) }
    ) { text in
      Double(text).flatMap { $0.isFinite && range.contains($0) ? $0 : nil }
    }
  }

  /// Why a text that some would read as a number in the range is not read as one.
  ///
  /// 64-bit floating point rounds what it can't hold: `1e400` to infinity, `1e-400` to 0.
  package static func remark(on text: String) -> String {
    guard text.contains(where: \.isNumber) else { return Double(text) == .infinity ? ", a finite one" : "" }
    guard let number = Double(text) else { return ", written like 0.5 or 1e-3" }
    guard ![text, text + ".0"].contains("\(number)") else { return "" }
    return "; in 64-bit floating point this is \(number.isFinite ? shortText(number) : "infinite")"
  }
}

extension Conversion where Value: CaseIterable & RawRepresentable, Value.RawValue == String {
  /// One of an enumeration's cases, by its raw value.
  package static var choice: Self {
    Conversion<String>.word(of: Value.allCases.map(\.rawValue))
      .map(text: { $0.rawValue }) { Value(rawValue: $0) }
  }

  /// One of the cases of the given enumeration.
  package static func choice(of type: Value.Type) -> Self { choice }
}

/// Names in quotation marks as a sentence lists them: `'a'`, `'a' or 'b'`, `'a', 'b' or 'c'`.
private func list(of names: [String]) -> String {
  let quoted = names.map { "'\($0)'" }
  guard quoted.count > 1, let last = quoted.last else { return quoted.joined() }
  return quoted.dropLast().joined(separator: ", ") + " or " + last
}
