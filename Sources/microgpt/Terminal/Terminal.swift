import Report

#if canImport(Darwin)
import Darwin
#elseif canImport(Android)
import Android
#elseif canImport(Glibc)
import Glibc
#elseif canImport(Musl)
import Musl
#endif

/// The two streams a command writes to: results to standard output, progress and notes to standard error.
enum Terminal {
  case output
  case error

  /// Writes a text as it stands.
  ///
  /// What a closed pipe can't take is lost, as for any filter.
  func write(_ text: String) {
    var text = text
    text.withUTF8 { bytes in
      var rest = UnsafeRawBufferPointer(bytes)
      while let start = rest.baseAddress, !rest.isEmpty {
        let written = writeBytes(descriptor, start, rest.count)
        if written < 0 && errno != EINTR { return }
        rest = UnsafeRawBufferPointer(rebasing: rest.dropFirst(max(0, written)))
      }
    }
  }

  /// Writes a text and a line break.
  func line(_ text: String = "") { write(text + "\n") }

  /// Whether somebody is looking: the stream is a terminal and not a file or a pipe.
  var isInteractive: Bool { isatty(descriptor) == 1 && Environment["TERM"] != "dumb" }

  /// How many columns there are: of the terminal, else of the environment's `COLUMNS`, else 80.
  var width: Int {
    var size = winsize()
    if ioctl(descriptor, UInt(TIOCGWINSZ), &size) == 0, size.ws_col > 0 { return Int(size.ws_col) }
    if let columns = Environment["COLUMNS"].flatMap({ Int($0) }), columns > 0 { return columns }
    return 80
  }

  /// Colour on a terminal, unless `NO_COLOR` asks for none (https://no-color.org).
  var style: Style {
    isInteractive && (Environment["NO_COLOR"] ?? "").isEmpty ? .ansi : .plain
  }

  private var descriptor: Int32 {
    switch self {
    case .output: STDOUT_FILENO
    case .error: STDERR_FILENO
    }
  }
}

/// The C function, which inside `Terminal` its method would hide.
private func writeBytes(_ descriptor: Int32, _ start: UnsafeRawPointer, _ count: Int) -> Int {
  write(descriptor, start, count)
}

/// The process's environment.
enum Environment {
  static subscript(name: String) -> String? {
    getenv(name).map { String(cString: $0) }
  }
}
