import Drawing

extension Worksheet {
  /// The sheet and its solutions as panels of a page, each of them a sheet of paper; `labels` are the tokens read.
  public func panels(labels: [String]) -> [Page.Panel] {
    [
      Page.Panel(id: "sheet", title: "The sheet", content: Self.worksheet(exercise(labels))),
      Page.Panel(
        id: "solutions",
        title: "Solutions",
        content: Self.worksheet(solutions(labels)),
        startsSheet: true
      ),
    ]
  }

  private func exercise(_ labels: [String]) -> [Markup] {
    instructions.map(Self.paragraph)
      + [
        Figure.grid([
          keyTable(labels: labels).figure(caption: "The query q and the keys k, by dimension"),
          valueTable(labels: labels).figure(caption: "The values v, and ∂L/∂z at the output"),
        ])
      ] + tables(labels: labels).map { $0.blankMarkup }
      + [.element("p", .text(Self.question + " "), .element("span", ["class": "box"]))]
  }

  private func solutions(_ labels: [String]) -> [Markup] {
    [Self.paragraph(solutionNotes[0])] + tables(labels: labels).map { $0.solvedMarkup }
      + [answer, solutionNotes[1]].map(Self.paragraph)
  }

  private static func worksheet(_ content: [Markup]) -> Markup {
    .element("div", ["class": "worksheet"], content)
  }

  private static func paragraph(_ text: String) -> Markup { .element("p", .text(text)) }
}
