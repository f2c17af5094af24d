import Report

/// The two streams a command writes to: results to standard output, progress and notes to standard error.
enum Terminal {
  case output
  case error

  /// Writes a text as it stands.
  ///
  /// A note that can't be written is dropped. A result that can't be written ends the process: silently with 141 where the
  /// reader of a pipe has gone, as a shell expects it, and otherwise with a message and 1.
  func write(_ text: String) {
    SignsOfLife.noteWord(to: self, isLineEnded: text.utf8.last == UInt8(ascii: "\n"))
    guard let number = Platform.write(text, to: descriptor), self == .output else { return }
    if number == Platform.brokenPipe { Platform.exit(ExitStatus.brokenPipe) }
    Terminal.error.line("Error: can't write to standard output: \(Platform.SystemError(number: number))")
    Platform.exit(ExitStatus.failure)
  }

  /// Writes a text and a line break.
  func line(_ text: String = "") { write(text + "\n") }

  /// Whether somebody is looking: the stream is a terminal and not a file or a pipe.
  var isInteractive: Bool {
    Platform.isTerminal(descriptor) && Platform.environment("TERM") != "dumb"
  }

  /// How many columns there are: of the terminal, else of the environment's `COLUMNS`, else 80.
  var width: Int {
    if let columns = Platform.columns(of: descriptor) { return columns }
    let columns = Platform.environment("COLUMNS").flatMap { Int($0) } ?? 80
    return columns > 0 ? columns : 80
  }

  /// Colour on a terminal, unless `NO_COLOR` asks for none (https://no-color.org).
  var style: Style {
    isInteractive && (Platform.environment("NO_COLOR") ?? "").isEmpty ? .ansi : .plain
  }

  private var descriptor: Int32 {
    switch self {
    case .output: Platform.standardOutput
    case .error: Platform.standardError
    }
  }
}
