extension HeatMap {
  /// The map as a whole SVG picture: cells with their numbers, labelled axes and a legend.
  ///
  /// Where there are more than 24 columns or 64
  /// rows, the cells are small and without numbers. Each cell says what it is when pointed at.
  public func svg(palette: Palette = .file) -> Markup {
    let drawing = HeatMapDrawing(of: self, palette: palette)
    return drawing.pen.picture(
      width: drawing.width,
      height: drawing.height,
      title: title,
      [drawing.heading] + (isEmpty ? [drawing.note] : [drawing.axes, drawing.grid, drawing.legend])
    )
  }
}
