import Arguments
import Drawing
import Pictures
import Training
import Transformer
import VisibleText

/// `microgpt info`: what a run is: its model, its settings, and how far it is.
struct InfoCommand {
  static let run = RunFolder.argument

  static let definition = CommandDefinition(
    program: About.name,
    name: "info",
    abstract: "Print a run's model, settings and progress.",
    arguments: [run],
    options: [RunFolder.checkpoint, PrintedDocument.flag, Terminal.ascii]
  )

  private let arguments: ParsedArguments

  init(_ arguments: ParsedArguments) { self.arguments = arguments }

  func run() throws {
    try arguments.checkTextIsPrinted()
    let run = RunFolder(path: arguments[Self.run])
    let checkpoint = try arguments.checkpoint(of: run)
    let last = try run.loadCheckpoint()
    let snapshots = run.snapshotSteps(upTo: last)
    let output = Terminal.output
    guard !arguments[PrintedDocument.flag] else {
      let figures = InfoFigures(checkpoint, best: last.state.best, snapshots: snapshots)
      let document = FigureDocument(.info, figures, run: run, step: checkpoint.state.stepsDone)
      return output.write(try document.json())
    }
    for section in Self.sections(checkpoint, last: last, snapshots: snapshots) {
      output.write(output.style.bold(section.title) + "\n")
      for (name, value) in section.rows {
        output.sentence(
          value.text,
          first: "  \(padded(name, to: 14))  ",
          margin: String(repeating: " ", count: 18)
        )
      }
      output.line()
    }
    let table = Self.table(of: checkpoint.model)
    output.write(table)
  }

  private struct Section {
    let title: String
    let rows: [(name: String, value: Message)]
  }

  private static func sections(_ checkpoint: Checkpoint, last: Checkpoint, snapshots: [Int]) -> [Section] {
    let model = checkpoint.model
    let state = checkpoint.state
    let tokenizer = checkpoint.tokenizer
    func facts(_ groups: Setting.Group...) -> [(name: String, value: Message)] {
      checkpoint.facts(in: groups).map { ($0.label, "\($0.fact)") }
    }
    return [
      Section(
        title: "Model",
        rows: facts(.model, .attention) + [
          ("cached", "\(cached(model))"),
          ("vocabulary", "\(counted(model.vocabularySize, "token")), one of them ends a document"),
          ("alphabet", tokenizer.alphabet),
        ]
      ),
      Section(
        title: "Training",
        rows: facts(.training)
          + [
            checkpoint.isImported
              ? ("steps", "none here: the model was trained elsewhere")
              : (
                "smoothed loss",
                state.stepsDone == 0 ? "-" : "\(NumberFormat.fixed(state.smoothedLoss, decimals: 4))"
              )
          ]
          + (last.state.best.map { best in
            [
              (
                "best",
                "after step \(NumberFormat.grouped(best.step)), with a held-out loss of \(NumberFormat.fixed(best.validationLoss, decimals: 4))"
              )
            ]
          } ?? [])
          + (snapshots.isEmpty
            ? [] : [("snapshots", "of steps \(visible: RunFolder.text(ofSteps: snapshots))")])
      ),
      Section(
        title: "Data",
        rows: [
          (checkpoint.isImported ? "imported from" : "file", "\(InputFile.title(checkpoint.source.name))"),
          ("fingerprint", "\(checkpoint.source.fingerprint)"),
        ]
          + (checkpoint.origin.map { origin in
            [
              (
                "weights from",
                (origin.source.holdsWeights
                  ? "'\(origin.run)', imported from \(InputFile.phrase(origin.source.name))"
                  : "'\(origin.run)' after \(counted(origin.step, "step")) on \(InputFile.phrase(origin.source.name))")
                  + (origin.newTokenCount == 0
                    ? "" : "; \(counted(origin.newTokenCount, "token")) new in the vocabulary")
              )
            ]
          } ?? []) + facts(.data)
      ),
    ]
  }

  private static func cached(_ model: GPTConfiguration) -> String {
    let kept = model.attention.store.size.map { ", of the last \(counted($0, "token"))" } ?? ""
    return "\(counted(model.cachedNumberCount, "number")) for each token" + kept
  }

  private static func table(of model: GPTConfiguration) -> Table {
    var table = Table(columns: [
      .init("matrix"),
      .init("shape", alignment: .right),
      .init("parameters", alignment: .right),
    ])
    for shape in model.parameterShapes {
      table.append([shape.name, "\(shape.rows) × \(shape.columns)", NumberFormat.grouped(shape.count)])
    }
    table.append(["all", "", NumberFormat.grouped(model.parameterCount)])
    return table
  }
}
