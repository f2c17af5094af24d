import Arguments

extension PrintedDocument {
  /// The flag by which a command prints a document in place of its text.
  static let flag = Flag("--json", help: "Print the figures as JSON at full precision, in one line.")
}

extension ParsedArguments {
  /// Refuses what chooses how a text is drawn, where a document is printed in its place.
  func checkTextIsPrinted() throws(UsageError) {
    guard self[PrintedDocument.flag], self[Terminal.ascii] else { return }
    throw usageError(
      "\(Terminal.ascii.name) has no effect with \(PrintedDocument.flag.name), which is printed in place of the text"
    )
  }
}
