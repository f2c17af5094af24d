import Arguments
import Autograd
import Drawing
import Inspection
import Pictures
import Transformer
import VisibleText

/// `microgpt inspect circuits`: what each head does to tokens, read off its matrices.
struct CircuitsCommand {
  static let layer = AttentionCommand.layer
  static let head = AttentionCommand.head
  static let show = Option(
    "--show",
    placeholder: "tables",
    as: .choice,
    default: Shown.all,
    help: "Which maps: QK, OV, positions, or all."
  )
  static let distance = Option(
    "--distance",
    placeholder: "n",
    as: .integer(in: 0...),
    defaultText: "1",
    help: "With rotary positions: how many positions the key of the QK table is before the query."
  )
  static let query = Option(
    "--query",
    placeholder: "position",
    as: .integer(in: 0...),
    defaultText: "2",
    help: "With learned positions: where the query is, counted from 0."
  )
  static let key = Option(
    "--key",
    placeholder: "position",
    as: .integer(in: 0...),
    defaultText: "the one before the query",
    help: "With learned positions: where the key and the value are, counted from 0."
  )

  /// Which maps are shown.
  enum Shown: String, CaseIterable, Sendable {
    case all
    case queryKey = "qk"
    case outputValue = "ov"
    case positions
  }

  static let definition = CommandDefinition(
    program: About.name,
    name: "inspect circuits",
    abstract: "Show which token attends to which in each head, and which logits that raises.",
    discussion: """
      No text is read; the tables are computed from the weights. QK: the score of each token as the query with each token as \
      the key. OV: what each token, attended to, adds to each token's logit. Positions: the mean score of all pairs of \
      tokens at each pair of positions. In the first layer QK is exact for every text; what later layers leave out is said.
      """,
    arguments: [InspectedText.run],
    sections: [
      .init("WHAT", [layer, head, show, distance, query, key, RunFolder.checkpoint]),
      InspectionOutput.section,
    ]
  )

  /// From how many tokens on tables are printed only where they are asked for.
  private static let largestVocabulary = 64

  /// What `--json` prints.
  struct Figures: Encodable {
    let vocabulary: [String]
    let circuits: Circuits
    let positions: PositionScores
  }

  private let arguments: ParsedArguments

  init(_ arguments: ParsedArguments) { self.arguments = arguments }

  func run() throws {
    let output = try InspectionOutput(arguments)
    try output.check(Self.show, jsonPrints: "all tables")
    let run = RunFolder(path: arguments[InspectedText.run])
    let checkpoint = try arguments.checkpoint(of: run)
    let layer = try arguments.index(Self.layer, below: checkpoint.model.layerCount, "layer")
    let head = try arguments.index(Self.head, below: checkpoint.model.headCount, "head")
    let model = checkpoint.makeModel(on: Tape())
    func labels(_ marks: LoneMarks) -> [String] {
      (0..<checkpoint.model.vocabularySize).map { token in
        checkpoint.tokenizer.label(token, marks: marks)
      }
    }
    let circuits: Circuits
    do { circuits = try Circuits(model, at: place(checkpoint.model)) } catch let error as Circuits.PlaceError
    {
      let option = checkpoint.model.attention.positions == .learned ? "--query, --key" : Self.distance.name
      throw arguments.usageError("\(option): \(error)")
    }
    try checkVisible(circuits, checkpoint.model)
    let figures = Figures(
      vocabulary: labels(.escaped),
      circuits: circuits.filter { $0.layer == layer ?? $0.layer && $0.head == head ?? $0.head },
      positions: PositionScores(model).filter { $0.layer == layer ?? $0.layer && $0.head == head ?? $0.head }
    )
    let title: Message = "\(run.path), step \(checkpoint.state.stepsDone): circuits"
    try output.write(
      FigureDocument(.circuits, figures, run: run, step: checkpoint.state.stepsDone),
      source: run,
      picture: {
        PictureSheet(
          title: title.text,
          pictures: maps(figures, labels: labels(.circled)).map { $0.svg() },
          columnCount: arguments[Self.show] == .all ? 3 : min(4, figures.circuits.heads.count)
        ).svg()
      },
      text: { output in
        output.title(title)
        output.table(figures.circuits.table)
        output.line()
        output.legend(Circuits.legend + figures.circuits.omissions)
        guard figures.vocabulary.count <= Self.largestVocabulary || arguments.isGiven(Self.show) else {
          output.line()
          output.line(
            "\(counted(figures.vocabulary.count, "token")) make large tables: --show qk, ov or positions prints them all the same"
          )
          return
        }
        for map in maps(figures, labels: labels(.escaped)) {
          output.line()
          output.heatMap(map)
        }
        guard arguments[Self.show] == .all || arguments[Self.show] == .positions else { return }
        output.line()
        output.legend(PositionScores.legend)
      }
    )
  }

  /// Refuses a QK table of a key that no query at its distance attends to.
  private func checkVisible(_ circuits: Circuits, _ model: GPTConfiguration) throws(UsageError) {
    guard !circuits.isSeen(in: model) else { return }
    let option = circuits.query == nil ? Self.distance.name : "--query, --key"
    let place = circuits.placeTitle
    throw arguments.usageError("\(option): the run's mask or store hides it (\(place)); choose another")
  }

  /// Where query and key stand: what the arguments say, else the key one before the query.
  private func place(_ model: GPTConfiguration) throws(UsageError) -> Circuits.Place {
    guard model.attention.positions == .learned else {
      for option in [Self.query, Self.key] where arguments.isGiven(option) {
        throw arguments.usageError("\(option.name) has no effect with rotary positions; give --distance")
      }
      return .distance(try arguments.index(Self.distance, below: model.contextLength, "distance") ?? 1)
    }
    guard arguments[Self.distance] == nil else {
      throw arguments.usageError("--distance has no effect with learned positions; give --query and --key")
    }
    let last = model.contextLength - 1
    let key = try arguments.index(Self.key, below: model.contextLength, "position")
    let query = try arguments.index(Self.query, below: model.contextLength, "position")
    // At position 0 there is only the boundary.
    let seen = query ?? min(last, key.map { $0 + 1 } ?? 2)
    return .positions(query: seen, key: key ?? max(0, seen - 1))
  }

  /// The maps of all heads, head by head.
  private func maps(_ figures: Figures, labels: [String]) -> [HeatMap] {
    let shown = arguments[Self.show]
    return zip(figures.circuits.heads, figures.positions.heads).flatMap { head, positions in
      var maps: [HeatMap] = []
      if shown == .all || shown == .queryKey {
        maps.append(figures.circuits.heatMap(of: head, .queryKey, labels: labels))
      }
      if shown == .all || shown == .outputValue {
        maps.append(figures.circuits.heatMap(of: head, .outputValue, labels: labels))
      }
      if shown == .all || shown == .positions {
        maps += PositionScores.Cells.allCases.map { figures.positions.heatMap(of: positions, $0) }
      }
      return maps
    }
  }
}
