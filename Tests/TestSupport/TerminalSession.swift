import Foundation

/// A program in a terminal of its own, and somebody who types when the right words have come.
public struct TerminalSession: Decodable, Sendable {
  /// All that the terminal showed: what the program wrote, and the echo of what was typed.
  public let screen: String
  /// The exit status, nil where a signal ended the program.
  public let status: Int32?
  /// The signal that ended it.
  public let signal: Int32?
  /// Whether the terminal echoes, reads lines and answers keys as it did before.
  public let isInOrder: Bool

  /// Whether a terminal can be had here: it takes Python.
  public static let isPossible = (try? Python.run("import pty, termios")).map { $0.status == 0 } ?? false

  /// Waits for words on the screen, then types.
  public struct Step: Sendable {
    let words: String
    let keys: String

    /// A step; the words must come after those of the step before.
    public init(after words: String, type keys: String) {
      self.words = words
      self.keys = keys
    }
  }

  /// The key that asks a program to stop.
  public static let controlC = "\u{3}"
  /// The key that ends the input, at the beginning of a line.
  public static let controlD = "\u{4}"

  /// Runs the program to its end.
  ///
  /// - Parameters:
  ///   - program: one of the package's executables.
  ///   - arguments: its arguments.
  ///   - environment: what is set besides this process's own environment.
  ///   - steps: what is typed.
  public static func run(
    _ program: String,
    _ arguments: [String],
    environment: [String: String] = [:],
    steps: [Step] = []
  ) throws -> TerminalSession {
    struct NoExecutable: Error {}
    guard let executable = BuiltProcess.executable(program) else { throw NoExecutable() }
    let keys = steps.map { [$0.words, $0.keys] }
    func json(_ value: some Encodable) throws -> String {
      String(decoding: try JSONEncoder().encode(value), as: UTF8.self)
    }
    let outcome = try Python.run(
      driver,
      json([executable.path(percentEncoded: false)] + arguments),
      json(["LC_ALL": "C.UTF-8"].merging(environment) { $1 }),
      json(keys)
    )
    return try JSONDecoder().decode(TerminalSession.self, from: Data(outcome.output.utf8))
  }

  private static let driver = """
    import json, os, pty, signal, sys, termios
    arguments, environment, steps = map(json.loads, sys.argv[1:])
    child, terminal = pty.fork()
    if child == 0:
        signal.pthread_sigmask(signal.SIG_SETMASK, [])
        os.execve(arguments[0], arguments, {**os.environ, **environment})
    signal.signal(signal.SIGALRM, lambda *_: os.kill(child, signal.SIGKILL))
    signal.alarm(300)
    before = termios.tcgetattr(terminal)
    screen, seen = b"", 0
    def read():
        global screen
        try: more = os.read(terminal, 65536)
        except OSError: more = b""
        screen += more
        return bool(more)
    for words, keys in steps:
        while words.encode() not in screen[seen:] and read(): pass
        place = screen.find(words.encode(), seen)
        if place < 0: break
        seen = place + len(words.encode())
        os.write(terminal, keys.encode())
    while read(): pass
    status = os.waitpid(child, 0)[1]
    print(json.dumps({
        "screen": screen.decode(errors="replace"),
        "status": os.WEXITSTATUS(status) if os.WIFEXITED(status) else None,
        "signal": os.WTERMSIG(status) if os.WIFSIGNALED(status) else None,
        "isInOrder": termios.tcgetattr(terminal)[:4] == before[:4],
    }))
    """
}
