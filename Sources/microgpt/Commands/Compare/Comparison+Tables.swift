import Drawing
import Inspection
import Pictures
import VisibleText

/// The tables, which the terminal and the page share.
extension Comparison {
  /// A row for each run: its settings that are not the same in all.
  var settingsTable: Table {
    var table = Table(columns: [.init("group"), .init("run")] + differences.map { .init($0.name) })
    for (index, run) in runs.enumerated() {
      table.append([Self.letter(group(of: index)), run.name] + differences.map { $0.values[index] })
    }
    return table
  }

  /// A row for each run: how far it is, its losses, and with a text what it makes of it.
  var figuresTable: Table {
    var columns: [Table.Column] = [
      .init("group"), .init("run"), .init("steps", alignment: .right),
      .init("smoothed loss", alignment: .right), .init("held out", alignment: .right),
      .init("lowest", alignment: .right), .init("at step", alignment: .right),
    ]
    if hasText { columns += Self.textColumns }
    var table = Table(columns: columns)
    for (index, run) in runs.enumerated() {
      let losses = [run.stepsDone == 0 ? nil : run.smoothedLoss, run.heldOutLoss, run.lowestHeldOut?.loss]
      let lowestStep = run.lowestHeldOut.map { NumberFormat.grouped($0.step) } ?? "-"
      var row =
        [Self.letter(group(of: index)), run.name, run.progress] + losses.map(Self.decimals) + [lowestStep]
      if hasText { row += textFigures(ofRun: index) }
      table.append(row)
    }
    return table
  }

  private static let textColumns: [Table.Column] = ["text", "∂L/∂s", "s ∂L/∂s"].map {
    .init($0, alignment: .right)
  }

  private static func decimals(_ number: Double?) -> String {
    number.map { NumberFormat.fixed($0, decimals: 4) } ?? "-"
  }

  private func textFigures(ofRun index: Int) -> [String] {
    let figures = readings[index]?.figures
    return [figures?.loss, figures?.scaleGradient, figures?.relativeScaleGradient].map(Self.decimals)
  }

  /// A row for each group: means and standard deviations.
  var groupsTable: Table {
    var columns: [Table.Column] = [
      .init("group"), .init("what"), .init("runs", alignment: .right),
      .init("smoothed loss", alignment: .right), .init("held out", alignment: .right),
    ]
    if hasText { columns += Self.textColumns }
    var table = Table(columns: columns)
    for (index, group) in groups.enumerated() {
      let losses = [smoothedLoss(of: group), heldOutLoss(of: group)].map(
        Self.text
      )
      table.append(cells(ofGroup: index) + losses + (hasText ? textFigures(of: group) : []))
    }
    return table
  }

  /// A row for each group: the scale, and what the text says of it.
  var scalesTable: Table {
    var table = Table(columns: [
      .init("group"), .init("what"), .init("runs", alignment: .right), .init("s", alignment: .right),
      .init("loss", alignment: .right), .init("∂L/∂s", alignment: .right),
      .init("s ∂L/∂s", alignment: .right),
    ])
    for (index, group) in groups.enumerated() {
      let scale = readings[group.runs[0]].map { NumberFormat.significant($0.figures.scale) }
      table.append(cells(ofGroup: index) + [scale ?? "-"] + textFigures(of: group))
    }
    return table
  }

  /// What a row about a group begins with.
  private func cells(ofGroup index: Int) -> [String] {
    [Self.letter(index), groups[index].label, "\(groups[index].runs.count)"]
  }

  private func textFigures(of group: RunGroup) -> [String] {
    [textLoss(of: group), scaleGradient(of: group), relativeScaleGradient(of: group)].map(Self.text)
  }

  private static func text(_ spread: SeedSpread?) -> String { spread?.text() ?? "-" }

  static let groupsLegend = [
    "mean ± standard deviation over the runs of a group, which differ only by seed: √(Σ (x − mean)² / (n − 1)), n the",
    "number of runs",
  ]

