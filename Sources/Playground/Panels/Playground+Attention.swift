import Attention
import Autograd
import Drawing
import Inspection
import Pictures
import Training
import Transformer
import VisibleText

/// A text as the model reads it.
extension Playground {
  /// What each head attends to in a text, and one cell of it in numbers.
  func attention(_ request: Request) -> Answer {
    do {
      let reading = try reading(request)
      let chosen = ChosenCell(request["cell"], in: reading)
      let pictures = reading.training.session.model.withForwardPass(over: reading.tokens) { pass in
        AttentionPictures(
          maps: AttentionMaps(pass),
          lens: LogitLens(pass),
          row: chosen.map { AttentionRow(pass, layer: $0.layer, head: $0.head, position: $0.row) },
          chosen: chosen,
          reading: reading
        )
      }
      var answer = Answer()
      let choice = HeadChoice(pictures.maps)
      let cells = request["cells"].flatMap { AttentionMaps.Cells(rawValue: $0) } ?? .pattern
      answer.set("cutText", reading.noteOnCut)
      answer.show("attention-head", choice.options)
      answer.show("attention-maps", pictures.grid(of: choice.indices(request["head"]), cells))
      answer.show("attention-roles", pictures.roles)
      answer.show("attention-predictions", pictures.predictions)
      answer.show("attention-cell", pictures.cell)
      answer.show("attention-weight", chosen.map { weight($0, reading, request) } ?? .empty)
      return answer
    } catch { return Answer(refusal: error.message) }
  }

  /// What happens when the chosen weight is another.
  private func weight(_ cell: ChosenCell, _ reading: Reading, _ request: Request) -> Markup {
    guard let text = request["weight"], !text.isEmpty else { return .empty }
    guard let weight = request.number("weight"), weight.isFinite else {
      return .element("p", .text("'\(excerpt(text))' is no number"))
    }
    let rest = request["rest"].flatMap { WeightChange.Rest(rawValue: $0) } ?? .scaled
    do {
      let change = try WeightChange(
        reading.training.session.model,
        text: reading.tokens,
        .init(layer: cell.layer, head: cell.head, query: cell.row, key: cell.column),
        to: weight,
        rest: rest
      )
      return .group([
        change.effectTable.figure(caption: "The loss of the text, in nats per token"),
        change.weightTable(labels: reading.labels).figure(caption: "The row of the pattern"),
      ])
    } catch { return .element("p", .text(error.description)) }
  }

  /// What the heads of a model attend to in a text, side by side where they fit, else one that is chosen.
  static func patterns(
    of reading: Reading,
    by model: GPT,
    head choice: String?
  ) -> (choice: HeadChoice, figures: Markup) {
    let cells = AttentionMaps.Cells.pattern
    let maps = model.withForwardPass(over: reading.tokens) { AttentionMaps($0) }
    let heads = HeadChoice(maps)
    let figures = heads.indices(choice).map { index in
      let head = maps.heads[index]
      return Figure.scrolling(
        maps.heatMap(of: head, cells, labels: reading.labels).svg(palette: .page),
        label: "layer \(head.layer), head \(head.head): \(cells.title)"
      )
    }
    return (heads, Figure.grid(figures))
  }

  /// A text that the page asks about, as tokens of the model.
  struct Reading {
    /// Whose model reads it.
    let training: LiveTraining
    /// What is read, and after the first token predicted.
    let tokens: [Int]
    /// Whether the text goes on.
    let isCut: Bool

    /// Where the text is cut and why, nothing where it is whole.
    var noteOnCut: String {
      guard isCut else { return "" }
      let count = tokens.count - 1
      let reason =
        count == training.session.model.contextLength
        ? "the context of the model" : "the most that the panels look at"
      return
        "The text is longer: only its first \(count) tokens are read, \(reason). The boundary is one of them."
    }

    /// A token as it is shown.
    func label(_ token: Int) -> String { training.session.tokenizer.label(token, marks: .circled) }

    /// What is read, as it is shown.
    var labels: [String] { tokens.dropLast().map { label($0) } }

    /// The token that follows each.
    var nextLabels: [String] { tokens.dropFirst().map { label($0) } }
  }

  /// The text of a request.
  ///
  /// - Throws: ``Refusal`` where nothing has begun, the text is empty, or the model's vocabulary lacks a part of it.
  func reading(_ request: Request) throws(Refusal) -> Reading {
    guard let training else { throw Refusal("nothing trains yet") }
    return try reading(request, by: training)
  }

  /// The text of a request as the model of a training reads it.
  func reading(_ request: Request, by training: LiveTraining) throws(Refusal) -> Reading {
    let text = Array((request["text"] ?? "").utf8)
    guard !text.isEmpty else { throw Refusal("type a text of at least one token") }
    let tokenizer = training.session.tokenizer
    let document: [Int]
    do {
      document = try tokenizer.document(text, layout: training.settings.training.layout)
    } catch { throw Refusal(tokenizer.sentence(on: error)) }
    let tokens = Array(document.prefix(min(training.session.model.contextLength, PageLimits.readLength) + 1))
    if training.session.model.firstNonFiniteResult(reading: tokens) != nil {
      throw Refusal("the model computes numbers that are not finite")
    }
    return Reading(training: training, tokens: tokens, isCut: tokens.count < document.count)
  }
}
