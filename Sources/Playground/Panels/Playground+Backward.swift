import Attention
import Autograd
import Basics
import Drawing
import Inspection
import Pictures
import Training
import Transformer
import VisibleText

/// The gradient's way from the loss back to a score, an operation at a time.
extension Playground {
  /// Makes a move where one is asked for, and shows the step.
  func backward(_ request: Request) -> Answer {
    do {
      let reading = try reading(request)
      let choice = try ScoreChoice(request)
      return try reading.training.session.model.withForwardPass(over: reading.tokens) {
        pass throws(Refusal) in
        reading.training.walk.ask(["layer", "head", "position", "key", "text"].map { request[$0] }) {
          choice.target(in: pass)
        }
        let steps = try Self.steps(pass, reading)
        reading.training.walk.move(request["move"], count: steps.steps.count)
        return Self.answer(steps, at: reading.training.walk.step, reading)
      }
    } catch { return Answer(refusal: error.message) }
  }

  /// How many steps there may be.
  private static let largestStepCount = 400

  private static func steps(_ pass: ForwardPass, _ reading: Reading) throws(Refusal) -> BackwardSteps {
    guard let target = reading.training.walk.target else { throw Refusal("choose a score") }
    do {
      return try BackwardSteps(pass, to: target, limit: largestStepCount)
    } catch { throw Refusal("\(error)") }
  }

  private static func answer(_ steps: BackwardSteps, at number: Int, _ reading: Reading) -> Answer {
    var answer = Answer()
    let count = steps.steps.count
    answer.set("backwardStep", number)
    answer.set("backwardCount", count)
    answer.set("backwardTarget", steps.target.title(labels: reading.labels, next: reading.nextLabels))
    answer.set("backwardSummary", steps.summary)
    answer.set("backwardPlace", place(steps, number))
    answer.show("backward-step", markup(steps, number))
    answer.show("backward-end", number == count ? end(steps) : .empty)
    return answer
  }

  private static func place(_ steps: BackwardSteps, _ number: Int) -> String {
    let end = number == steps.steps.count ? ", where the way ends" : ""
    return "Step \(number) of \(steps.steps.count): \(steps.steps[number - 1].operation)\(end)."
  }

  private static func markup(_ steps: BackwardSteps, _ number: Int) -> Markup {
    let picture = steps.picture(ofStep: number)
    let graph = steps.graph(ofStep: number)
    return .group(
      [
        .element("h3", .text(picture.title)),
        .element("p", .text(picture.arrival)),
        Figure.scrolling(
          graph.svg(palette: .page),
          label: graph.title,
          caption:
            "Data is the number, grad is ∂L/∂ of it; at an arrow stands the derivative of this operation."
        ),
        picture.table.figure(caption: "Handed on in step \(number)"),
      ] + picture.notes.map { .element("p", .text($0)) }
    )
  }

  private static func end(_ steps: BackwardSteps) -> Markup {
    .group([
      .element("h3", "Where the way ends"),
      .element("p", .text(steps.endSummary + ".")),
      steps.dimensionTable.figure(caption: "What arrives at each dimension through this score"),
      steps.endTable.figure(caption: "The gradients of the query, the key and the scale"),
      .element("p", .text(BackwardSteps.endLegend)),
    ])
  }
}

/// The score that a reader asks for; what is left empty is the one that is read most.
private struct ScoreChoice {
  var layer: Int?
  var head: Int?
  var position: Int?
  var key: Int?

  init(_ request: Request) throws(Refusal) {
    layer = try Self.number("layer", request)
    head = try Self.number("head", request)
    position = try Self.number("position", request)
    key = try Self.number("key", request)
  }

  private static func number(_ name: String, _ request: Request) throws(Refusal) -> Int? {
    guard let text = request[name], !text.isEmpty else { return nil }
    guard let number = Int(text), number >= 0 else {
      throw Refusal("\(visible: name): give a whole number from 0, or nothing")
    }
    return number
  }

  func target(in pass: ForwardPass) -> Subgraph.Target {
    .score(
      mostRead: pass,
      layer: layer ?? pass.model.configuration.layerCount - 1,
      head: head,
      position: position ?? pass.count - 1,
      key: key
    )
  }
}
