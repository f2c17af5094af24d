import Drawing

extension CrossRow {
  /// A row of cross-attention with numbers, and how it differs from self-attention.
  var part: Lesson.Part {
    let pattern = attention.pattern[0].map { $0 ?? 0 }
    return Lesson.Part(
      [
        .heading("A row of cross-attention"),
        .paragraph(
          "The encoder has read “eva” and the end of the name. From its four outputs come four keys and four values. We made them up, so that you can read them:"
        ),
        .table(
          Table(
            columns: [.init("encoder"), .right("k"), .right("v")],
            rows: Self.source.indices.map { index in
              [Self.source[index], shown(Self.keys[index], 0), shown(Self.values[index], 0)]
            }
          ),
          caption: "A key tells how far the letter is from the end, a value which letter it is."
        ),
        .paragraph(
          "The decoder has written nothing yet. It has read the boundary, which begins each text, and from this first position it asks for the first letter. Its query q = \(shown(Self.query, 0)) looks for the last letter, and a little for the one before it. With d = 4 the scale is 1/√4:"
        ),
        .table(
          attention.steps(of: 0, words: Self.source),
          caption:
            "score = q·k/2, weight = exp(score) / \(shown(attention.softmax(of: 0).sum, 3)), the sum of exp(score)"
        ),
        .worked([
          "output = "
            + Self.source.indices.map { "\(shown(pattern[$0], 3))·\(shown(Self.values[$0], 0))" }
            .joined(separator: " + "), "       = \(shown(attention.outputs[0], 3))",
        ]),
        .paragraph(
          "The output says: mostly “a”. That is the first letter of “ave”. The steps are those of self-attention, and the same function of the engine computes them. What differs is who fills the list of keys and values, and when:"
        ),
        .table(Self.kinds, caption: "The three attentions of an encoder–decoder."),
        .notion(
          "Cross-attention is another operation than self-attention.",
          butRight:
            "It is the same one: scores, softmax, weighted sum. In self-attention one sequence gives queries, keys and values; in cross-attention the keys and values come from another sequence."
        ),
        .question(
          Question(
            "Later the decoder has written two letters and asks for the third. How many weights are there in its row of cross-attention to “eva” and its end?",
            number: Double(Self.source.count),
            tolerance: 0,
            reason:
              "One for each token of the source, whether much or little has been written. Rows belong to the target and columns to the source, so the map needn't be square."
          )
        ),
        .question(
          Question(
            "A trained model writes “ave”. Its map has a row for each letter that is written, from the top, and a column for each letter that was read, from the left. Where are the large weights?",
            [
              "along the diagonal from the upper left to the lower right",
              "along the other diagonal, from the upper right to the lower left",
              "in the last column, where the name ends", "everywhere about the same",
            ],
            right: 1,
            reason:
              "The first letter that is written is the last one that was read. Of n letters, row i needs column n − 1 − i, both counted from 0."
          )
        ),
      ],
      numbers: [
        NamedNumbers("scores", attention.scores), NamedNumbers("weights", attention.pattern),
        NamedNumbers("output", attention.outputs),
      ]
    )
  }

  /// Who gives what in the three attentions.
  private static let kinds = Table(
    columns: ["attention", "queries", "keys, values", "mask"].map { .init($0) },
    rows: [
      ["of the encoder", "encoder", "encoder", "none"],
      ["of the decoder", "decoder", "decoder", "causal"],
      ["cross-attention", "decoder", "encoder", "none"],
    ]
  )
}
