import Arguments
import Drawing
import Synchronization
import VisibleText

/// The two streams a command writes to: results to standard output, progress and notes to standard error.
enum Terminal {
  case output
  case error

  private static let isOutputMissing = Atomic<Bool>(false)
  private static let isSilent = Atomic<Bool>(false)

  /// From now on nothing is written: another process speaks.
  static func beSilent() { isSilent.store(true, ordering: .relaxed) }

  /// From now on texts are written again.
  static func breakSilence() { isSilent.store(false, ordering: .relaxed) }

  /// Keeps the numbers of streams that the process was started without from files; to be called before any is opened.
  ///
  /// A result for a standard output that is missing can't be written. What is read from or noted on the others is nothing.
  static func openMissingStreams() {
    let missing = Platform.openMissingStreams()
    isOutputMissing.store(missing.contains(Platform.standardOutput), ordering: .relaxed)
  }

  /// Writes a text as it stands: what is drawn, and texts that are visible.
  ///
  /// A note that can't be written is dropped. A result that can't be written ends the process: silently with 141 where the
  /// reader of a pipe has gone, as a shell expects it, and otherwise with a message and 1.
  func write(_ text: String) {
    guard !Self.isSilent.load(ordering: .relaxed) else { return }
    SignsOfLife.noteWord(to: self, isLineEnded: text.utf8.last == UInt8(ascii: "\n"))
    end(with: failure(toWrite: Array(text.utf8)))
  }

  /// Writes bytes that are no text: a result, to standard output.
  func write(_ bytes: [UInt8]) {
    guard !Self.isSilent.load(ordering: .relaxed) else { return }
    end(with: failure(toWrite: bytes))
  }

  private func end(with number: Int32?) {
    guard let number, self == .output else { return }
    if number == Platform.brokenPipe { Platform.exit(ExitStatus.brokenPipe) }
    Terminal.error.line("Error: can't write to standard output: \(Platform.SystemError(number: number))")
    Platform.exit(ExitStatus.failure)
  }

  private func failure(toWrite bytes: [UInt8]) -> Int32? {
    if self == .output, !bytes.isEmpty, Self.isOutputMissing.load(ordering: .relaxed) {
      return Platform.closedStream
    }
    return bytes.withUnsafeBytes { Platform.write($0, to: descriptor) }
  }

  /// Writes what is drawn, in ASCII where nothing else is shown.
  func draw(_ text: String) { write(shown(text)) }

  /// Writes a message and a line break.
  func line(_ message: Message = "") { draw(message.text + "\n") }

  /// Whether somebody is looking: the stream is a terminal and not a file or a pipe.
  var isInteractive: Bool {
    Platform.isTerminal(descriptor) && Platform.environment("TERM") != "dumb"
  }

  /// How many columns there are: of the terminal, else of the environment's `COLUMNS`; nil into a pipe without.
  var knownWidth: Int? {
    if let columns = Platform.columns(of: descriptor) { return columns }
    return Platform.environment("COLUMNS").flatMap { Int($0) }.flatMap { $0 > 0 ? $0 : nil }
  }

  /// The columns that there are, else 80.
  var width: Int { knownWidth ?? 80 }

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
