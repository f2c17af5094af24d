import VisibleText

extension ProgramDefinition {
  /// Reads the arguments as the system gives them: bytes, which need not be text.
  ///
  /// - Throws: ``UsageError`` for the first that is not UTF-8: to repair it would name another file or another text.
  package func texts(ofArguments arguments: [[UInt8]]) throws(UsageError) -> [String] {
    var texts: [String] = []
    for (index, bytes) in arguments.enumerated() {
      guard let text = String(validating: bytes, as: UTF8.self) else {
        throw UsageError(
          "Argument \(index + 1), '\(visible: excerpt(bytes))', is not UTF-8; give names and texts in UTF-8",
          usage: usage(),
          helpCommand: "\(name) --help"
        )
      }
      texts.append(text)
    }
    return texts
  }
}
