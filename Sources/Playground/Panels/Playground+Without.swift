import Attention
import Autograd
import Drawing
import Inspection
import Pictures
import Random
import Training
import Transformer
import VisibleText

/// The model with parts of it switched off: training goes on with all of them.
extension Playground {
  /// What the loss, the names and the patterns are without some parts, beside the whole model's.
  func without(_ request: Request) -> Answer {
    do {
      let reading = try reading(request)
      let model = reading.training.session.model
      let parts = Self.parts(of: model.configuration).filter { request[Self.name(of: $0)] != nil }
      let without = Self.without(parts, model)
      var answer = Answer()
      answer.show("without-parts", Self.switches(for: model.configuration))
      answer.show("without-effect", Self.effect(of: parts, reading))
      answer.show("without-predictions", Self.predictions(reading, without))
      answer.show("without-samples", Self.samples(reading.training, without, count: 10))
      let maps = model.withForwardPass(over: reading.tokens, intervention: without.intervention) {
        AttentionMaps($0)
      }
      let choice = HeadChoice(maps)
      answer.show("without-head", choice.options)
      answer.show(
        "without-maps",
        Figure.grid(
          choice.indices(request["head"]).map { index in
            let head = maps.heads[index]
            return Figure.scrolling(
              maps.heatMap(of: head, .pattern, labels: reading.labels).svg(palette: .page),
              label: "layer \(head.layer), head \(head.head): pattern",
              isWide: reading.labels.count > 8
            )
          }
        )
      )
      return answer
    } catch { return Answer(refusal: error.message) }
  }

  /// What can be switched off by itself: a layer is all of its parts.
  private static func parts(of configuration: GPTConfiguration) -> [ModelPart] {
    ModelPart.all(in: configuration).filter { if case .layer = $0 { false } else { true } }
  }

  /// What the control of a part is called.
  static func name(of part: ModelPart) -> String {
    switch part {
    case .head(let head, let layer): "head-\(layer)-\(head)"
    case .feedForward(let layer): "feed-forward-\(layer)"
    case .layer(let layer): "layer-\(layer)"
    }
  }

  private static func switches(for configuration: GPTConfiguration) -> Markup {
    .group(
      parts(of: configuration).map { part in
        .element(
          "label",
          .element("input", ["type": "checkbox", "name": name(of: part)]),
          .text(" " + part.title)
        )
      }
    )
  }

  private static func without(_ parts: [ModelPart], _ model: GPT) -> IntervenedGPT {
    do { return try model.without(parts) } catch {
      preconditionFailure(error.description)
    }
  }

  /// What the chosen parts change together, and what each part does alone.
  private static func effect(of parts: [ModelPart], _ reading: Reading) -> Markup {
    let model = reading.training.session.model
    let alone = Ablation(model, documents: [reading.tokens])
    let together =
      parts.isEmpty
      ? Markup.element(
        "p",
        .text(
          "Nothing is switched off: the loss of the text is \(NumberFormat.fixed(alone.loss, decimals: 4)) nats per token."
        )
      )
      : JointAblation(model, documents: [reading.tokens], without: parts).effectTable
        .figure(caption: "The loss of the text with these parts off, in nats per token")
    return .group([
      together, alone.table.figure(caption: "The loss of the text with one part off, in nats per token"),
    ])
  }

  private static func predictions(_ reading: Reading, _ without: IntervenedGPT) -> Markup {
    let model = without.model
    let whole = model.withForwardPass(over: reading.tokens) { LogitLens($0) }
    let rest = model.withForwardPass(over: reading.tokens, intervention: without.intervention) {
      LogitLens($0)
    }
    return whole.comparisonTable(
      with: rest,
      names: ("whole", "without"),
      read: reading.labels,
      label: reading.label
    ).figure(caption: "What is predicted after each token by the whole model, and without the parts")
  }

  /// Names of the whole model and of another, drawn with the same random numbers.
  private static func samples(_ training: LiveTraining, _ without: IntervenedGPT, count: Int) -> Markup {
    Figure.grid([
      .group([.element("h4", "The whole model"), samples(training, count: count)]),
      .group([.element("h4", "Without"), samples(training, of: without, count: count)]),
    ])
  }
}
