/// What a shell offers to complete a value with.
package enum Completion: Equatable, Sendable {
  /// Nothing: the value is a number or a text of any kind.
  case nothing
  /// One of these words; one that ends in a colon is the beginning of a value, as `window:`.
  case words([String])
  /// Some of these words, with a sign between them: `csv,tensorboard`.
  case list([String], separator: Character)
  /// A file or a folder.
  case files

  /// The words, where there are any.
  var words: [String] {
    switch self {
    case .words(let words), .list(let words, _): words
    case .nothing, .files: []
    }
  }
}

extension Conversion {
  /// What a shell offers: what was said when the conversion was made, else the words that its expectation names and it accepts.
  ///
  /// From ": give causal or window:<n>, with n from 1." come `causal` and `window:`.
  package var completion: Completion {
    if let statedCompletion { return statedCompletion }
    var words: [String] = []
    for piece in expectation.split(whereSeparator: { " ,;.'()".contains($0) }) {
      guard piece.first?.isLetter == true else { continue }
      let parts = piece.split(separator: "<", maxSplits: 1)
      let word = String(parts[0])
      let isAccepted =
        parts.count == 1 ? value(word) != nil : word.hasSuffix(":") && value(word + "2") != nil
      if isAccepted, !words.contains(word) { words.append(word) }
    }
    if words.isEmpty { return .nothing }
    for (sign, name) in [(Character(","), "commas"), ("+", "+")]
    where expectation.contains("joined by \(name).") {
      return .list(words, separator: sign)
    }
    return .words(words)
  }
}

extension Conversion where Value == String {
  /// The path of a file or a folder.
  package static var path: Self { .text(completion: .files) }

  /// The path of a file or a folder.
  ///
  /// - Parameter note: what the help says of every such path.
  package static func path(note: String) -> Self { .text(completion: .files, note: note) }

  /// A text that may be one of some names; whether it is one is for the command to say.
  package static func name(among names: [String]) -> Self { .text(completion: .words(names)) }

  private static func text(completion: Completion, note: String = "") -> Self {
    Conversion(expectation: ".", note: note, completion: completion, text: { $0 }, value: { $0 })
  }
}

extension CommandDefinition {
  /// What a shell offers where a positional argument is expected: files where one of them is a file, else all their words.
  var positionalCompletion: Completion {
    let completions = arguments.map(\.completion)
    if completions.contains(.files) { return .files }
    let words = completions.flatMap(\.words)
    return words.isEmpty ? .nothing : .words(words)
  }

  /// How many positional arguments are words, where they all are and none takes more than one; nil where some may go on.
  var wordLimit: Int? {
    guard case .words = positionalCompletion, !arguments.contains(where: \.isRepeated) else { return nil }
    return arguments.count
  }

  /// The names of options that a value follows.
  var valuedNames: [String] { options.filter(\.takesValue).flatMap(\.names) }

  /// All names of options and flags, that of the help included.
  var completedNames: [String] { options.map(\.name) + ["--help"] }
}

extension CommandSet {
  /// What can stand first on the command line, with a sentence each.
  static var firstWords: [(name: String, abstract: String)] {
    members(of: nil).map { ($0.name, $0.command.definition.abstract) } + groups.map { ($0.name, $0.abstract) }
      + [("help", "Show help information.")]
  }

  /// The second words of a group's commands, with a sentence each.
  static func words(of group: CommandGroup) -> [(name: String, abstract: String)] {
    members(of: group).map { ($0.name, $0.command.definition.abstract) }
  }
}
