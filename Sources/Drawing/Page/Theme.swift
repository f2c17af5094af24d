/// The colours of a page, light or dark, as variables of its style sheet.
///
/// Texts contrast with what lies behind them by 4.5 or more, a cell of any shade included, lines of data by 3 or more (WCAG
/// 2.2, 1.4.3 and 1.4.11); faint lines and thin arcs by less, whose numbers stand beside them.
struct Theme {
  /// Paper, texts and lines.
  let palette: Palette
  /// A cell that holds 1, or on a signed scale -1.
  let blueCell: String
  /// A cell that holds 1 on a signed scale.
  let orangeCell: String

  static let light = Theme(
    palette: Palette(
      paper: "#fffffc",
      ink: "#1f1f1d",
      muted: "#63625d",
      grid: "#dddbd4",
      series: ["#0072b2", "#d55e00", "#008f68", "#c0679a", "#a67c00", "#2b93d1"]
    ),
    blueCell: "#4593cd",
    orangeCell: "#e07a34"
  )

  static let dark = Theme(
    palette: Palette(
      paper: "#16181b",
      ink: "#e6e4df",
      muted: "#a3a19b",
      grid: "#3a3d42",
      series: ["#4fa8e0", "#ff8a4c", "#35c69a", "#e79ac3", "#e0b436", "#9bd8ff"]
    ),
    blueCell: "#1a69a6",
    orangeCell: "#a4480c"
  )

  /// The declarations of the variables.
  var variables: String {
    let colours = [
      ("paper", palette.paper), ("ink", palette.ink), ("muted", palette.muted), ("grid", palette.grid),
      ("cell-blue", blueCell), ("cell-orange", orangeCell),
    ]
    let series = palette.series.enumerated().map { ("series-\($0.offset + 1)", $0.element) }
    return (colours + series).map { "--\($0.0):\($0.1)" }.joined(separator: ";")
  }
}
