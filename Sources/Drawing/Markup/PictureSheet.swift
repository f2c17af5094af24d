/// Several pictures on one sheet, side by side in rows.
public struct PictureSheet: Sendable {
  /// What the sheet is.
  public let title: String
  /// The pictures: whole `<svg>` elements with a width and a height.
  public let pictures: [Markup]
  /// How many stand side by side.
  public let columnCount: Int

  /// Pictures in rows of `columnCount`.
  public init(title: String, pictures: [Markup], columnCount: Int) {
    precondition(columnCount > 0, "rows of \(columnCount) pictures have room for none")
    self.title = title
    self.pictures = pictures
    self.columnCount = columnCount
  }

  private static let margin = 16.0
  private static let titleHeight = 40.0

  /// The sheet as one `<svg>` element.
  public func svg(palette: Palette = .file) -> Markup {
    var placed: [Markup] = []
    var y = Self.titleHeight
    var width = Pen.width(of: title, size: 16) + Self.margin
    for start in stride(from: 0, to: pictures.count, by: columnCount) {
      var x = Self.margin
      var height = 0.0
      for picture in pictures[start..<min(start + columnCount, pictures.count)] {
        placed.append(Self.placed(picture, x: x, y: y))
        let size = Self.size(of: picture)
        x += size.width + Self.margin
        height = max(height, size.height)
      }
      width = max(width, x - Self.margin)
      y += height + Self.margin
    }
    let pen = Pen(palette: palette)
    return pen.picture(
      width: width + Self.margin,
      height: y,
      title: title,
      [pen.text(title, x: Self.margin, y: 26, size: 16, isBold: true)] + placed
    )
  }

  private static func size(of picture: Markup) -> (width: Double, height: Double) {
    guard case .node(_, let attributes, _) = picture else { return (0, 0) }
    func length(_ name: String) -> Double {
      attributes.first { $0.name == name }.flatMap { Double($0.value) } ?? 0
    }
    return (length("width"), length("height"))
  }

  private static func placed(_ picture: Markup, x: Double, y: Double) -> Markup {
    guard case .node(let name, let attributes, let children) = picture else { return picture }
    let place = [
      Markup.Attribute(name: "x", value: Markup.length(x)),
      Markup.Attribute(name: "y", value: Markup.length(y)),
    ]
    return .node(name: name, attributes: attributes + place, children: children)
  }
}
