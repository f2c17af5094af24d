import Drawing
import Inspection
import Transformer

extension Lesson.Part {
  /// The spread of q·k, measured.
  static var spread: Lesson.Part {
    let statistics = ScaleStatistics(headWidths: [4, 16, 64, 256], queryCount: 500)
    let raw = statistics.rows.filter { $0.rule == .none }
    let scaled = statistics.rows.filter { $0.rule == .inverseRoot }
    let rows = zip(raw, scaled).map { raw, scaled in
      [
        "\(raw.headWidth)", shown(raw.rawDeviation), shown(raw.expectedRawDeviation),
        shown(scaled.scaledDeviation),
        shown(raw.largestWeight), shown(scaled.largestWeight),
      ]
    }
    let headers = ["d", "sd", "√d", "scaled", "max raw", "max"]
    return Lesson.Part(
      [
        .heading("The spread of q·k, measured"),
        .table(
          Table(columns: headers.map(Table.Column.right), rows: rows),
          caption:
            "\(statistics.queryCount) random queries for each width, \(statistics.keyCount) keys each. *sd*: the standard deviation of q·k, *scaled*: that of q·k/√d; *max*: the mean of each pattern's largest weight, *raw* without the scale."
        ),
        .paragraph(
          """
          The measured standard deviation follows √d. Divided by √d, the scores have standard deviation 1 for every width. Look at the largest weight: \
          without the scale, the widest queries give \(shown(raw[3].largestWeight)) of their weight to one key, and these keys are random. With the scale it is \
          \(shown(scaled[3].largestWeight)), about as much as for the other widths.
          """
        ),
        .question(
          Question(
            "Two keys have the scores 8 and 0. The first gets almost all of the weight. By how much does its weight change for each unit by which its score grows?",
            ["by about 1", "by about 1/4", "by less than 1/1000"],
            right: 2,
            reason:
              "With the score x of the first key, p = eˣ/(eˣ + 1). The quotient rule gives dp/dx = eˣ/(eˣ + 1) − eˣ·eˣ/(eˣ + 1)² = p − p² = p(1 − p). As soon as p is near 1, the factor 1 − p is near 0. 1/4 is the most that it can be, at p = 1/2."
          )
        ),
      ],
      numbers: [
        NamedNumbers("raw_deviations", raw.map { $0.rawDeviation }),
        NamedNumbers("scaled_deviations", scaled.map { $0.scaledDeviation }),
        NamedNumbers("largest_weights_unscaled", raw.map { $0.largestWeight }),
        NamedNumbers("largest_weights_scaled", scaled.map { $0.largestWeight }),
      ]
    )
  }
}
