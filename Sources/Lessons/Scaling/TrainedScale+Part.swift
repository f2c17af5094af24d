import Drawing
import Inspection
import Pictures

extension TrainedScale {
  /// ∂L/∂s in four ways, and the curve whose slope it is.
  var part: Lesson.Part {
    let entries = gradients.entries.filter { $0.layer == 0 && $0.head == 0 }
    let rows = entries.map { entry in
      [labels[entry.position]]
        + [
          entry.backpropagated, entry.covariance, entry.throughQuery ?? .nan, entry.difference,
        ].map { shown($0, 4) }
    }
    let columns: [Table.Column] =
      [.init("query")]
      + ["backprop", "Cov", "via q", "diff"].map(Table.Column.right)
    let places = sweep.scales.indices.filter { $0 % 4 == 0 }
    let curve = Table(
      columns: ["s / model's s", "s", "loss", "tangent"].map(Table.Column.right),
      rows: places.map { index in
        let scale = sweep.scales[index]
        return [
          shown(scale / gradients.scale, 1), shown(scale, 3), shown(sweep.losses[index], 3),
          shown(tangent(at: scale), 3),
        ]
      }
    )
    return Lesson.Part(
      [
        .paragraph(
          """
          A model of one head of width \(ScaleComparison.width) was trained on echoes just now, \(ScaleComparison.steps) steps with s = 1/√\(ScaleComparison.width) = \(shown(gradients.scale, 4)). \
          It reads “\(Self.text)”, and each query gets a scale of its own:
          """
        ),
        .table(
          Table(columns: columns, rows: rows),
          caption:
            "∂L/∂s in nats per token in the four ways: *Cov* is Cov(g, a), *via q* is (q·∂L/∂q) / s, *diff* the difference. `<|>` is the boundary before the text; its query sees one key only."
        ),
        .paragraph(
          """
          The three exact ways are at most \(NumberFormat.size(gradients.worstDisagreement)) apart, relative to the size of their terms: only the \
          rounding of the last digit. The difference is off by \(NumberFormat.size(gradients.worstDifferenceDisagreement)) at most. Added up, the rows give the gradient of the model's one scale, \
          \(NumberFormat.significant(gradients.gradient)). It is the slope of the loss at the model's scale:
          """
        ),
        .chart(
          sweep.chart(gradients),
          curve,
          caption:
            "The loss of the text for other scales, everything else left as it is, beside the tangent at the model's own scale."
        ),
        .paragraph(
          """
          At s = 0 the pattern is even, and the model can't copy. The tangent touches the curve at the model's own scale and leaves it soon: a gradient tells \
          about small changes only. And another text has another slope. Over \(Self.textCount) texts of the training the mean of ∂L/∂s is \(shown(meanGradient)).
          """
        ),
        .question(
          Question(
            """
            Any factor s can be put into W_q instead, so a model without a scale can compute the same. A width of \(ScaleComparison.width) is divided in two ways, and both are trained without a scale: \
            8 heads of width 4, and 1 head of width 32. Which suffers?
            """,
            ["neither: they can compute the same", "the narrow heads", "the wide head"],
            right: 2,
            reason:
              "What a model *can* compute and what training *finds* are two things. Adam moves W_q and W_k by steps of about the same size whatever the scale is, and the same step moves the scores √d times as far without the scale: 5.7 times for width 32, 2 times for width 4."
          )
        ),
      ],
      numbers: [
        NamedNumbers("backpropagated", entries.map { $0.backpropagated }),
        NamedNumbers("covariance", entries.map { $0.covariance }),
        NamedNumbers("through_query", entries.map { $0.throughQuery ?? .nan }),
        NamedNumbers("difference", entries.map { $0.difference }),
        NamedNumbers("scales", sweep.scales), NamedNumbers("losses_by_scale", sweep.losses),
      ]
    )
  }
}
