/// A script that completes a program's command lines in a shell; it follows from the program's definitions.
package enum CompletionScript: String, CaseIterable, Sendable {
  case bash, zsh, fish

  /// The script, to be read by the shell or installed where it looks for completions.
  package func text<Command>(for program: ProgramDefinition<Command>) -> String {
    switch self {
    case .bash: BashScript(program: program).text
    case .zsh: ZshScript(program: program).text
    case .fish: FishScript(program: program).text
    }
  }
}

/// A text in single quotes, as bash and zsh read it.
func singleQuoted(_ text: String) -> String {
  "'" + text.split(separator: "'", omittingEmptySubsequences: false).joined(separator: "'\\''") + "'"
}

extension Declaration {
  /// The help up to the end of its first sentence.
  var firstSentence: String {
    let letters = Array(help)
    let end = letters.indices.first {
      letters[$0] == "." && $0 + 2 < letters.count && letters[$0 + 1] == " " && letters[$0 + 2].isUppercase
    }
    return end.map { String(letters[...$0]) } ?? help
  }
}

extension NamedDeclaration {
  /// The name and the short one where there is one.
  var names: [String] { [name] + (shortName.map { [$0] } ?? []) }

  /// What stands for the value, without angle brackets: `n`.
  var valueName: String {
    String(usageLabel.dropFirst(name.count).filter { !"<> ".contains($0) })
  }
}
