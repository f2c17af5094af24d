import Arguments
import Drawing
import Inspection
import Pictures
import VisibleText

/// `microgpt compare`: several runs side by side.
struct CompareCommand {
  static let runs = RepeatedArgument("run", as: .files, help: "The folders of two or more runs.")
  static let text = Option(
    "--text",
    as: .text,
    help: "A text that all runs read: its loss, what the heads attend to, ∂L/∂s."
  )
  static let output = Option(
    "--output",
    short: "-o",
    placeholder: "file",
    as: .path,
    help: "Write all of it as an HTML page to this file; - for standard output, in place of the text."
  )

  static let definition = CommandDefinition(
    program: About.name,
    name: "compare",
    abstract: "Put several runs side by side: settings, losses, samples, attention.",
    discussion: """
      Runs that differ only by seed, and have made equally many steps, are a group: of a group's losses and gradients the mean \
      and the standard deviation are given (n − 1 in its denominator), of its curves the mean and the range from the least to the largest.

      A run that is in training is shown as its checkpoint has it. With --checkpoint N, each is shown as it was after N steps, \
      without its samples, which its last model drew.
      """,
    arguments: [runs],
    sections: [
      .init("WHAT", [text, RunFolder.checkpoint]),
      .init("OUTPUT", [output, PrintedDocument.flag, Terminal.ascii]),
    ]
  )

  private let arguments: ParsedArguments

  init(_ arguments: ParsedArguments) { self.arguments = arguments }

  func run() throws {
    let output = try InspectionOutput(arguments)
    let folders = try folders()
    let page = arguments[Self.output].map { OutputFile(path: $0, kind: .page) }
    if let page {
      try output.check(page, of: Self.output)
      try page.check(against: folders.flatMap(\.files))
    }
    let runs = try folders.map { folder in
      try ComparedRun(
        folder,
        try arguments.checkpoint(of: folder),
        isSnapshot: arguments[RunFolder.checkpoint] != .last,
        keepsParameters: arguments[Self.text] != nil
      )
    }
    let comparison = Comparison(runs, try text(runs, isDrawn: page != nil))
    for note in comparison.notes { Terminal.error.line("note: \(note)") }
    if let page {
      try page.write(ComparisonPage(comparison: comparison, command: command).html)
      // The page takes the place of the text: standard output holds one or the other.
      if page.isStandardOutput { return }
    }
    try output.write(FigureDocument(.compare, ComparisonFigures(comparison))) { output in
      comparison.write(to: output)
    }
  }

  /// The runs that the arguments name, each once.
  private func folders() throws(UsageError) -> [RunFolder] {
    let folders = arguments[Self.runs].map { RunFolder(path: $0) }
    guard folders.count > 1 else {
      let report = shellCommand("microgpt report", folders.map(\.path), others: "--text <text>")
      throw arguments.usageError("Give two runs or more; one run by itself is shown by \(report)")
    }
    for (index, folder) in folders.enumerated() {
      if let other = folders[..<index].first(where: { $0.isSame(as: folder) }) {
        throw arguments.usageError(
          other.path == folder.path
            ? "The run '\(folder.path)' is given twice" : "'\(other.path)' and '\(folder.path)' are one run"
        )
      }
    }
    return folders
  }

  private func text(_ runs: [ComparedRun], isDrawn: Bool) throws -> ComparedText? {
    guard let bytes = arguments[Self.text] else { return nil }
    Terminal.noteDebugBuild()
    let heads = runs.reduce(0) { $0 + $1.headCount }
    return try ComparedText(
      bytes,
      arguments,
      runs,
      largestCount: isDrawn ? RunPage.largestPositionCount(heads: heads) : .max
    )
  }

  /// The command as it was given, but for the file that the page goes to.
  private var command: String {
    let text = arguments[Self.text].map { [(name: Self.text.name, value: visible($0))] } ?? []
    let checkpoint =
      arguments.typed(RunFolder.checkpoint).map { [(name: RunFolder.checkpoint.name, value: $0)] } ?? []
    return shellCommand("microgpt compare", arguments[Self.runs], options: text + checkpoint).text
  }
}

extension Comparison {
  /// How many samples of each run are printed.
  private static let printedSampleCount = 5

  /// Prints everything as text.
  func write(to output: InspectionOutput) {
    output.title("\(visible: title)")
    for line in wrapped("the same in all: " + agreement, width: output.width) {
      output.line("\(visible: line)")
    }
    if !differences.isEmpty {
      output.line()
      output.table(settingsTable)
    }
    section(output, figuresTable, Self.figuresLegend)
    if hasText { output.legend(Self.textLegend) }
    if hasSeeds { section(output, groupsTable, Self.groupsLegend) }
    output.section("smoothed loss by step")
    output.chart(lossChart, widest: 100)
    for index in groups.indices { output.line("  \(visible: name(ofGroup: index))") }
    output.line("  + several\(visible: hasSeeds ? "; of a group, the mean" : "")")
    if let table = samplesTable(count: Self.printedSampleCount) {
      output.section("samples")
      output.write(table.drawn(maximumWidth: output.width, style: output.style, glyphs: output.glyphs))
    }
    guard let textTitle else { return }
    output.section(textTitle)
    output.table(headsTable)
    output.line()
    output.legend(Self.headsLegend)
    if let layersTable { section(output, layersTable, []) }
  }

  /// A table below an empty line, and below it what its columns are.
  private func section(_ output: InspectionOutput, _ table: Table, _ legend: [String]) {
    output.line()
    output.table(table)
    if !legend.isEmpty { output.line() }
    output.legend(legend)
  }
}
