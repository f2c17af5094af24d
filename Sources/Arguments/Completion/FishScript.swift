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

    function __\(program.name)_words_lack --description 'Whether arguments are missing: how many there are, how many words of a command, and its options with values'
        set -l words (commandline -opc)
        set -l missing $argv[1]
        set -l i (math $argv[2] + 2)
        while test $i -le (count $words)
            if contains -- $words[$i] $argv[3..]
                set i (math $i + 1)
            else if not string match -q -- '-*' $words[$i]
                set missing (math $missing - 1)
            end
            set i (math $i + 1)
        end
        test $missing -gt 0
    end

    function __\(program.name)_list --description 'Words behind the last of a separator, which comes first'
        set -l parts (commandline -ct | string replace -r -- '^--[^=]*=' '' | string split -- $argv[1])
        set -l before ''
        if test (count $parts) -gt 1
            set before (string join -- $argv[1] $parts[1..-2])$argv[1]
        end
        printf '%s\\n' $before$argv[2..]
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
      case .words(let words), .list(let words, _):
        let condition = command.wordLimit.map { limit in
          let start = command.name.split(separator: " ").count
          return "; and __\(program.name)_words_lack "
            + (["\(limit)", "\(start)"] + command.valuedNames).joined(separator: " ")
        }
        let offer = "-a \(quoted(words.joined(separator: " ")))"
        lines.append(line(when: "begin", command.name + (condition ?? ""), offer))
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
    case .list(let words, let separator):
      "-x -a " + quoted("(__\(program.name)_list \(separator) \(words.joined(separator: " ")))")
    case .files: "-r -F"
    }
  }

  private func quoted(_ text: String) -> String {
    "'" + text.map { "\\'".contains($0) ? "\\\($0)" : String($0) }.joined() + "'"
  }
}
