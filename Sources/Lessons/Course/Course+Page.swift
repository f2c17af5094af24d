import Drawing

extension Lesson {
  /// The lesson as a section of a page.
  public func panel(on workbench: Workbench) throws(LessonError) -> Page.Panel {
    let content = try content(on: workbench)
    return Page.Panel(
      id: name,
      title: title,
      content: .group([
        .element(
          "div",
          ["class": "abilities"],
          .element("p", .text("\(minutes) minutes. After this lesson you can:")),
          .element("ul", [:], abilities.map { .element("li", $0.markup) })
        ),
        .group(content.blocks.map { $0.markup }),
      ])
    )
  }
}

extension Course {
  /// Lessons as one page, which needs no network and no script.
  ///
  /// - Parameters:
  ///   - lessons: what the page holds.
  ///   - workbench: where their models are trained.
  ///   - generator: what made the page, for its metadata and its footer.
  public static func page(
    of lessons: [Lesson],
    on workbench: Workbench,
    generator: String
  ) throws(LessonError) -> Page {
    var panels: [Page.Panel] = []
    for lesson in lessons { panels.append(try lesson.panel(on: workbench)) }
    let minutes = lessons.reduce(0) { $0 + $1.minutes }
    return Page(
      title: lessons.count == 1
        ? lessons[0].title : "Attention, learnt by predicting, computing and breaking it",
      lead: .element(
        "p",
        .text(
          "Every number on this page was computed by the engine that trains the models. Answer each question before you unfold its "
            + "answer: what you have predicted, you remember. \(minutes) minutes in all."
        )
      ),
      panels: panels,
      footer: .element("p", .text("Written by \(generator).")),
      generator: generator
    )
  }
}
