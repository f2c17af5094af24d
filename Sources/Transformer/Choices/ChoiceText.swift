/// A choice as it is written: a name, perhaps with a number after a colon.
struct ChoiceText {
  let name: String
  /// The number, nil where there is none; what is no whole number makes the name unknown.
  let number: Int?

  init(_ text: some Collection<UInt8>) {
    let parts = text.split(separator: UInt8(ascii: ":"), maxSplits: 1, omittingEmptySubsequences: false)
    let digits = parts.count > 1 ? Int(String(decoding: parts[1], as: UTF8.self)) : nil
    let isValid = parts.count == 1 || digits != nil
    name = isValid ? String(decoding: parts[0], as: UTF8.self) : ""
    number = digits
  }
}
