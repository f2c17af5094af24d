import Attention
import Autograd
import Drawing
import Inspection
import Pictures
import Random
import Training
import Transformer
import VisibleText

/// The future uncovered: queries that see later tokens.
extension Playground {
  /// What a text's loss is when nothing is hidden: for the model, and for a second one that has been trained so.
  func future(_ request: Request) -> Answer {
    do {
      let reading = try reading(request)
      var answer = Answer()
      let own = Foresight(reading.training.session.model, text: reading.tokens)
      answer.set("futureHiddenLoss", own.covered.loss)
      answer.set("futureUncoveredLoss", own.uncovered.loss)
      answer.show("future-own", Self.pictures(own, reading, of: "the model of this page"))
      answer.set("futureSteps", uncovered?.stepsDone ?? 0)
      answer.set("futureNote", uncovered.map { Self.note(on: $0, reading.training) } ?? "")
      if let failure = uncovered?.failure { answer.set("failure", failure) }
      answer.show("future-trained", uncovered.map { pictures($0, reading, request) } ?? .empty)
      return answer
    } catch { return Answer(refusal: error.message) }
  }

  /// Trains the second model some steps further; from the beginning where there is none.
  func trainUncovered(_ request: Request) -> Answer {
    guard let training else { return Answer(refusal: "nothing trains yet") }
    guard let count = request.integer("steps"), (1...1000).contains(count) else {
      return Answer(refusal: "steps: give a number from 1 to 1000")
    }
    if uncovered == nil {
      do { uncovered = UncoveredTraining(try training.beginning()) } catch {
        return Answer(refusal: error.message)
      }
    }
    guard let second = uncovered else { return Answer() }
    var answer = Answer()
    answer.set("futureMade", second.train(count, scale: training.trainingScale))
    answer.set("futureSteps", second.stepsDone)
    if let failure = second.failure { answer.set("failure", failure) }
    return answer
  }

  /// What the second model's scale is, where it is not that of the settings.
  private static func note(on second: UncoveredTraining, _ first: LiveTraining) -> String {
    let scale = second.model.model.attentionScale.data
    let mixed = first.hasMixedScales ? " The first one has made steps with different s." : ""
    guard scale != first.ownScale || !mixed.isEmpty else { return "" }
    return "The second model was last trained with \(scaleWords(scale)).\(mixed)"
  }

  private static func pictures(_ foresight: Foresight, _ reading: Reading, of name: String) -> Markup {
    .group([
      foresight.predictionTable(
        read: reading.labels,
        next: reading.tokens.dropFirst().map(reading.label)
      ).figure(caption: "The token that came, by \(name): later tokens hidden, and uncovered"),
      foresight.nextTable.figure(
        caption: "Where the answer stands, in \(name): the weight on the token that is to be predicted"
      ),
    ])
  }

  /// The second model: its losses beside the first one's, the text, its patterns and what it writes.
  private func pictures(_ second: UncoveredTraining, _ reading: Reading, _ request: Request) -> Markup {
    let foresight = Foresight(second.model.model, text: reading.tokens)
    return .group([
      Self.chart(reading.training, second, width: request.chartWidth),
      Self.pictures(foresight, reading, of: "the second model"),
      Figure.grid(
        foresight.heads.prefix(4).map { head in
          Figure.scrolling(
            foresight.heatMap(of: head, labels: reading.labels).svg(palette: .page),
            label: "layer \(head.layer), head \(head.head): nothing hidden",
            isWide: reading.labels.count > 8
          )
        }
      ),
      .element("h4", "What it writes"),
      Self.samples(reading.training, of: second.model, count: 10),
    ])
  }

  private static func chart(_ first: LiveTraining, _ second: UncoveredTraining, width: Double) -> Markup {
    let last = second.stepsDone
    func line(_ history: LossHistory) -> [(x: Double, y: Double)] {
      history.points.filter { $0.step <= last }.map { (Double($0.step), $0.smoothedLoss) }
    }
    return lossChart(
      "Smoothed loss by step",
      [
        .init("future hidden", line(first.history), colour: 0),
        .init("future uncovered", line(second.history), colour: 1),
      ],
      width: width
    )
  }
}
