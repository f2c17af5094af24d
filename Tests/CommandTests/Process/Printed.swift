import TestSupport
import Testing

@testable import microgpt

/// What a stranger's text must not do where it is printed.
enum Printed {
  /// A text that clears the screen, sets the clipboard, breaks the line for one reader or another, hides, and turns around.
  static let hostile =
    "\u{1B}[2J\u{1B}]52;c;eA==\u{7}\r\n\u{9B}31m\u{85}\u{2028}\u{200B}\u{202E}\u{E0041}\u{FEFF}\u{E000}\u{378}"

  /// The same where there can be no line break, as in a line of a file.
  static let hostileLine = hostile.unicodeScalars.filter { !["\r", "\n"].contains($0) }.reduce(into: "") {
    $0.unicodeScalars.append($1)
  }

  /// The scalars of a stream that can't be seen or steer a terminal; line breaks end messages.
  static func unseen(in text: String) -> [String] {
    text.unicodeScalars.filter { scalar in
      switch scalar.properties.generalCategory {
      case .control: scalar != "\n"
      case .format, .lineSeparator, .paragraphSeparator, .privateUse, .unassigned, .surrogate: true
      default: false
      }
    }.map { $0.escaped(asASCII: true) }
  }

  /// Expects that nothing unseen was printed, and nothing of a stranger's at length: hostile and long texts are of one letter.
  static func expectHarmless(
    _ outcome: BuiltProcess.Outcome,
    sourceLocation: SourceLocation = #_sourceLocation
  ) {
    for stream in [outcome.output, outcome.errors] {
      #expect(unseen(in: stream).isEmpty, "\(stream.debugDescription)", sourceLocation: sourceLocation)
      let longest = String(repeating: "z", count: 201)
      #expect(!stream.contains(longest), sourceLocation: sourceLocation)
    }
  }
}
