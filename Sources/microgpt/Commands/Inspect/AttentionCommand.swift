import Arguments
import Drawing
import Inspection
import Pictures
import VisibleText

/// `microgpt inspect attention`: what every head attends to in a text.
struct AttentionCommand {
  static let layer = Option(
    "--layer",
    placeholder: "n",
    as: .integer(in: 0...),
    defaultText: "all",
    help: "Only this layer, counted from 0."
  )
  static let head = Option(
    "--head",
    placeholder: "n",
    as: .integer(in: 0...),
    defaultText: "all",
    help: "Only this head, counted from 0."
  )
  static let show = Option(
    "--show",
    placeholder: "cells",
    as: .choice,
    default: AttentionMaps.Cells.pattern,
    help: "What the cells show: the pattern, the scaled scores, or ∂L/∂pattern."
  )

  static let row = Option(
    "--row",
    placeholder: "n",
    as: .integer(in: 0...),
    defaultText: "maps of all rows",
    help:
      "Work out this row of the pattern, counted from 0, from q and k to the head's output, number by number."
  )

  static let definition = CommandDefinition(
    program: About.name,
    name: "inspect attention",
    abstract: "Show what each head of a run attends to in a text.",
    discussion: """
      A head's output is Σ w v, the sum of the values v that it sees, each times a weight w. The weights of a query q are \
      softmax(s q·k) over the keys k, which sum to 1. q, k and v are three matrices times the vector of a token.

      A map for each layer and head: a row per query, a column per key; --- is a key that the query can't see. --row 3 works \
      out one row with all its numbers. The table says what each head mostly attends to in this text: a position that gets half of the weight or more, else 'spread' if the \
      pattern's entropy is at least 0.9 ln n. A large weight need not change the prediction.
      """,
    arguments: [InspectedText.run],
    sections: [
      .init("WHAT", [InspectedText.text.required, show, row, layer, head, RunFolder.checkpoint]),
      InspectionOutput.section,
    ]
  )

  private let arguments: ParsedArguments

  init(_ arguments: ParsedArguments) { self.arguments = arguments }

  func run() throws {
    let output = try InspectionOutput(arguments)
    try output.check(Self.show, jsonPrints: "all three")
    if arguments[Self.row] != nil, arguments.isGiven(Self.show) {
      throw arguments.usageError("--show has no effect with --row, which shows scores and pattern")
    }
    let text = try InspectedText(arguments)
    let shape = text.checkpoint.model
    let layer = try arguments.index(Self.layer, below: shape.layerCount, "layer")
    let head = try arguments.index(Self.head, below: shape.headCount, "head")
    let row = try arguments.index(Self.row, below: text.labels.count, "row")
    let maps = text.model.withForwardPass(over: text.tokens) { AttentionMaps($0) }
    let shown = maps.filter { $0.layer == layer ?? $0.layer && $0.head == head ?? $0.head }
    if let row { try write(row, of: shown, text, output) } else { try write(shown, text, output) }
  }

  /// The maps of heads.
  private func write(_ shown: AttentionMaps, _ text: InspectedText, _ output: InspectionOutput) throws {
    let cells = arguments[Self.show]
    func heatMaps(_ text: InspectedText) -> [HeatMap] {
      shown.heads.map { shown.heatMap(of: $0, cells, labels: text.labels) }
    }
    try output.write(
      FigureDocument(.attention, text, shown),
      source: text.run,
      picture: {
        PictureSheet(
          title: text.drawn.title.text,
          pictures: heatMaps(text.drawn).map { $0.svg() },
          columnCount: min(4, text.checkpoint.model.headCount)
        ).svg()
      },
      text: { output in
        output.title(text.title)
        output.table(shown.roleTable)
        output.line()
        for line in text.checkpoint.model.attentionFormula { output.line("\(visible: line)") }
        output.line()
        output.legend(AttentionMaps.roleLegend)
        if shown.heads.contains(where: { $0.role.word.isOfCopies }) {
          output.line()
          output.table(shown.copyTable)
          output.line()
          output.legend(HeadRole.copyLegend)
        }
        for map in heatMaps(text) {
          output.line()
          output.heatMap(map)
        }
      }
    )
  }
}

extension AttentionCommand {
  /// One row of each of the heads, worked out.
  fileprivate func write(
    _ row: Int,
    of shown: AttentionMaps,
    _ text: InspectedText,
    _ output: InspectionOutput
  ) throws {
    let rows = text.model.withForwardPass(over: text.tokens) { pass in
      shown.heads.map { AttentionRow(pass, layer: $0.layer, head: $0.head, position: row) }
    }
    try output.write(
      FigureDocument(.attentionRow, text, RowFigures(rows: rows)),
      source: text.run,
      picture: {
        PictureSheet(
          title: text.drawn.title.text,
          pictures: shown.heads.map { $0.arcs(of: row, labels: text.drawn.labels).svg() },
          columnCount: min(4, text.checkpoint.model.headCount)
        ).svg()
      },
      text: { output in
        output.title(text.title)
        for line in text.checkpoint.model.attentionFormula { output.line("\(visible: line)") }
        for row in rows {
          output.line()
          write(row, labels: text.labels, output)
        }
      }
    )
  }

  private func write(_ row: AttentionRow, labels: [String], _ output: InspectionOutput) {
    output.title("\(visible: row.title(labels: labels))")
    for line in row.remarks(labels: labels) { output.line("\(visible: line)") }
    for map in [row.vectorMap(labels: labels), row.productMap(labels: labels)] {
      output.line()
      output.heatMap(map)
    }
    output.line()
    output.table(row.weightTable(labels: labels))
    output.line()
    output.legend(row.weightLegend)
    for map in [row.valueMap(labels: labels), row.weightedMap(labels: labels)] {
      output.line()
      output.heatMap(map)
    }
    output.line("\(visible: row.agreement)")
    output.line()
    output.heatMap(row.additionMap)
  }

  /// What `--json` prints of rows.
  private struct RowFigures: Encodable {
    let rows: [AttentionRow]
  }
}

extension ParsedArguments {
  /// The number that an option gives to one of `count` things.
  func index(_ option: Option<Int?>, below count: Int, _ what: String) throws(UsageError) -> Int? {
    guard let index = self[option], index >= count else { return self[option] }
    let choice = count == 1 ? ", only 0" : "; choose one from 0 to \(count - 1)"
    throw usageError("\(option.name): there is no \(what) \(index)\(choice)")
  }
}

extension HeadRole.Word {
  /// Whether the word needs the table of copies and distances beside it.
  fileprivate var isOfCopies: Bool {
    switch self {
    case .afterSame, .same, .mirror, .distance: true
    case .previous, .first, .itself, .spread, .mixed, .unknown: false
    }
  }
}
