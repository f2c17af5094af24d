import Drawing
import Inspection
import Pictures
import Training
import Transformer
import VisibleText

/// A text as the model reads it.
extension Playground {
  /// What each head attends to in a text.
  func attention(_ request: Request) -> Answer {
    do {
      let reading = try reading(request)
      let cells = request["cells"].flatMap { AttentionMaps.Cells(rawValue: $0) } ?? .pattern
      let (maps, figures) = Self.maps(of: reading, by: reading.training.session.model, cells)
      var answer = Answer()
      answer.show("attention-maps", figures)
      answer.show(
        "attention-roles",
        maps.roleTable.figure(caption: "What each head mostly attends to in this text")
      )
      return answer
    } catch { return Answer(refusal: error.message) }
  }

  /// What each head of a model attends to in a text, and its pictures side by side.
  static func maps(
    of reading: Reading,
    by model: GPT,
    _ cells: AttentionMaps.Cells
  ) -> (maps: AttentionMaps, figures: Markup) {
    let maps = model.withForwardPass(over: reading.tokens) { AttentionMaps($0) }
    let figures = maps.heads.map { head in
      Figure.scrolling(
        maps.heatMap(of: head, cells, labels: reading.labels).svg(palette: .page),
        label: "layer \(head.layer), head \(head.head): \(cells.title)"
      )
    }
    return (maps, Figure.grid(figures))
  }

  /// A text that the page asks about, as tokens of the model.
  struct Reading {
    /// Whose model reads it.
    let training: LiveTraining
    /// What is read, and after the first token predicted.
    let tokens: [Int]

    /// What is read, as it is shown.
    var labels: [String] {
      tokens.dropLast().map { training.session.tokenizer.label($0, marks: .circled) }
    }
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
    let tokens = Array(document.prefix(training.session.model.contextLength + 1))
    if training.session.model.firstNonFiniteResult(reading: tokens) != nil {
      throw Refusal("the model computes numbers that are not finite")
    }
    return Reading(training: training, tokens: tokens)
  }
}
