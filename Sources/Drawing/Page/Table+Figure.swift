extension Table {
  /// The table for a page, with a caption.
  public func figure(caption: String) -> Markup {
    Figure.table(
      caption: caption,
      columns: columns.map { (title: $0.header, isNumeric: $0.alignment == .right) },
      rows: rows.map { $0.map(Markup.text) }
    )
  }
}
