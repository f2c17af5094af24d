/// One of several views, chosen with radio buttons and CSS alone.
///
/// Each choice is a button, its label and its view, in that order, so that one rule of the style sheet shows the chosen view
/// of any switch, however many choices it has and whatever switches stand within it. Without a style sheet the views follow
/// one another, each under its heading.
public struct Switch: Sendable {
  /// What can be chosen.
  public struct Choice: Sendable {
    /// What its button says.
    public let label: String
    /// What is seen while this choice is made.
    public let content: Markup

    /// A choice from its parts.
    public init(label: String, content: Markup) {
      self.label = label
      self.content = content
    }
  }

  /// The name of its buttons, unique in the page: letters, digits and hyphens.
  public let name: String
  /// What is chosen: "What the cells show".
  public let legend: String
  /// The views, of which one at a time is seen.
  public let choices: [Choice]
  /// The view shown at first.
  public let selected: Int

  /// The level of the views' headings, from 3 to 6.
  public let headingLevel: Int

  /// A switch that first shows the choice `selected`.
  public init(name: String, legend: String, choices: [Choice], selected: Int = 0, headingLevel: Int = 3) {
    precondition(
      (3...6).contains(headingLevel),
      "a view's heading has a level from 3 to 6, not \(headingLevel)"
    )
    precondition(isIdentifier(name), "a switch's name is letters, digits and hyphens, not \"\(name)\"")
    precondition(
      choices.isEmpty || choices.indices.contains(selected),
      "choice \(selected) of \(choices.count)"
    )
    self.name = name
    self.legend = legend
    self.choices = choices
    self.selected = selected
    self.headingLevel = headingLevel
  }

  /// The buttons and the views; nothing if there are no choices.
  public var markup: Markup {
    guard !choices.isEmpty else { return .empty }
    return .element(
      "fieldset",
      ["class": "switch"],
      .element("legend", .text(legend)),
      // Not every browser lays out a fieldset itself as a row.
      .element("div", ["class": "choices"], choices.indices.flatMap(parts))
    )
  }

  private func parts(ofChoice index: Int) -> [Markup] {
    let id = "\(name)-\(index)"
    // A button without a name could not be told from its neighbours.
    let label = choices[index].label.isEmpty ? "\(index + 1)" : choices[index].label
    let button = Markup.Attribute.list(["type": "radio", "name": name, "id": id, "value": "\(index)"])
    let state = index == selected ? Markup.Attribute.list(["checked": "checked"]) : []
    return [
      .node(name: "input", attributes: button + state, children: []),
      .element("label", ["for": id], .text(label)),
      .element(
        "div",
        ["class": "view"],
        .element("h\(headingLevel)", ["class": "view-name"], .text(label)),
        choices[index].content
      ),
    ]
  }
}

extension Markup.Attribute {
  fileprivate static func list(_ pairs: KeyValuePairs<String, String>) -> [Self] {
    pairs.map { Self(name: $0.key, value: $0.value) }
  }
}
