extension HeatMap {
  /// What makes the cells of a picture ones that can be chosen, on a page that listens.
  public struct Selection: Sendable {
    /// The map's name among those that are listened to.
    public let name: String
    /// The row of the chosen cell, nil where none of this map is.
    public let row: Int?
    /// The column of the chosen cell, nil where none of this map is.
    public let column: Int?

    /// Cells of the map of that name, one of them chosen or none.
    public init(name: String, row: Int? = nil, column: Int? = nil) {
      self.name = name
      self.row = row
      self.column = column
    }
  }

  /// The map as a whole SVG picture: cells with their numbers, labelled axes and a legend.
  ///
  /// Where there are more than 24 columns or 64
  /// rows, the cells are small and without numbers. Each cell says what it is when pointed at.
  ///
  /// Where cells can be chosen they stand in an element with the attribute `data-cells`, the map's name, and each has its
  /// `data-row` and `data-column`, is a button to a screen reader, and takes the focus; one of them, the chosen one or else the
  /// first, is a stop of the Tab key. The arrow keys are the page's to listen to.
  public func svg(palette: Palette = .file, selection: Selection? = nil) -> Markup {
    let drawing = HeatMapDrawing(of: self, palette: palette, selection: selection)
    return drawing.pen.picture(
      width: drawing.width,
      height: drawing.height,
      title: title,
      role: selection == nil ? "img" : "group",
      [drawing.heading] + (isEmpty ? [drawing.note] : [drawing.axes, drawing.grid, drawing.legend])
    )
  }
}
