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
      comparisonEnd = ""
    } catch { return Answer(refusal: error.message) }
    return compare(request)
  }

  /// Trains one model alone again.
  var endComparison: Answer {
    comparison = nil
    comparisonEnd = ""
    return compare(Request("compare"))
  }

  /// Begins the comparison anew for a new training; where that can't be, it ends, and the panel says why.
  func renewComparison() {
    comparisonEnd = ""
    guard let ended = comparison else { return }
    comparison = nil
    guard let training else { return }
    do { comparison = try Comparison(of: training, ended.setting, ended.text) } catch {
      comparisonEnd = ("The comparison has ended with the training before: " + error.message).text
    }
  }

  /// Both models: their losses on one chart, what they write, and what they attend to in one text.
  func compare(_ request: Request) -> Answer {
    var answer = Answer()
    answer.set("isComparing", comparison == nil ? "false" : "true")
    answer.set("compareEnd", comparisonEnd)
    answer.set("compareScales", comparisonScales)
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
      let patterns = try patterns(of: pair, request)
      answer.show("compare-head", patterns.options)
      answer.show("compare-maps", patterns.figures)
      return answer
    } catch {
      answer.show("compare-maps", .element("p", ["class": "problem"], .text(error.message.text)))
      return answer
    }
  }

  /// Which scales are at work, where one was chosen beside the settings.
  private var comparisonScales: String {
    guard let training, let rival = comparison?.rival else { return "" }
    let (own, looked, trained) = (training.ownScale, training.lookedAtScale, training.trainingScale)
    guard looked != own || trained != own || training.hasMixedScales else { return "" }
    let mixed = training.hasMixedScales ? " It has made steps with different s." : ""
    return
      "The first model is shown with \(Self.scaleWords(looked)) and trains with \(Self.scaleWords(trained)).\(mixed) The second knows nothing of the chosen s: it has its settings' \(Self.scaleWords(rival.ownScale))."
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

  /// The heads of the model that has more can be chosen.
  private func patterns(
    of pair: [(name: String, training: LiveTraining)],
    _ request: Request
  ) throws(Refusal) -> (options: Markup, figures: Markup) {
    var parts: [Markup] = []
    var choices: [HeadChoice] = []
    for (name, training) in pair {
      let reading = try reading(request, by: training)
      let model = training.session.model
      let patterns = Self.patterns(of: reading, by: model, head: request["head"])
      parts += [.element("h3", .text(name + ": patterns")), patterns.figures]
      choices.append(patterns.choice)
    }
    let largest = choices.max { $0.count < $1.count }
    return (largest?.options ?? .empty, .group(parts))
  }
}
