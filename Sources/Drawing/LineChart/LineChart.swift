/// A chart of one or more series as lines over a common axis, as an SVG picture.
///
///     let chart = LineChart(
///       title: "Loss",
///       xLabel: "step",
///       yLabel: "nats per token",
///       series: [.init("training", points, colour: 0)],
///       references: [.init("uniform 3.30", y: 3.296)]
///     )
///     print(chart.svg())
///
/// A point with a coordinate that is not finite (or is beyond ±10³⁰⁰) breaks its line; on a logarithmic axis, points
/// without a logarithm are left out.
public struct LineChart: Sendable {
  /// What stands above the chart.
  public let title: String
  /// What the horizontal axis counts.
  public let xLabel: String
  /// What the vertical axis measures.
  public let yLabel: String
  /// Areas behind the lines.
  public let bands: [Band]
  /// The lines; of those with equal emphasis, later ones lie above earlier ones.
  public let series: [Series]
  /// Horizontal lines to compare with.
  public let references: [Reference]
  /// How x is mapped to the width.
  public let xScale: AxisScale
  /// How y is mapped to the height.
  public let yScale: AxisScale

  /// Creates a chart of one or more series on common axes.
  public init(
    title: String,
    xLabel: String,
    yLabel: String,
    series: [Series],
    references: [Reference] = [],
    bands: [Band] = [],
    xScale: AxisScale = .linear,
    yScale: AxisScale = .linear
  ) {
    self.title = title
    self.xLabel = xLabel
    self.yLabel = yLabel
    self.series = series
    self.references = references
    self.bands = bands
    self.xScale = xScale
    self.yScale = yScale
  }

  /// How numbers are mapped to a length.
  public enum AxisScale: Sendable {
    /// Equal differences take equal lengths.
    case linear
    /// Equal ratios take equal lengths.
    case logarithmic
  }

  /// How a series is drawn.
  public enum Emphasis: Sendable {
    /// A line.
    case line
    /// A thin, half transparent line: noisy measurements behind their smoothed form.
    case faint
    /// A line of dashes.
    case dashed
    /// A line of dots.
    case dotted
    /// A line of dashes with dots between them.
    case dashDotted
    /// The points alone.
    case points
  }

  /// Points in the order in which they are joined.
  public struct Series: Sendable {
    /// What the line is labelled with; a series without a name has no label.
    public let name: String
    /// The points from left to right, in the units of the axes.
    public let points: [(x: Double, y: Double)]
    /// The place of its colour in ``Palette/series``, which is gone through again after its end.
    public let colour: Int
    /// How it is drawn.
    public let emphasis: Emphasis

    /// Creates a named line through points.
    public init(
      _ name: String,
      _ points: [(x: Double, y: Double)],
      colour: Int,
      emphasis: Emphasis = .line
    ) {
      self.name = name
      self.points = points
      self.colour = colour
      self.emphasis = emphasis
    }
  }

  /// An area between two curves, in a colour that the lines in front of it are seen through: a spread around a mean.
  public struct Band: Sendable {
    /// The area's lower and upper ends from left to right, in the units of the axes.
    public let points: [(x: Double, low: Double, high: Double)]
    /// The place of its colour in ``Palette/series``, which is gone through again after its end.
    public let colour: Int

    /// Creates a band.
    public init(_ points: [(x: Double, low: Double, high: Double)], colour: Int) {
      self.points = points
      self.colour = colour
    }
  }

  /// A labelled horizontal line.
  public struct Reference: Sendable {
    /// What stands at the line.
    public let name: String
    /// Its height, in the unit of the vertical axis.
    public let y: Double

    /// Creates a horizontal line with a name.
    public init(_ name: String, y: Double) {
      self.name = name
      self.y = y
    }
  }
}
