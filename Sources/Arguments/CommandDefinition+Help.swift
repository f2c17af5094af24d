extension CommandDefinition {
  /// The command's help page for a terminal of `width` columns.
  package func help(width: Int) -> String {
    var page = HelpText(of: program, width: width)
    page.addParagraph("OVERVIEW", abstract)
    if let discussion { page.addParagraph(nil, discussion) }
    page.addParagraph("USAGE", usage, indent: 7)
    page.addList("ARGUMENTS", arguments.map { ($0.label, $0.fullHelp) })
    var sections = sections.map { (title: $0.title, entries: $0.options.map { ($0.label, $0.fullHelp) }) }
    let helpEntry = ("-h, --help", "Show help information.")
    if let last = sections.indices.last, sections[last].title == "OPTIONS" {
      sections[last].entries.append(helpEntry)
    } else {
      sections.append((title: "OPTIONS", entries: [helpEntry]))
    }
    for section in sections { page.addList(section.title.uppercased(), section.entries) }
    return page.text
  }
}

extension Declaration {
  /// The help with the accepted values and the default: `Unit of text. (values: scalars, bytes; default: scalars)`.
  package var fullHelp: String {
    var notes: [String] = []
    if !acceptedValues.isEmpty { notes.append("values: " + acceptedValues.joined(separator: ", ")) }
    if let defaultText { notes.append("default: " + defaultText) }
    guard !notes.isEmpty else { return help }
    return (help.isEmpty ? "" : help + " ") + "(" + notes.joined(separator: "; ") + ")"
  }
}
