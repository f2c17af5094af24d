/// Pictures within a page, taken out of it.
extension Markup {
  /// The pictures that stand here, in their order: `<svg>` elements, without those within them.
  public var pictures: [Markup] {
    switch self {
    case .text, .styleSheet: []
    case .group(let children): children.flatMap { $0.pictures }
    case .node("svg", _, _): [self]
    case .node(_, _, let children): children.flatMap { $0.pictures }
    }
  }

  /// What a picture is: the text of its `<title>`, empty where it has none.
  public var pictureTitle: String {
    guard case .node("svg", _, let children) = self else { return "" }
    for case .node("title", _, let texts) in children {
      for case .text(let text) in texts { return text }
    }
    return ""
  }

  /// A picture in a page's colours (``Palette/page``) as it is in a file of its own (``Palette/file``), where nothing can be
  /// chosen.
  public var inFileColours: Markup {
    switch self {
    case .text, .styleSheet: return self
    case .group(let children): return .group(children.map { $0.inFileColours })
    case .node(let name, let attributes, let children):
      let attributes = attributes.compactMap { Self.inFile($0) }
      let inner = children.map { $0.inFileColours }
      guard name == "svg" else { return .node(name: name, attributes: attributes, children: inner) }
      // The paper lies behind all but the words for the picture.
      let words = inner.prefix { $0.isDescription || $0 == .empty }
      func length(_ name: String) -> String { attributes.first { $0.name == name }?.value ?? "0" }
      let paper = Pen(palette: .file).paper(width: length("width"), height: length("height"))
      return .node(
        name: name,
        attributes: attributes,
        children: words + [paper] + inner.dropFirst(words.count)
      )
    }
  }

  private var isDescription: Bool {
    if case .node(let name, _, _) = self { name == "title" || name == "desc" } else { false }
  }

  /// An attribute as it stands in a file, nil where it is only for a page that listens.
  private static func inFile(_ attribute: Attribute) -> Attribute? {
    switch (attribute.name, attribute.value) {
    case ("tabindex", _), ("aria-pressed", _), ("role", "button"): nil
    case (let name, _) where name.hasPrefix("data-"): nil
    case ("role", "group"): Attribute(name: "role", value: "img")
    default: Attribute(name: attribute.name, value: inFileColours(attribute.value))
    }
  }

  /// An attribute with each variable of the page's style sheet replaced by its colour.
  private static func inFileColours(_ value: String) -> String {
    var text = value
    for (own, colour) in zip(Palette.page.all, Palette.file.all) {
      text = replacing(own, by: colour, in: text)
    }
    return text
  }

  private static func replacing(_ word: String, by other: String, in text: String) -> String {
    let bytes = Array(text.utf8)
    let wanted = Array(word.utf8)
    guard bytes.count >= wanted.count else { return text }
    var result: [UInt8] = []
    var index = 0
    while index < bytes.count {
      let isHere = bytes[index...].starts(with: wanted)
      if isHere { result += other.utf8 } else { result.append(bytes[index]) }
      index += isHere ? wanted.count : 1
    }
    return String(decoding: result, as: UTF8.self)
  }
}

extension Palette {
  /// All colours in one order.
  fileprivate var all: [String] { [paper, ink, muted, grid] + series }
}
