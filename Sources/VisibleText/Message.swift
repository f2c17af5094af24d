/// What the program says: its own words as they stand, with what strangers wrote in them made visible and short.
///
///     let message: Message = "can't read '\(path)': \(error)"
///
/// Every text that is put in counts as a stranger's, see ``excerpt(_:limit:)``: the name of a file, an argument, what a file
/// holds. Errors of the library are put in by their descriptions, which are visible; so are numbers.
package struct Message: Equatable, Sendable, ExpressibleByStringInterpolation, CustomStringConvertible {
  /// What is printed: no line breaks but the program's own, and nothing that steers a terminal.
  package private(set) var text: String

  /// The program's own words.
  package init(stringLiteral text: String) { self.text = text }

  /// The program's own words with others' put in.
  package init(stringInterpolation: StringInterpolation) { text = stringInterpolation.text }

  package var description: String { text }

  package static func + (first: Message, second: Message) -> Message {
    var message = first
    message.text += second.text
    return message
  }

  /// What is put together from the program's words and what it has to name.
  package struct StringInterpolation: StringInterpolationProtocol {
    fileprivate var text = ""

    package init(literalCapacity: Int, interpolationCount: Int) { text.reserveCapacity(literalCapacity) }

    package mutating func appendLiteral(_ literal: String) { text += literal }

    /// A stranger's text: visible and short.
    package mutating func appendInterpolation(_ stranger: String) { text += excerpt(stranger) }

    /// A stranger's text: visible and short.
    package mutating func appendInterpolation(_ stranger: Substring) { text += excerpt(String(stranger)) }

    /// A list of numbers, which a file may make as long as it likes.
    package mutating func appendInterpolation(_ numbers: [Int]) { text += excerpt("\(numbers)") }

    /// Another message.
    package mutating func appendInterpolation(_ message: Message) { text += message.text }

    /// A word for a shell, cut where it is long, or a command, which is never cut: it would mean something else.
    package mutating func appendInterpolation(_ shell: ShellText) {
      let isShort = shell.text.unicodeScalars.count <= excerptLimit
      text += shell.isCommand || isShort ? shell.text : excerpt(shell.text)
    }

    /// Texts of the program, or what has been made visible already.
    package mutating func appendInterpolation(visible text: String) { self.text += harmless(text) }

    /// A number, a choice or an error by its description, which Embedded Swift finds only where the type is known to have one.
    package mutating func appendInterpolation<Described: CustomStringConvertible>(_ value: Described) {
      text += harmless(value.description)
    }

    /// Anything else.
    package mutating func appendInterpolation<Described>(_ value: Described) { text += harmless("\(value)") }
  }
}
