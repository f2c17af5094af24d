import Drawing

extension Induction.Growth {
  /// The first moment at which the loss on the copy is below half of what it was at first.
  var halfway: Induction.Moment? {
    moments.first { $0.repeatedLoss < (moments.first?.repeatedLoss ?? 0) / 2 }
  }

  /// The moments between which the loss on the copy rises most, if it rises by more than 0.1.
  var relapse: (before: Induction.Moment, after: Induction.Moment)? {
    zip(moments, moments.dropFirst()).map { (before: $0, after: $1) }
      .filter { $0.after.repeatedLoss > $0.before.repeatedLoss + 0.1 }
      .max { $0.after.repeatedLoss - $0.before.repeatedLoss < $1.after.repeatedLoss - $1.before.repeatedLoss }
  }

  private var relapseRemark: Prose {
    guard let relapse else { return "" }
    return
      " On the way it rises once more, from \(shown(relapse.before.repeatedLoss)) at \(relapse.before.step) steps to \(shown(relapse.after.repeatedLoss)) at \(relapse.after.step). We have not looked for the reason."
  }

  /// The loss on the copy falls while the head grows.
  var part: Lesson.Part {
    let chart = LineChart(
      title: "Copying, while two layers are trained",
      xLabel: "step",
      yLabel: "nats per token; weight",
      series: [
        .init("loss on the copy", moments.map { (x: Double($0.step), y: $0.repeatedLoss) }, colour: 0),
        .init("largest induction score", moments.map { (x: Double($0.step), y: $0.largestScore) }, colour: 1),
      ]
    )
    let table = Table(
      columns: ["step", "loss", "score"].map(Table.Column.right),
      rows: moments.map { ["\($0.step)", shown($0.repeatedLoss), shown($0.largestScore)] }
    )
    return Lesson.Part(
      [
        .heading("The head grows"),
        .chart(
          chart,
          table,
          caption:
            "Two layers of width 16, measured on 20 random words that come twice. *loss*: on the copy, that is on the second word's letters but the first; *score*: the largest induction score of a head, the weight on the token after the earlier same letter."
        ),
        .paragraph(
          """
          The loss on the copy begins at \(shown(moments.first?.repeatedLoss)), about as much as guessing costs. At \(halfway?.step ?? 0) steps it is \(shown(halfway?.repeatedLoss)), and at the end \
          \(shown(moments.last?.repeatedLoss)).\(relapseRemark) Over the same steps the largest induction score of a head grows to \(shown(moments.last?.largestScore)).
          """
        ),
      ],
      numbers: [
        NamedNumbers("steps", moments.map { Double($0.step) }),
        NamedNumbers("repeated_losses", moments.map { $0.repeatedLoss }),
        NamedNumbers("largest_scores", moments.map { $0.largestScore }),
      ]
    )
  }
}
