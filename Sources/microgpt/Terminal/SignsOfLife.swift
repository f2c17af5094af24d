import Drawing
import Synchronization

/// A line on standard error now and then while a command works long without a word.
enum SignsOfLife {
  private static let silence = Mutex(Silence())
  private static let start = ContinuousClock.now
  private static let isOutputSeen = Platform.isTerminal(Platform.standardOutput)

  /// From now on a long silence is broken.
  static func begin() {
    noteWord(isLineEnded: true)
    Task.detached {
      while true {
        try? await Task.sleep(for: .seconds(1))
        if let line = silence.withLock({ $0.line(at: seconds) }) { Terminal.error.write(line) }
      }
    }
  }

  /// Says how far the work is, for when nothing else is heard of it.
  static func progress(_ done: Int, of total: Int, _ noun: String) {
    silence.withLock { $0.progress = (done, total, noun) }
  }

  /// Waits for somebody: a silence that is theirs is not broken.
  static func waiting<Result>(_ wait: () -> Result) -> Result {
    silence.withLock { $0.isOthers = true }
    defer {
      silence.withLock {
        $0.isOthers = false
        $0.end(at: seconds, isLineEnded: true)
      }
    }
    return wait()
  }

  /// Takes note that something was written to a stream.
  static func noteWord(to stream: Terminal = .error, isLineEnded: Bool) {
    guard stream == .error || isOutputSeen else { return }
    silence.withLock { $0.end(at: seconds, isLineEnded: isLineEnded) }
  }

  private static var seconds: Double { (ContinuousClock.now - start).seconds }
}

/// How long nothing has been heard of a command, and what to say about it.
struct Silence {
  /// How far the work is, where that is known.
  var progress: (done: Int, total: Int, noun: String)?
  /// Whether somebody else is waited for.
  var isOthers = false
  private var begin = 0.0
  private var isLineEnded = true

  /// How many seconds may pass without a word.
  static let longest = 12.0

  /// Something was written.
  mutating func end(at seconds: Double, isLineEnded: Bool) {
    begin = seconds
    self.isLineEnded = isLineEnded
  }

  /// What to write after so many seconds of work, nil while the silence is short.
  mutating func line(at seconds: Double) -> String? {
    guard !isOthers, seconds - begin >= Self.longest else { return nil }
    let stage = progress.map {
      ", \($0.noun) \(NumberFormat.grouped($0.done)) of \(NumberFormat.grouped($0.total))"
    }
    let line =
      (isLineEnded ? "" : "\n") + "still at work after \(NumberFormat.clock(seconds))\(stage ?? "")\n"
    end(at: seconds, isLineEnded: true)
    return line
  }
}
