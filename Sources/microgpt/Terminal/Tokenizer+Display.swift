import Report
import Transformer

extension Tokenizer {
  /// The vocabulary for an error message: every token's text, cut where it gets long.
  var alphabet: String {
    truncated(vocabulary.indices.map(label).joined(separator: " "), to: 120)
  }

  /// A token as it is shown by itself: its text, with what can't be seen written out.
  func label(_ token: Int) -> String {
    if token == boundary { return "<end>" }
    if unit == .bytes, let byte = vocabulary[token].first, !(0x21...0x7E).contains(byte) {
      let digits = String(byte, radix: 16, uppercase: true)
      return "0x" + String(repeating: "0", count: 2 - digits.count) + digits
    }
    let text = visible(decode([token]))
    return text == " " ? "␣" : text
  }
}

/// A text in one line: line breaks, tabs, other control characters and backslashes written as in a string literal.
func visible(_ text: String) -> String {
  var result = ""
  for scalar in text.unicodeScalars {
    switch scalar {
    case "\\": result += "\\\\"
    case "\n": result += "\\n"
    case "\r": result += "\\r"
    case "\t": result += "\\t"
    case _ where scalar.properties.generalCategory == .control:
      result += "\\u{\(String(scalar.value, radix: 16))}"
    default: result.unicodeScalars.append(scalar)
    }
  }
  return result
}

/// The text that ``visible(_:)`` made a line of.
func unescaped(_ line: some StringProtocol) -> String {
  var result = ""
  var rest = line.unicodeScalars[...]
  while let scalar = rest.popFirst() {
    guard scalar == "\\", let sign = rest.popFirst() else {
      result.unicodeScalars.append(scalar)
      continue
    }
    switch sign {
    case "n": result += "\n"
    case "r": result += "\r"
    case "t": result += "\t"
    case "u":
      let digits = rest.dropFirst().prefix { $0 != "}" }
      rest = rest[digits.endIndex...].dropFirst()
      if let number = UInt32(String(String.UnicodeScalarView(digits)), radix: 16),
        let scalar = Unicode.Scalar(number)
      {
        result.unicodeScalars.append(scalar)
      }
    default: result.unicodeScalars.append(sign)
    }
  }
  return result
}
