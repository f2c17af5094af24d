import Arguments

/// `microgpt completion`: a script that completes command lines in a shell.
struct CompletionCommand {
  static let shell = Argument<CompletionScript>(
    "shell",
    help: "The shell that is to read it.",
    conversion: .choice,
    valueWhenAbsent: nil
  )

  static let definition = CommandDefinition(
    program: About.name,
    name: "completion",
    abstract: "Print a script with which a shell completes commands and options.",
    discussion: """
      The script completes commands, options, values that are one of a few words, and files. To install it for good:

        microgpt completion bash > ~/.local/share/bash-completion/completions/microgpt
        microgpt completion zsh > ~/.zfunc/_microgpt
        microgpt completion fish > ~/.config/fish/completions/microgpt.fish

      bash reads that folder where the package bash-completion is installed; without it, add 'source <(microgpt completion bash)' to ~/.bashrc.
      zsh needs 'fpath+=~/.zfunc' in ~/.zshrc before 'autoload -U compinit; compinit'. Make the folders first where they are missing, and print the script anew after an update.
      """,
    arguments: [shell]
  )

  private let arguments: ParsedArguments

  init(_ arguments: ParsedArguments) { self.arguments = arguments }

  func run(for program: ProgramDefinition<some CommandSet>) {
    Terminal.output.write(arguments[Self.shell].text(for: program))
  }
}
