import Drawing

extension Prose {
  /// The words for a page.
  public var markup: Markup {
    .group(
      spans.map { span in
        switch span.look {
        case .plain: .text(span.text)
        case .code: .element("code", .text(span.text))
        case .emphasis: .element("strong", .text(span.text))
        }
      }
    )
  }
}

extension Block {
  /// The piece as part of a page; what is hidden at first unfolds without a script.
  public var markup: Markup {
    switch self {
    case .heading(let title): return .element("h3", title.markup)
    case .paragraph(let prose): return .element("p", prose.markup)
    case .list(let items): return .element("ul", [:], items.map { .element("li", $0.markup) })
    case .formula(let lines): return Self.preformatted(lines, class: "formula")
    case .worked(let lines): return Self.preformatted(lines, class: "worked")
    case .code(let lines, let source):
      return .element(
        "figure",
        Self.preformatted(lines, class: "code"),
        .element("figcaption", .element("code", .text(source)))
      )
    case .table(let table, let caption): return table.figure(caption: caption.text)
    case .heatMap(let map, let caption):
      return Figure.scrolling(
        map.table(),
        label: map.title,
        caption: caption.markup,
        isWide: map.columns.count > 8
      )
    case .chart(let chart, let table, let caption):
      return .group([
        Figure.scrolling(
          chart.svg(palette: .page),
          label: chart.title,
          caption: caption.markup,
          isWide: false
        ),
        Figure.details(summary: "The numbers", table.figure(caption: chart.title)),
      ])
    case .question(let question): return question.markup
    case .notion(let wrong, let right):
      return .element(
        "div",
        ["class": "notion"],
        .element("p", .element("strong", "A common notion: "), wrong.markup),
        .element("p", .element("strong", "But: "), right.markup)
      )
    case .exercise(let text, let commands):
      return .element(
        "div",
        ["class": "exercise"],
        .element("p", .element("strong", "Try it: "), text.markup),
        .group(commands.map(Figure.command))
      )
    }
  }

  private static func preformatted(_ lines: [String], class name: String) -> Markup {
    .element("pre", ["class": name], .element("code", .text(lines.joined(separator: "\n"))))
  }
}

extension Question {
  /// What is asked, and the answer to be unfolded.
  public var markup: Markup {
    var asked: [Markup] = [.element("p", .element("strong", "Predict: "), prompt.markup)]
    if case .choice(_, let choices) = answer {
      asked.append(.element("ol", ["type": "a"], choices.map { .element("li", $0.markup) }))
    }
    let solution = Figure.details(
      summary: "The answer",
      .element("p", .element("strong", shortAnswer.markup, ". "), reason.markup)
    )
    return .element("div", ["class": "question"], asked + [solution])
  }
}
