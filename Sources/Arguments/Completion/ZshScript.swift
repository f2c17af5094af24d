/// The completion of zsh: a function for each command, in which `_arguments` does the work.
struct ZshScript<Command: CommandSet> {
  let program: ProgramDefinition<Command>

  private var function: String { "_" + program.name }

  var text: String {
    """
    #compdef \(program.name)
    # Completes \(program.name) in zsh. Made by '\(program.name) completion zsh'.

    # Offers words, of which one that ends in a colon goes on.
    \(function)_values() {
      local -a open closed
      local ret=1
      open=(${(M)@:#*:})
      closed=(${@:#*:})
      (( $#closed )) && compadd -a closed && ret=0
      (( $#open )) && compadd -S '' -a open && ret=0
      return ret
    }

    # Offers words behind the last of a separator, which comes first.
    \(function)_list() {
      compset -P "*$1"
      \(function)_values "${@:2}"
    }

    \((choosers + Command.allCases.map { function(for: $0.definition) }).joined(separator: "\n\n"))

    if [[ $funcstack[1] == \(function) ]]; then
      \(function) "$@"
    else
      compdef \(function) \(program.name)
    fi

    """
  }

  private static var helpLine: String { #"'(- *)'{-h,--help}'[Show help information.]'"# }

  private var choosers: [String] {
    let first = Command.firstWords
    let version = "'(- *)--version[Show the version.]'"
    return [chooser(function, first, [Self.helpLine, version])]
      + Command.groups.map { chooser(function + "_" + $0.name, Command.words(of: $0), [Self.helpLine]) }
      + [chooser(function + "_help", first.filter { $0.name != "help" }, [])]
      + Command.groups.map { chooser(function + "_help_" + $0.name, Command.words(of: $0), []) }
  }

  /// A function that offers words, and leaves what follows one of them to the function of its name.
  private func chooser(
    _ name: String,
    _ words: [(name: String, abstract: String)],
    _ options: [String]
  ) -> String {
    let choices = words.map { "        " + singleQuoted($0.name + ":" + $0.abstract) + "\n" }.joined()
    return """
      \(name)() {
        local curcontext=$curcontext state state_descr line ret=1
        local -A opt_args
        local -a choices
        _arguments -C \((options + ["'1: :->first'", "'*:: :->rest'"]).joined(separator: " ")) && ret=0
        case $state in
          first)
            choices=(
      \(choices)      )
            _describe subcommand choices && ret=0 ;;
          rest)
            (( $+functions[\(name)_$words[1]] )) && \(name)_$words[1] && ret=0 ;;
        esac
        return ret
      }
      """
  }

  private func function(for command: CommandDefinition) -> String {
    let name = ([function] + command.name.split(separator: " ").map(String.init)).joined(separator: "_")
    let lines = [Self.helpLine] + command.options.map(line) + command.arguments.map(line)
    return "\(name)() {\n  _arguments \\\n" + lines.map { "    " + $0 }.joined(separator: " \\\n") + "\n}"
  }

  private func line(_ option: any NamedDeclaration) -> String {
    let help = "[" + escaped(option.firstSentence, "\\[]") + "]"
    guard option.takesValue else { return singleQuoted(option.name + help) }
    let value = help + ":" + escaped(option.valueName, "\\:") + ":" + action(option.completion)
    guard let short = option.shortName else { return singleQuoted(option.name + "=" + value) }
    return singleQuoted("(\(short) \(option.name))") + "{\(short),\(option.name)=}" + singleQuoted(value)
  }

  private func line(_ argument: any PositionalDeclaration) -> String {
    let beginning = argument.isRepeated ? "*:" : argument.isRequired ? ":" : "::"
    return singleQuoted(beginning + escaped(argument.name, "\\:") + ":" + action(argument.completion))
  }

  private func action(_ completion: Completion) -> String {
    switch completion {
    case .nothing: " "
    case .words(let words):
      " \(function)_values " + words.map { escaped($0, "\\:") }.joined(separator: " ")
    case .list(let words, let separator):
      " \(function)_list \(separator) " + words.map { escaped($0, "\\:") }.joined(separator: " ")
    case .files: "_files"
    }
  }

  private func escaped(_ text: String, _ signs: String) -> String {
    text.map { signs.contains($0) ? "\\\($0)" : String($0) }.joined()
  }
}
