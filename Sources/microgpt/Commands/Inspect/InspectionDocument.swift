#if canImport(FoundationEssentials)
import FoundationEssentials
#else
import Foundation
#endif

import Inspection
import VisibleText

/// What `inspect --json` prints: the figures, and what they are figures of.
struct InspectionDocument<Result: Encodable>: Encodable {
  /// Which schema the document has, see ``DocumentKind/schemaName``.
  let schema: String
  /// The folder of the run, or null for figures without one.
  @ExplicitNull private(set) var run: String?
  /// How many steps it has made.
  @ExplicitNull private(set) var step: Int?
  /// The tokens that were read, and the one that is predicted last; null for figures without a text.
  @ExplicitNull private(set) var tokens: [String]?
  let result: Result

  /// Figures of a run and a text.
  init(_ kind: DocumentKind, _ text: InspectedText, _ result: Result) {
    schema = kind.schemaName
    run = text.run.path
    step = text.checkpoint.state.stepsDone
    tokens = text.allLabels
    self.result = result
  }

  /// Figures that need no text; of a run, or perhaps of its shape alone, where it has no step.
  init(_ kind: DocumentKind, _ result: Result, run: RunFolder? = nil, step: Int? = nil) {
    schema = kind.schemaName
    self.run = run?.path
    self.step = step
    tokens = nil
    self.result = result
  }

  /// The document in a line: keys in alphabetical order and with underscores, a number that is not finite as "nan", "inf" or
  /// "-inf".
  func json() throws -> String {
    let encoder = JSONEncoder()
    encoder.keyEncodingStrategy = .convertToSnakeCase
    encoder.outputFormatting = [.sortedKeys, .withoutEscapingSlashes]
    encoder.nonConformingFloatEncodingStrategy = .convertToString(
      positiveInfinity: "inf",
      negativeInfinity: "-inf",
      nan: "nan"
    )
    return Self.harmless(String(decoding: try encoder.encode(self), as: UTF8.self)) + "\n"
  }

  /// The same JSON with escapes for what can't be seen: the encoder has none beyond U+001F, but a terminal obeys U+009B, too.
  private static func harmless(_ json: String) -> String {
    json.unicodeScalars.reduce(into: "") { result, scalar in
      guard scalar.isHidden else { return result.unicodeScalars.append(scalar) }
      for unit in UTF16.encode(scalar).map(Array.init) ?? [] {
        let digits = String(unit, radix: 16)
        result += "\\u" + String(repeating: "0", count: 4 - digits.count) + digits
      }
    }
  }
}
