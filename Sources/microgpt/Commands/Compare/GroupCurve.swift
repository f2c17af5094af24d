import Drawing
import Inspection

/// A group's mean loss over the steps, and how far its runs are apart at each.
struct GroupCurve {
  let points: [(step: Int, loss: SeedSpread)]

  /// The steps at which all of the curves have a point; a curve without any does not count.
  init(_ curves: [[ComparedRun.Point]]) {
    let curves = curves.filter { !$0.isEmpty }
    var losses: [Int: [Double]] = [:]
    for point in curves.joined() { losses[point.step, default: []].append(point.loss) }
    points = losses.filter { $0.value.count == curves.count }.sorted { $0.key < $1.key }
      .compactMap { step, losses in SeedSpread(losses).map { (step, $0) } }
  }

  /// From the least to the largest loss at each step; nil for a single run.
  func band(colour: Int) -> LineChart.Band? {
    guard let first = points.first, first.loss.count > 1 else { return nil }
    return .init(points.map { (Double($0.step), $0.loss.minimum, $0.loss.maximum) }, colour: colour)
  }
}

extension Comparison {
  func curve(of group: RunGroup) -> GroupCurve { GroupCurve(group.runs.map { runs[$0].curve }) }

  func heldOutCurve(of group: RunGroup) -> GroupCurve { GroupCurve(group.runs.map { runs[$0].heldOut }) }

  /// The smoothed losses of all groups.
  var lossChart: LineChart {
    chart("Smoothed loss by step", groups.map { curve(of: $0) })
  }

  /// The held-out losses of all groups; nil where none were measured.
  var heldOutChart: LineChart? {
    let curves = groups.map { heldOutCurve(of: $0) }
    return curves.allSatisfy(\.points.isEmpty) ? nil : chart("Held-out loss by step", curves)
  }

  private func chart(_ title: String, _ curves: [GroupCurve]) -> LineChart {
    LineChart(
      title: title,
      xLabel: "step",
      yLabel: "nats per token",
      series: curves.enumerated().map { index, curve in
        .init(
          name(ofGroup: index),
          curve.points.map { (Double($0.step), $0.loss.mean) },
          colour: index,
          emphasis: Self.emphasis(index)
        )
      },
      bands: curves.enumerated().compactMap { $1.band(colour: $0) }
    )
  }

  /// Lines differ in their dashes, too: colours alone do not reach every reader, nor every printer.
  private static func emphasis(_ index: Int) -> LineChart.Emphasis {
    let all: [LineChart.Emphasis] = [.line, .dashed, .dotted, .dashDotted]
    return all[(index + index / Palette.page.series.count) % all.count]
  }
}
