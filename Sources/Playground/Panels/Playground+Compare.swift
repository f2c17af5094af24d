import Autograd
import Drawing
import Formats
import Inspection
import Pictures
import Training
import Transformer
import VisibleText

/// Two models side by side.
extension Playground {
  /// Begins to train a second model beside the first.
  func beginComparison(_ request: Request) -> Answer {
    guard let training else { return Answer(refusal: "nothing trains yet") }
    let name = request["setting"] ?? ""
    guard let setting = Comparison.setting(name) else {
      return Answer(refusal: "the setting '\(name)' can't differ between two models")
    }
    do {
      comparison = try Comparison(of: training, setting, request["value"] ?? "")
    } catch { return Answer(refusal: error.message) }
    return compare(request)
  }

  /// Trains one model alone again.
  var endComparison: Answer {
    comparison = nil
    return compare(Request("compare"))
  }

  /// Begins the comparison anew for a new training, where there is one and it can be.
  func renewComparison() {
    guard let comparison else { return }
    self.comparison = training.flatMap { try? Comparison(of: $0, comparison.setting, comparison.text) }
  }

  /// Both models: their losses on one chart, what they write, and what they attend to in one text.
  func compare(_ request: Request) -> Answer {
    var answer = Answer()
    answer.set("isComparing", comparison == nil ? "false" : "true")
    guard let training, let comparison else {
      for id in ["compare-chart", "compare-table", "compare-samples", "compare-maps"] {
        answer.show(id, .empty)
      }
      return answer
    }
    let pair = [training, comparison.rival].map { (name: comparison.name(of: $0), training: $0) }
    answer.show("compare-chart", Self.chart(of: pair, width: request.chartWidth))
    answer.show("compare-table", Self.table(of: pair))
    answer.show(
      "compare-samples",
      .group(pair.map { .element("div", .element("h3", .text($0)), Self.samples($1, count: 10)) })
    )
    do {
      answer.show("compare-maps", .group(try maps(of: pair, request)))
      return answer
    } catch {
      answer.show("compare-maps", .element("p", .text(error.message.text)))
      return answer
    }
  }

  private static func chart(of pair: [(name: String, training: LiveTraining)], width: Double) -> Markup {
    lossChart(
      "Smoothed loss of both models",
      pair.enumerated().map { index, model in
        .init(
          model.name,
          model.training.history.points.map { (Double($0.step), $0.smoothedLoss) },
          colour: index,
          emphasis: index == 0 ? .line : .dashed
        )
      },
      vocabularySize: pair[0].training.session.tokenizer.vocabularySize,
      width: width
    )
  }

  private static func table(of pair: [(name: String, training: LiveTraining)]) -> Markup {
    var table = Table(columns: [
      .init("model"), .init("steps", alignment: .right), .init("smoothed loss", alignment: .right),
      .init("parameters", alignment: .right),
    ])
    for (name, training) in pair {
      let state = training.session.trainer.state
      table.append([
        name, NumberFormat.grouped(state.stepsDone),
        state.stepsDone > 0 ? NumberFormat.fixed(state.smoothedLoss, decimals: 4) : "-",
        NumberFormat.grouped(training.session.model.configuration.parameterCount),
      ])
    }
    let failures = pair.compactMap { name, training in
      training.failure.map { Markup.element("p", .text("\(name): \($0)")) }
    }
    return .group([table.figure(caption: "Both models")] + failures)
  }

  private func maps(
    of pair: [(name: String, training: LiveTraining)],
    _ request: Request
  ) throws(Refusal) -> [Markup] {
    var parts: [Markup] = []
    for (name, training) in pair {
      let reading = try reading(request, by: training)
      parts.append(.element("h3", .text(name + ": patterns")))
      parts.append(Self.maps(of: reading, by: training.session.model, .pattern).figures)
    }
    return parts
  }
}
