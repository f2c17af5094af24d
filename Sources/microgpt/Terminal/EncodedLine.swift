#if canImport(FoundationEssentials)
import FoundationEssentials
#else
import Foundation
#endif

import VisibleText

/// A document as JSON in a line: keys in alphabetical order and with underscores, a number that is not finite as "nan", "inf" or
/// "-inf".
func encodedLine(_ document: some Encodable) throws -> String {
  let encoder = JSONEncoder()
  encoder.keyEncodingStrategy = .convertToSnakeCase
  encoder.outputFormatting = [.sortedKeys, .withoutEscapingSlashes]
  encoder.nonConformingFloatEncodingStrategy = .convertToString(
    positiveInfinity: "inf",
    negativeInfinity: "-inf",
    nan: "nan"
  )
  return harmlessJSON(String(decoding: try encoder.encode(document), as: UTF8.self)) + "\n"
}

/// The same JSON with escapes for what can't be seen: the encoder has none beyond U+001F, but a terminal obeys U+009B, too.
private func harmlessJSON(_ json: String) -> String {
  json.unicodeScalars.reduce(into: "") { result, scalar in
    guard scalar.isHidden else { return result.unicodeScalars.append(scalar) }
    for unit in UTF16.encode(scalar).map(Array.init) ?? [] {
      let digits = String(unit, radix: 16)
      result += "\\u" + String(repeating: "0", count: 4 - digits.count) + digits
    }
  }
}
