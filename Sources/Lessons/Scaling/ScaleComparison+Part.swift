import Drawing
import Transformer

extension ScaleComparison {
  /// What training finds with each scale, from this seed and from another one.
  func part(beside other: ScaleComparison) -> Lesson.Part {
    let seeds = Self.seeds
    let table = Table(
      columns: ["heads", "d", "s", "loss", "sd", "max", "loss, seed \(seeds[1])"].map(Table.Column.right),
      rows: zip(rows, other.rows).map { row, other in
        [
          "\(row.headCount)", "\(row.headWidth)", row.rule.formula, shown(row.loss),
          shown(row.scoreDeviation, 1),
          shown(row.largestWeight), shown(other.loss),
        ]
      }
    )
    func losses(_ comparison: ScaleComparison, _ headCount: Int) -> String {
      comparison.rows.filter { $0.headCount == headCount }.map { shown($0.loss) }.joined(separator: ", ")
    }
    return Lesson.Part(
      [
        .heading("When the scale matters"),
        .table(
          table,
          caption:
            "Echoes, width \(Self.width), \(Self.steps) steps, learning rate \(shown(Self.learningRate, 3)), seed \(Int(seeds[0])), and in the last column seed \(Int(seeds[1])). *loss*: of held-out texts, in nats per token; *sd*: the standard deviation of s·q·k after training; *max*: the largest weight, a mean over queries that see three keys or more."
        ),
        .paragraph(
          """
          Heads of width 4 hardly care: their losses are \(losses(self, 8)) and, from the other seed, \(losses(other, 8)). For them √d is 2, and training makes up for a factor of 2. The wide head \
          does care: \(losses(self, 1)), and \(losses(other, 1)). Without the scale it is saturated at the end, and wrong. A saturated softmax hardly learns, so it may have been stuck for long; the table does not show that. Two seeds are not many, but both say the same, and the difference is large. As a yardstick: who copies without a mistake still pays \(shown(PracticeText.lowestLossOfEchoes)), for the random letters of the first words.
          """
        ),
        .paragraph(
          "So in a small model such as microgpt's, with heads of width 4, leaving the scale out seems to do no harm. In large models heads are 64 or 128 wide."
        ),
      ],
      numbers: [NamedNumbers("losses_of_other_seed", other.rows.map { $0.loss })]
        + rows.map { row in
          NamedNumbers(
            "loss_of_\(row.headCount)_heads_scale_\(row.rule)",
            [row.loss, row.scoreDeviation, row.largestWeight]
          )
        }
    )
  }
}
