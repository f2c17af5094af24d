/// An HTML page in one file: a title, a lead, panels with their notes, a footer.
///
/// It asks for nothing: no network, no script, no font or picture of its own. It is well-formed XML after its doctype, reads
/// in order without its style sheet, and follows the reader's choice of a light or a dark theme.
public struct Page: Sendable {
  /// A section of the page: something to look at, and how far it can be trusted.
  public struct Panel: Sendable {
    /// Its anchor, unique in the page: letters, digits and hyphens.
    public let id: String
    /// The heading above the panel.
    public let title: String
    /// What a reader should know before, if anything: terms, each with a sentence or two.
    public let notes: [(term: String, text: String)]
    /// Its figures and tables.
    public let content: Markup
    /// Whether it begins a new sheet of paper where the page is printed.
    public let startsSheet: Bool

    /// A panel from its parts.
    public init(
      id: String,
      title: String,
      notes: [(term: String, text: String)] = [],
      content: Markup,
      startsSheet: Bool = false
    ) {
      precondition(isIdentifier(id), "a panel's id is letters, digits and hyphens, not \"\(id)\"")
      self.id = id
      self.title = title
      self.notes = notes
      self.content = content
      self.startsSheet = startsSheet
    }

    /// A panel that says what it shows, how to read it, and what it does not prove.
    public init(id: String, title: String, shows: String, reading: String, limits: String, content: Markup) {
      self.init(
        id: id,
        title: title,
        notes: [
          ("What it shows", shows), ("How to read it", reading), ("What it does not prove", limits),
        ],
        content: content
      )
    }
  }

  /// The heading of the page, and its name in a browser's tab.
  public let title: String
  /// A paragraph or two under the title.
  public let lead: Markup
  /// The sections, in reading order.
  public let panels: [Panel]
  /// What stands at the end.
  public let footer: Markup
  /// What made the page, for its metadata; nil to leave that out.
  public let generator: String?

  /// A page from its parts.
  public init(
    title: String,
    lead: Markup,
    panels: [Panel],
    footer: Markup,
    generator: String? = nil
  ) {
    precondition(
      Set(panels.map { $0.id }).count == panels.count,
      "two panels share an id: \(panels.map { $0.id })"
    )
    self.title = title
    self.lead = lead
    self.panels = panels
    self.footer = footer
    self.generator = generator
  }

  /// The whole HTML document, which loads nothing from elsewhere.
  public var html: String {
    let document = Markup.element(
      "html",
      ["lang": "en"],
      .element(
        "head",
        Self.encoding,
        generator.map(Self.metadata) ?? .empty,
        .element("meta", ["http-equiv": "Content-Security-Policy", "content": Self.policy]),
        .element("meta", ["name": "viewport", "content": "width=device-width, initial-scale=1"]),
        .element("meta", ["name": "color-scheme", "content": "light dark"]),
        .element("title", .text(title)),
        // Else a browser asks the server for an icon, which the policy forbids.
        .element("link", ["rel": "icon", "href": "data:,"]),
        .styleSheet(StyleSheet.text)
      ),
      .element("body", [:], body)
    )
    return "\(Self.documentType)\(document)\n"
  }

  /// How every page begins that names this generator.
  public static func beginning(generatedBy generator: String) -> String {
    let head = Markup.element("html", ["lang": "en"], .element("head", encoding, metadata(generator)))
    return documentType + "\(head)".dropLast("</head></html>".count)
  }

  private static let documentType = "<!doctype html>\n"

  private static let encoding = Markup.element("meta", ["charset": "utf-8"])

  private static func metadata(_ generator: String) -> Markup {
    .element("meta", ["name": "generator", "content": generator])
  }

  /// The rules that a page's figures, tables and panels look by.
  public static var styleSheet: String { StyleSheet.text }

  /// Whatever could ask for something is forbidden; styles stand in the page.
  private static let policy =
    "default-src 'none'; style-src 'unsafe-inline'; img-src data:; base-uri 'none'; form-action 'none'"

  private var body: [Markup] {
    [
      .element("a", ["class": "skip", "href": "#page-main"], "Skip to the figures"),
      .element(
        "header",
        ["class": "top"],
        .element("h1", .text(title)),
        .element("div", ["class": "lead"], lead),
        contents
      ),
      .element("main", ["id": "page-main"], panels.map { $0.markup }),
      footer == .empty ? .empty : .element("footer", footer),
    ]
  }

  private var contents: Markup {
    guard !panels.isEmpty else { return .empty }
    return .element(
      "nav",
      ["class": "contents", "aria-label": "Contents"],
      .element(
        "ol",
        [:],
        panels.map { .element("li", .element("a", ["href": "#\($0.id)"], .text($0.title))) }
      )
    )
  }
}

extension Page.Panel {
  var markup: Markup {
    .element(
      "section",
      ["class": startsSheet ? "panel sheet" : "panel", "id": id, "aria-labelledby": "\(id)-title"],
      .element("h2", ["id": "\(id)-title"], .text(title)),
      notes.isEmpty
        ? .empty : .element("dl", ["class": "notes"], notes.map { note($0.term, $0.text) }),
      content
    )
  }

  private func note(_ term: String, _ text: String) -> Markup {
    .element("div", .element("dt", .text(term)), .element("dd", .text(text)))
  }
}

/// Whether a text can be a part of an `id`: letters, digits and hyphens.
func isIdentifier(_ text: String) -> Bool {
  !text.isEmpty && text.allSatisfy { $0 == "-" || $0.isASCII && ($0.isLetter || $0.isNumber) }
}
