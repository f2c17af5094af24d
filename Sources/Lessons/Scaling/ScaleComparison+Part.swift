import Drawing
import Transformer

extension ScaleComparison {
  /// What training finds with each scale.
  var part: Lesson.Part {
    let table = Table(
      columns: ["heads", "d", "s", "loss", "sd", "max"].map(Table.Column.right),
      rows: rows.map { row in
        [
          "\(row.headCount)", "\(row.headWidth)", row.rule.formula, shown(row.loss),
          shown(row.scoreDeviation, 1),
          shown(row.largestWeight),
        ]
      }
    )
    func losses(_ headCount: Int) -> String {
      rows.filter { $0.headCount == headCount }.map { shown($0.loss) }.joined(separator: ", ")
    }
    return Lesson.Part(
      [
        .heading("When the scale matters"),
        .table(
          table,
          caption:
            "Echoes, \(Self.steps) steps, seed 1. *loss*: of held-out texts, in nats per token; *sd*: the standard deviation of s·q·k after training; *max*: the largest weight, a mean over queries that see three keys or more."
        ),
        .paragraph(
          """
          Heads of width 4 hardly care: their losses are \(losses(8)). For them √d is 2, and training makes up for a factor of 2. The wide head \
          does care: \(losses(1)). Without the scale it saturates while it is still wrong, and stays there.
          """
        ),
        .paragraph(
          "So in a small model such as microgpt's, with heads of width 4, leaving the scale out seems to do no harm. In large models heads are 64 or 128 wide."
        ),
      ],
      numbers: rows.map { row in
        NamedNumbers(
          "loss_of_\(row.headCount)_heads_scale_\(row.rule)",
          [row.loss, row.scoreDeviation, row.largestWeight]
        )
      }
    )
  }
}
