#if canImport(FoundationEssentials)
import FoundationEssentials
#else
import Foundation
#endif

/// What `inspect --json` prints: the figures, and what they are figures of.
struct InspectionDocument<Result: Encodable>: Encodable {
  /// Which schema the document has: the subcommand's name and a number that grows when a field changes its meaning.
  let schema: String
  /// The folder of the run, or null for figures without one.
  let run: String?
  /// How many steps it has made.
  let step: Int?
  /// The tokens that were read, and the one that is predicted last.
  let tokens: [String]?
  let result: Result

  /// Figures of a run and a text.
  init(_ schema: String, _ text: InspectedText, _ result: Result) {
    self.schema = schema
    run = text.run.path
    step = text.checkpoint.state.stepsDone
    tokens = text.labels + text.nextLabels.suffix(1)
    self.result = result
  }

  /// Figures that need no run.
  init(_ schema: String, _ result: Result) {
    self.schema = schema
    run = nil
    step = nil
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
    return String(decoding: try encoder.encode(self), as: UTF8.self) + "\n"
  }
}
