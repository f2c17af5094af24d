/// A piece of an HTML page or of an SVG picture: an element, a text, or several of them in a row.
///
///     let link = Markup.element("a", ["href": "#loss"], "Loss & ", .element("em", "perplexity"))
///     print(link)  // <a href="#loss">Loss &amp; <em>perplexity</em></a>
///
/// Texts and attributes are escaped when written, so that what is put in is what is read; what can't be seen is written out.
/// The result is well-formed XML and valid HTML at once.
public indirect enum Markup: Sendable, Equatable {
  /// A text, to be escaped.
  case text(String)
  /// An element with attributes in their order, and what stands in it.
  case node(name: String, attributes: [Attribute], children: [Markup])
  /// Several pieces in a row.
  case group([Markup])
  /// A style sheet, written as it stands: HTML reads no entities in one.
  ///
  /// It may hold neither `<` nor `&`, so that XML reads the same.
  case styleSheet(String)

  /// An attribute of an element.
  public struct Attribute: Sendable, Equatable {
    /// The attribute's name, such as `fill`.
    public let name: String
    /// Its value, to be escaped.
    public let value: String
  }

  /// An element without attributes.
  public static func element(_ name: String, _ children: Markup...) -> Markup {
    .node(name: name, attributes: [], children: children)
  }

  /// An element with attributes.
  public static func element(
    _ name: String,
    _ attributes: KeyValuePairs<String, String>,
    _ children: Markup...
  ) -> Markup {
    element(name, attributes, children)
  }

  /// An element with attributes and a list of what stands in it.
  public static func element(
    _ name: String,
    _ attributes: KeyValuePairs<String, String> = [:],
    _ children: [Markup]
  ) -> Markup {
    .node(
      name: name,
      attributes: attributes.map { Attribute(name: $0.key, value: $0.value) },
      children: children
    )
  }

  /// Markup that writes nothing.
  public static let empty = Markup.group([])
}

extension Markup: ExpressibleByStringInterpolation {
  /// A text, whose `<`, `>`, `&` and quotes are escaped.
  public init(stringLiteral text: String) { self = .text(text) }
}

extension Markup: CustomStringConvertible {
  /// The markup as text.
  public var description: String {
    var text = ""
    write(to: &text)
    return text
  }

  private func write(to text: inout String) {
    switch self {
    case .text(let content):
      text += Self.escaped(content)
    case .group(let children):
      for child in children { child.write(to: &text) }
    case .styleSheet(let rules):
      precondition(!rules.contains { $0 == "<" || $0 == "&" }, "a style sheet with < or &: \(rules)")
      text += "<style>" + rules + "</style>"
    case .node(let name, let attributes, let children):
      text += "<" + name
      for attribute in attributes {
        text += " \(attribute.name)=\"" + Self.escaped(attribute.value) + "\""
      }
      // HTML knows a few elements without an end, and takes any other for one that goes on.
      if Self.emptyElements.contains(name) {
        text += "/>"
      } else {
        text += ">"
        for child in children { child.write(to: &text) }
        text += "</" + name + ">"
      }
    }
  }

  private static let emptyElements: Set = ["br", "col", "hr", "img", "input", "link", "meta"]

  /// A text in which nothing can be taken for markup, and all but line breaks and tabs can be seen.
  private static func escaped(_ text: String) -> String {
    var result = ""
    for scalar in seen(text).unicodeScalars {
      switch scalar {
      case "&": result += "&amp;"
      case "<": result += "&lt;"
      case ">": result += "&gt;"
      case "\"": result += "&quot;"
      default: result.unicodeScalars.append(scalar)
      }
    }
    return result
  }
}

/// A text as it is drawn, with its line breaks and tabs as they are.
private func seen(_ text: String) -> String {
  guard text.utf8.contains(where: { $0 == 0x09 || $0 == 0x0A }) else { return drawable(text) }
  var result = ""
  var rest = text.unicodeScalars[...]
  while !rest.isEmpty {
    let piece = rest.prefix { $0 != "\n" && $0 != "\t" }
    result += drawable(String(piece))
    rest = rest[piece.endIndex...]
    if let scalar = rest.popFirst() { result.unicodeScalars.append(scalar) }
  }
  return result
}

extension Markup {
  /// A coordinate or a length: two decimals at most, no zeros at the end.
  static func length(_ value: Double) -> String {
    var text = NumberFormat.fixed(value, decimals: 2)
    while text.hasSuffix("0") { text.removeLast() }
    if text.hasSuffix(".") { text.removeLast() }
    return text
  }
}
