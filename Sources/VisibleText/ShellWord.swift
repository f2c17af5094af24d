/// Text as one types it in a shell, with nothing in it that can't be seen.
package struct ShellText: Equatable, Sendable, ExpressibleByStringLiteral, CustomStringConvertible {
  package let text: String
  /// Whether it is to be pasted as it stands, and so is printed whole however long it is.
  package let isCommand: Bool

  package init(_ text: String, isCommand: Bool = false) {
    self.text = text
    self.isCommand = isCommand
  }

  package init(stringLiteral text: String) { self.init(text) }

  package var description: String { text }

  package static func == (first: ShellText, second: ShellText) -> Bool { first.text == second.text }
}

/// A text as one word of a shell's command line, in quotes where it needs them: `'my words.txt'`.
///
/// What can't be seen, such as a line break, is left to `printf`: `"$(printf 'two\012lines.txt')"`, which every shell has.
package func shellWord(_ text: String, alwaysInQuotes: Bool = false) -> ShellText {
  guard harmless(text) == text else { return ShellText(printed(text)) }
  let isPlain = text.unicodeScalars.allSatisfy { scalar in
    scalar.properties.isAlphabetic || ("0"..."9").contains(scalar)
      || "._-/+=:,@%".unicodeScalars.contains(scalar)
  }
  // `=ls` is a path to zsh.
  guard alwaysInQuotes || !isPlain || text.isEmpty || text.hasPrefix("=") else { return ShellText(text) }
  // By scalars: a mark makes one character with the quotation mark before it.
  let parts = text.unicodeScalars.split(separator: "'", omittingEmptySubsequences: false).map { String($0) }
  return ShellText("'" + parts.joined(separator: "'\\''") + "'")
}

/// An option and its value as one types them: `--text emma`, `--text=-x` for a value that begins with a hyphen.
package func shellOption(_ name: String, _ value: String) -> ShellText {
  value.hasPrefix("-") && value != "-"
    ? ShellText(shellWord(name + "=" + value).text, isCommand: true)
    : ShellText("\(shellWord(name)) \(shellWord(value))", isCommand: true)
}

/// A command line as one types it: `microgpt train words.txt --steps 10`.
///
/// - Parameter others: options whose values need no quotes, as they are typed.
///
/// Where a positional argument begins with a hyphen, all of them stand at the end, behind `--`.
package func shellCommand(
  _ command: String,
  _ positionals: [String],
  options: [(name: String, value: String)] = [],
  others: String = ""
) -> ShellText {
  let positionalWords = positionals.map { shellWord($0).text }
  let optionWords =
    options.map { shellOption($0.name, $0.value).text } + (others.isEmpty ? [] : [others])
  let words =
    positionals.contains { $0.hasPrefix("-") && $0 != "-" }
    ? optionWords + ["--"] + positionalWords : positionalWords + optionWords
  return ShellText(([command] + words).joined(separator: " "), isCommand: true)
}

/// A word that the shell has `printf` print, byte by byte where something can't be seen.
private func printed(_ text: String) -> String {
  // A substitution drops line breaks at its end; the shell's own separators of words end in one. Those of zsh have a NUL
  // behind it, where a program's argument ends: there, a second line break is lost.
  let end = text.unicodeScalars.reversed().prefix { $0 == "\n" }.count
  let lineBreaks = String(repeating: "${IFS#??}", count: end)
  let body = text.unicodeScalars.dropLast(end)
  var format = ""
  for (index, scalar) in zip(body.indices, body) {
    switch scalar {
    case "%": format += "%%"
    case "\\": format += "\\\\"
    // At the beginning it would be an option of printf.
    case "-" where index == body.startIndex: format += octal(scalar)
    // History is looked up in double quotes, whatever stands in them.
    case "'", "!": format += octal(scalar)
    case _ where !isPlainlySeen(scalar): format += octal(scalar)
    default: format.unicodeScalars.append(scalar)
    }
  }
  return "\"" + (format.isEmpty ? "" : "$(printf '\(format)')") + lineBreaks + "\""
}

private func octal(_ scalar: Unicode.Scalar) -> String {
  String(scalar).utf8.map { byte in
    let digits = String(byte, radix: 8)
    return "\\" + String(repeating: "0", count: 3 - digits.count) + digits
  }.joined()
}

/// Whether a scalar is seen even where it stands alone.
private func isPlainlySeen(_ scalar: Unicode.Scalar) -> Bool {
  harmless(String(scalar)) == String(scalar)
}
