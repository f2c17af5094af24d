/// The completion of fish: a line for each word, option and flag, with the words after which it may come.
struct FishScript<Command: CommandSet> {
  let program: ProgramDefinition<Command>

  var text: String {
    """
    # Completes \(program.name) in fish. Made by '\(program.name) completion fish'.

    function __\(program.name)_words_are --description 'Whether these are all words before the cursor'
        set -l words (commandline -opc)
        set -e words[1]
        test "$words" = "$argv"
    end

    function __\(program.name)_words_begin --description 'Whether the words before the cursor begin so'
        set -l words (commandline -opc)
        set -e words[1]
        set -l count (count $argv)
        test (count $words) -ge $count; and test "$words[1..$count]" = "$argv"
    end

    complete -c \(program.name) -f
    \(lines.joined(separator: "\n"))

    """
  }

  private var lines: [String] {
    let first = Command.firstWords
    var lines = words(first, after: "")
    lines.append(line(when: "are", "", "-l version -d 'Show the version.'"))
    lines.append("complete -c \(program.name) -s h -l help -d 'Show help information.'")
    lines += words(first.filter { $0.name != "help" }, after: "help")
    for group in Command.groups {
      lines += words(Command.words(of: group), after: group.name)
      lines += words(Command.words(of: group), after: "help " + group.name)
    }
    for command in Command.allCases.map(\.definition) {
      for option in command.options {
        let short = option.shortName.map { "-s \($0.dropFirst()) " } ?? ""
        let value = option.takesValue ? " " + self.value(option.completion) : ""
        lines.append(
          line(
            when: "begin",
            command.name,
            "\(short)-l \(option.name.dropFirst(2))\(value) -d \(quoted(option.firstSentence))"
          )
        )
      }
      switch command.positionalCompletion {
      case .nothing: break
      case .words(let words):
        lines.append(line(when: "begin", command.name, "-a \(quoted(words.joined(separator: " ")))"))
      case .files: lines.append(line(when: "begin", command.name, "-F"))
      }
    }
    return lines
  }

  private func words(_ words: [(name: String, abstract: String)], after command: String) -> [String] {
    words.map { line(when: "are", command, "-a \($0.name) -d \(quoted($0.abstract))") }
  }

  private func line(when condition: String, _ command: String, _ rest: String) -> String {
    let test = "__\(program.name)_words_\(condition)" + (command.isEmpty ? "" : " " + command)
    return "complete -c \(program.name) -n '\(test)' \(rest)"
  }

  private func value(_ completion: Completion) -> String {
    switch completion {
    case .nothing: "-x"
    case .words(let words): "-x -a " + quoted(words.joined(separator: " "))
    case .files: "-r -F"
    }
  }

  private func quoted(_ text: String) -> String {
    "'" + text.map { "\\'".contains($0) ? "\\\($0)" : String($0) }.joined() + "'"
  }
}