  static let figuresLegend = [
    "losses in nats per token; held out: the mean over documents that were not trained on, at the last step; '-' if not",
    "measured then; lowest: the lowest such mean of the run, which --checkpoint best goes back to",
  ]

  static let textLegend = [
    "text: the loss of the text; ∂L/∂s: how that loss changes with the scale s of the scores; s ∂L/∂s = ∂L/∂ln s: the same",
    "for a change of s in proportion, which compares between different s. Below 0, a larger s would lower the loss.",
  ]

  /// A row for each run's heads: what each does in the text.
  var headsTable: Table {
    var table = Table(columns: [
      .init("group"), .init("run"), .init("head"), .init("mostly attends to"),
      .init("evenness", alignment: .right), .init("∂L/∂s", alignment: .right),
      .init("s ∂L/∂s", alignment: .right),
    ])
    for (index, reading) in readings.enumerated() {
      guard let figures = reading?.figures else { continue }
      for head in figures.heads {
        table.append([
          Self.letter(group(of: index)), runs[index].name, "\(head.layer).\(head.head)",
          head.role.word.rawValue,
          head.role.evenness.map { NumberFormat.fixed($0, decimals: 3) } ?? "-",
          Self.decimals(head.scaleGradient), Self.decimals(figures.scale * head.scaleGradient),
        ])
      }
    }
    return table
  }

  static let headsLegend = [
    "head: layer.head. Evenness: entropy / ln n, 1 if all keys get the same. Heads of different seeds share a number and",
    "nothing else: only sums over a layer's heads compare.",
  ]

  /// A row for each group and layer: s ∂L/∂s; nil where all have one layer, or none reads the text.
  var layersTable: Table? {
    let layerCounts = groups.map { readings[$0.runs[0]]?.figures.relativeScaleGradients.count ?? 0 }
    guard layerCounts.contains(where: { $0 > 1 }) else { return nil }
    var table = Table(columns: [
      .init("group"), .init("layer", alignment: .right), .init("s ∂L/∂s", alignment: .right),
    ])
    for (index, group) in groups.enumerated() {
      for layer in 0..<layerCounts[index] {
        let spread = relativeScaleGradient(of: group, layer: layer)
        table.append([Self.letter(index), "\(layer)", Self.text(spread)])
      }
    }
    return table
  }

  /// The first samples of each run; side by side where there are few runs, else a row for each run.
  func samplesTable(count: Int) -> Table? {
    guard runs.contains(where: { !$0.samples.isEmpty }) else { return nil }
    func text(_ run: ComparedRun, _ index: Int) -> String {
      guard index < run.samples.count else { return "" }
      return excerpt(run.samples[index], limit: 40)
    }
    if runs.count <= 4 {
      var table = Table(
        columns: runs.enumerated().map { .init("\(Self.letter(group(of: $0))) \($1.name)") }
      )
      let rowCount = min(count, runs.map(\.samples.count).max() ?? 0)
      for index in 0..<rowCount { table.append(runs.map { text($0, index) }) }
      return table
    }
    var table = Table(columns: [.init("group"), .init("run"), .init("samples")])
    for (index, run) in runs.enumerated() {
      let texts = (0..<min(count, run.samples.count)).map { text(run, $0) }
      table.append([Self.letter(group(of: index)), run.name, texts.joined(separator: "  ")])
    }
    return table
  }

  /// What the text is, as the first run that reads it does.
  var textTitle: String? {
    guard hasText, let reading = readings.compactMap({ $0 }).first else { return nil }
    return "reading " + reading.allLabels.dropLast().joined(separator: " ")
  }

  /// How many runs and groups there are.
  var title: String {
    let count = counted(runs.count, "run")
    guard hasSeeds else { return count }
    return groups.count == 1
      ? "\(count) that differ only by seed"
      : "\(count) in \(counted(groups.count, "group")); runs of a group differ only by seed"
  }
}
