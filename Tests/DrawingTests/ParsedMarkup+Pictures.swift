import Drawing
import TestSupport

extension ParsedMarkup {
  /// A picture as an XML parser reads it.
  convenience init(_ picture: Markup) { self.init(picture.description) }

  /// The texts that are drawn.
  var texts: [String] { all("text").map(\.text) }
}
