/// The colours of a picture, as SVG and CSS take them.
///
/// A picture in a file of its own has colours that every program can draw. One within a page takes the page's, which change
/// with its theme. The series colours are those of Okabe and Ito, which people who see few colours can tell apart, the
/// light ones darkened to stand out from white by a contrast of 3.
public struct Palette: Sendable, Equatable {
  /// What lies behind the picture.
  public let paper: String
  /// Texts and main lines.
  public let ink: String
  /// Less important texts, axes.
  public let muted: String
  /// Lines behind the data.
  public let grid: String
  /// Lines and points of several series, in order.
  public let series: [String]

  /// The colours of a picture in a file of its own: dark on white.
  public static let file = Palette(
    paper: "#ffffff",
    ink: "#1b1f24",
    muted: "#59636e",
    grid: "#d8dee4",
    series: ["#0072b2", "#d55e00", "#009e73", "#c0679a", "#a67c00", "#2b93d1"]
  )

  /// The colours of a picture within a ``Page``.
  public static let page = Palette(
    paper: "var(--paper)",
    ink: "var(--ink)",
    muted: "var(--muted)",
    grid: "var(--grid)",
    series: (1...6).map { "var(--series-\($0))" }
  )
}
