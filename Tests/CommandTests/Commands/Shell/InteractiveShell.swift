import Foundation
import TestSupport
import Testing

@testable import Arguments
@testable import microgpt

/// A shell at a terminal, in which somebody types the beginning of a command line and then the key that completes it.
enum InteractiveShell {
  /// Whether a program is installed.
  static func has(_ program: String) -> Bool {
    let path = ProcessInfo.processInfo.environment["PATH"] ?? "/usr/bin:/bin"
    return path.split(separator: ":").contains {
      FileManager.default.isExecutableFile(atPath: "\($0)/\(program)")
    }
  }

  /// The words of each line after it was completed.
  static func completed(_ lines: [String], in shell: CompletionScript, folder: URL) throws -> [[String]] {
    let executable = try #require(BuiltProcess.executable("microgpt"))
    let (arguments, setup) =
      switch shell {
      case .bash: (["bash", "--norc", "--noprofile", "-i"], #"eval "$(microgpt completion bash)""#)
      case .zsh:
        (
          ["zsh", "-f", "-i"],
          #"autoload -U compinit; compinit -u -d "$HOME/dump"; eval "$(microgpt completion zsh)""#
        )
      case .fish: (["fish", "--no-config", "-i"], "microgpt completion fish | source")
      }
    let request: [String: [String]] = [
      "arguments": arguments, "setup": [setup], "lines": lines,
      "folder": [folder.path(percentEncoded: false)],
      "programs": [executable.deletingLastPathComponent().path(percentEncoded: false)],
    ]
    let json = String(decoding: try JSONEncoder().encode(request), as: UTF8.self)
    let outcome = try Python.run(driver, json)
    return try JSONDecoder().decode([[String]].self, from: Data(outcome.output.utf8))
  }

  // The keys are typed ahead: each is read once the one before it has had its effect. At the beginning of the completed line
  // comes a command that prints its words.
  private static let driver = #"""
    import json, os, pty, re, select, signal, sys
    request = json.loads(sys.argv[1])
    child, terminal = pty.fork()
    if child == 0:
        signal.pthread_sigmask(signal.SIG_SETMASK, [])
        folder = request["folder"][0]
        os.chdir(folder)
        environment = {"PATH": request["programs"][0] + ":" + os.environ["PATH"], "HOME": folder, "TERM": "xterm",
                       "LC_ALL": "C.UTF-8", "PS1": "$ ", "COLUMNS": "500"}
        os.execvpe(request["arguments"][0], request["arguments"], environment)
    signal.signal(signal.SIGALRM, lambda *_: os.kill(child, signal.SIGKILL))
    signal.alarm(240)
    import fcntl, struct, termios
    fcntl.ioctl(terminal, termios.TIOCSWINSZ, struct.pack("HHHH", 50, 500, 0, 0))
    screen = ""
    def wait(pattern):
        global screen
        while True:
            found = re.search(pattern, screen)
            if found:
                screen = screen[found.end():]
                return found
            try: more = os.read(terminal, 65536)
            except OSError: more = b""
            if not more:
                sys.exit("the shell ended: " + screen[-2000:])
            screen += more.decode("utf-8", "replace")
    def type(keys): os.write(terminal, keys.encode())
    type(request["setup"][0] + "\nprintf '[%s]' rea''dy\n")
    wait(r"\[ready\]")
    answers = []
    for line in request["lines"]:
        type(line + "\t\x01printf '[%s]' do''ne \n")
        found = wait(r"\[done\]((\[[^\]\n]*\])*)(?=[^\[])")
        answers.append(re.findall(r"\[([^\]\n]*)\]", found.group(1)))
    type("\x03exit\n")
    print(json.dumps(answers))
    """#
}
