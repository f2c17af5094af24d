extension Markup {
  /// A picture that names what made it, in its first attribute; everything else is left as it is.
  public func generated(by generator: String) -> Markup {
    guard case .node(let name, let attributes, let children) = self else { return self }
    let attribute = Attribute(name: Self.generatorAttribute, value: generator)
    return .node(name: name, attributes: [attribute] + attributes, children: children)
  }

  /// How every picture begins that names this generator.
  public static func beginningOfPicture(generatedBy generator: String) -> String {
    String("\(Markup.element("svg").generated(by: generator))".prefix { $0 != ">" })
  }

  private static let generatorAttribute = "data-generator"
}
