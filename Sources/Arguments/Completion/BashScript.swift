/// The completion of bash: a function that looks at the words so far.
///
/// bash breaks words at `=` and `:`, so they are put together again, and what stands before the last break is left out of
/// what is offered. It needs nothing beyond bash 3.2.
struct BashScript<Command: CommandSet> {
  let program: ProgramDefinition<Command>

  var text: String {
    """
    # Completes \(program.name) in bash. Made by '\(program.name) completion bash'.
    _\(program.name)() {
      local word joining='' command option='' value attached='' words='' names='' files='' i
      local separator='' valued='' start=1 limit=''
      local -a typed=()
      local n=0
      for ((i = 1; i <= COMP_CWORD; i++)); do
        word=${COMP_WORDS[i]}
        if [[ $n -gt 0 && $word =~ ^[=:]+$ ]]; then
          typed[n - 1]+=$word
          joining=yes
        elif [[ $joining && $word ]]; then
          typed[n - 1]+=$word
          joining=''
        else
          typed[n]=$word
          n=$((n + 1))
          joining=''
        fi
      done
      local current=${typed[n - 1]} last=${COMP_WORDS[COMP_CWORD]}
      [[ $last =~ ^[=:]+$ ]] && last=''
      local before=${current%"$last"}
      value=$current
      if [[ $current == --*=* ]]; then
        option=${current%%=*} value=${current#*=} attached=$option=
      elif [[ $n -gt 1 ]]; then
        option=${typed[n - 2]}
      fi
      command=''
      [[ $n -gt 1 ]] && command=${typed[0]}
      case $command in
        \(groupPattern)) [[ $n -gt 2 ]] && command="$command ${typed[1]}" ;;
      esac
      case $command in
    \(cases)
      esac
      if [[ ! $option && $current == -* ]]; then
        words=$names files=''
      elif [[ ! $option && $limit ]]; then
        for ((i = start; i < n - 1; i++)); do
          if [[ " $valued " == *" ${typed[i]} "* ]]; then
            i=$((i + 1))
          elif [[ ${typed[i]} != -* ]]; then
            limit=$((limit - 1))
          fi
        done
        [[ $limit -gt 0 ]] || words=''
      fi
      if [[ $separator && $value == *"$separator"* ]]; then
        attached+=${value%"$separator"*}$separator
        value=${value##*"$separator"}
      fi
      # Without an answer from here, bash offers files.
      [[ $files ]] && return
      compopt +o default 2>/dev/null
      while IFS= read -r word; do
        word=$attached$word
        COMPREPLY+=("${word#"$before"}")
      done < <(compgen -W "$words" -- "$value")
      [[ ${#COMPREPLY[@]} -eq 1 && ${COMPREPLY[0]} == *: ]] && compopt -o nospace 2>/dev/null
      return 0
    }
    complete -o default -F _\(program.name) \(program.name)

    """
  }

  /// The first words that a second one follows.
  private var groupPattern: String { (Command.groups.map(\.name) + ["help"]).joined(separator: "|") }

  private var cases: String {
    let first = Command.firstWords.map(\.name)
    var cases = [
      wordsCase("''", first + ["--help", "--version"]),
      wordsCase("help", first.filter { $0 != "help" }),
    ]
    for group in Command.groups {
      let second = Command.words(of: group).map(\.name)
      cases += [wordsCase(group.name, second + ["--help"]), wordsCase("'help \(group.name)'", second)]
    }
    cases += Command.allCases.map { commandCase($0.definition) }
    return cases.joined(separator: "\n")
  }

  private func wordsCase(_ pattern: String, _ words: [String]) -> String {
    "    \(pattern)) option='' words='\(words.joined(separator: " "))' names=$words ;;"
  }

  private func commandCase(_ command: CommandDefinition) -> String {
    let valued = command.options.filter(\.takesValue)
    func line(_ options: [any NamedDeclaration], _ completion: Completion) -> String? {
      let names = options.flatMap(\.names).joined(separator: "|")
      return names.isEmpty ? nil : "        \(names)) \(assignment(completion)) ;;"
    }
    let values =
      valued.filter { !$0.completion.words.isEmpty }.compactMap { line([$0], $0.completion) }
      + [Completion.files, .nothing].compactMap { kind in line(valued.filter { $0.completion == kind }, kind)
      }
    let start = command.name.split(separator: " ").count
    let valuedNames = command.valuedNames.joined(separator: " ")
    let limit = command.wordLimit.map { "valued='\(valuedNames)' start=\(start) limit=\($0)" } ?? ":"
    return """
          '\(command.name)')
            names='\(command.completedNames.joined(separator: " "))'
            \(limit)
            case $option in
      \(values.map { $0 + "\n" }.joined())        *) option='' \(assignment(command.positionalCompletion)) ;;
            esac ;;
      """
  }

  private func assignment(_ completion: Completion) -> String {
    switch completion {
    case .nothing: "words=''"
    case .words(let words): "words=" + singleQuoted(words.joined(separator: " "))
    case .list(let words, let separator):
      "separator='\(separator)' words=" + singleQuoted(words.joined(separator: " "))
    case .files: "files=yes"
    }
  }
}
