import Drawing

extension Page {
  /// A page about runs, which says at its end what wrote it.
  ///
  /// - Parameters:
  ///   - subject: what it is about, for its title.
  ///   - lead: what stands before the panels.
  ///   - panels: its sections.
  ///   - command: the command that writes it.
  init(about subject: String, lead: Markup, panels: [Panel], command: String) {
    self.init(
      title: "\(About.name): \(subject)",
      lead: lead,
      panels: panels,
      footer: .element(
        "p",
        .text("Written by \(About.name) \(About.version) with "),
        .element("code", .text(command)),
        "."
      ),
      generator: About.name
    )
  }
}
