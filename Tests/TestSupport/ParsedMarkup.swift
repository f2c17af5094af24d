import Foundation

#if canImport(FoundationXML)
import FoundationXML
#endif

/// A page or a picture as an XML parser reads it.
public final class ParsedMarkup: NSObject, XMLParserDelegate {
  /// An element, with the text that stands in it directly.
  public struct Element: Sendable {
    /// Its name.
    public let name: String
    /// Its attributes.
    public let attributes: [String: String]
    /// Its text, without that of the elements in it.
    public fileprivate(set) var text = ""
  }

  /// All elements, each before those that stand in it.
  public private(set) var elements: [Element] = []
  /// All text.
  public private(set) var text = ""
  /// Whether it could be read to its end.
  public private(set) var isWellFormed = false
  private var open: [Int] = []

  /// Reads a document, an HTML page's doctype left aside.
  public init(_ markup: String) {
    super.init()
    let parser = XMLParser(data: Data(markup.replacing("<!doctype html>\n", with: "").utf8))
    parser.delegate = self
    isWellFormed = parser.parse()
  }

  /// The names of the elements.
  public var names: [String] { elements.map(\.name) }

  /// The elements of a name.
  public func all(_ name: String) -> [Element] { elements.filter { $0.name == name } }

  /// What an attribute is, wherever it stands.
  public func values(of attribute: String) -> [String] { elements.compactMap { $0.attributes[attribute] } }

  /// Notes an element.
  public func parser(
    _ parser: XMLParser,
    didStartElement name: String,
    namespaceURI: String?,
    qualifiedName: String?,
    attributes: [String: String]
  ) {
    open.append(elements.count)
    elements.append(Element(name: name, attributes: attributes))
  }

  /// Notes its end.
  public func parser(
    _ parser: XMLParser,
    didEndElement name: String,
    namespaceURI: String?,
    qualifiedName: String?
  ) {
    open.removeLast()
  }

  /// Notes text.
  public func parser(_ parser: XMLParser, foundCharacters characters: String) {
    text += characters
    if let last = open.last { elements[last].text += characters }
  }
}
