import Drawing

extension Lesson {
  /// The same softmax, from one key after the other.
  public static let flash = Lesson(
    "flash",
    title: "Flash: softmax without keeping the scores",
    purpose: "the online softmax step by step: the same result, and memory that does not grow",
    minutes: 7,
    abilities: [
      "compute a softmax average from one key after the other",
      "say why the maximum is subtracted, and what happens when it rises",
      "tell what FlashAttention saves and what it does not",
    ],
    parts: { _ in
      let online = Once(OnlineSoftmax.init)
      return [
        online.part { $0.opening },
        online.part { $0.worked },
        online.part { $0.measured },
      ]
    }
  )
}

extension OnlineSoftmax {
  /// What is kept, and how.
  fileprivate var opening: Lesson.Part {
    Lesson.Part([
      .paragraph(
        "The plain way computes all scores of a query, then their softmax, then the average of the values. All scores and all weights are kept. With n keys for each of n "
          + "queries that is n² scores and n² weights."
      ),
      .paragraph(
        "The exponential of a large score is beyond what a number can hold: exp(1000) gives \(shown(exponentialOfLargeScore, 0)). So softmax first subtracts the "
          + "largest score m from all of them. The result is the same, since numerator and denominator get the same factor exp(−m). But "
          + "m seems to be known only when all scores have been seen."
      ),
      .paragraph(
        "*FlashAttention* reads one key after the other, or one *tile* after the other, a tile being some keys at once. It keeps three numbers or vectors: m, the largest score *so far*; l, the sum of the weights so far; and o, the sum of "
          + "the weighted values so far. All weights are relative to this m."
      ),
      .question(
        Question(
          "The scores come in the order \(Self.scores.map { shown($0, 0) }.joined(separator: ", ")). At the last key the maximum rises from 3 to 5. "
            + "What must be done with l and o, which were summed relative to 3?",
          [
            "they must be computed anew, from all scores so far",
            "both must be multiplied by exp(3 − 5) = \(shown(steps[3].correction, 3))",
            "l must be multiplied by exp(3 − 5) = \(shown(steps[3].correction, 3)), and o stays",
            "2 must be added to both",
          ],
          right: 1,
          reason:
            "Each weight so far is exp(score − 3), and exp(score − 5) is exp(score − 3)·exp(3 − 5). The factor is the same for all terms, so the sums can be corrected without the scores."
        )
      ),
    ])
  }

  /// The steps with their numbers.
  fileprivate var worked: Lesson.Part {
    var table = Table(
      columns: ["score", "v", "m", "factor", "weight", "l", "o"].map(Table.Column.right)
    )
    for (step, value) in zip(steps, Self.values) {
      table.append(
        [step.score, value, step.maximum].map { shown($0, 0) }
          + [step.correction, step.weight, step.sum, step.output].map { shown($0, 3) }
      )
    }
    let last = steps[steps.count - 1]
    return Lesson.Part(
      [
        .paragraph("So for each key three lines suffice; m', l' and o' are the new ones:"),
        .formula([
          "m' = max(m, score)",
          "l' = l · exp(m − m') + exp(score − m')",
          "o' = o · exp(m − m') + exp(score − m') · v",
          "at the end:  output = o / l",
        ]),
        .table(
          table,
          caption:
            "One row for each key: its score and value, and what is kept after it. The factor is exp(m − m'), the weight exp(score − m')."
        ),
        .worked([
          "output = o / l = \(shown(last.output, 6)) / \(shown(last.sum, 6)) = \(shown(last.output / last.sum, 3))",
          "all at once, softmax over four scores:     \(shown(softmaxOutput, 3))",
          "FlashAttention in this program, tiles of 1:   \(shown(flashOutput, 3))",
        ]),
        .paragraph(
          "In the first row there is nothing to correct: m was −∞, and exp(−∞) is 0. In the third row the maximum stays, so the factor is 1. At no time were all "
            + "scores kept."
        ),
        .notion(
          "FlashAttention is an approximation that is faster.",
          butRight:
            "It is the same formula in another order. The results differ by rounding alone, here by \(NumberFormat.size((flashOutput - softmaxOutput).magnitude))."
        ),
        .question(
          Question(
            "FlashAttention keeps no list of scores and weights. How many multiplications does its forward pass take, compared with the plain way?",
            ["fewer: what is not kept is not computed", "a few more", "about twice as many"],
            right: 1,
            reason:
              "In either way q meets each key, and each value is averaged. The corrections come on top: one of l and one of each element of o for each tile."
          )
        ),
      ],
      numbers: [
        NamedNumbers(
          "maximum_correction_weight_sum_output",
          steps.map { [$0.maximum, $0.correction, $0.weight, $0.sum, $0.output] }
        ),
        NamedNumbers("outputs_of_softmax_and_flash", [softmaxOutput, flashOutput]),
      ]
    )
  }

  /// Memory and work for more keys.
  fileprivate var measured: Lesson.Part {
    var table = Table(
      columns: ["keys", "softmax", "flash", "multiplications", "corrections"].map(Table.Column.right)
    )
    for memory in memory {
      table.append([
        NumberFormat.grouped(memory.keyCount), NumberFormat.grouped(memory.softmax),
        NumberFormat.grouped(memory.flash), NumberFormat.grouped(memory.flashWork),
        NumberFormat.grouped(memory.corrections),
      ])
    }
    let output = memory.reduce(0) { max($0, $1.difference) }
    let gradient = memory.reduce(0) { max($0, $1.gradientDifference) }
    return Lesson.Part(
      [
        .table(
          table,
          caption:
            "Bytes that one query of 16 elements leaves on the *tape*, the record for going backward: with *softmax*, the plain way, and with *flash*, FlashAttention; the multiplications with keys and values, which are as many in both; and those for FlashAttention's corrections, with tiles of \(Self.tileSize) keys: 1 of l and 16 of o for each tile"
        ),
        .paragraph(
          "On the tape a number takes 16 bytes, since its gradient stands beside it. The plain way keeps five numbers for each key: q·k, the score, score − m, the exponential and the weight. It also notes in 4 bytes each where the key and the value are: 5·16 + 2·4 = \(5 * 16 + 2 * 4) bytes a key. "
            + "FlashAttention keeps the output and ln Σ exp(score): 17 numbers, \(17 * 16) bytes. \(memory[0].flash - 17 * 16) more bytes note what was computed from what. So its memory does not grow. Going backward it computes each score again "
            + "from the query and the key, and each weight from that one number. So it pays with more work in the backward pass. The outputs differ by \(NumberFormat.size(output)) at most, and "
            + "the gradients of the query by \(NumberFormat.size(gradient)) of the largest: by rounding."
        ),
        .paragraph(
          "On a graphics processor FlashAttention is faster as well. The reason is not fewer multiplications: the scores need not be written to the large, slow memory and read back from there."
        ),
        .exercise(
          "Train the same model in both ways. The losses should be alike, because the numbers are, up to rounding.",
          commands: [
            "microgpt train data/names.txt --kernel flash:4 --output runs/flash",
            "microgpt train data/names.txt --output runs/plain",
          ]
        ),
      ],
      numbers: [
        NamedNumbers(
          "keys_bytes_of_softmax_and_flash",
          memory.map { [Double($0.keyCount), Double($0.softmax), Double($0.flash)] }
        )
      ]
    )
  }
}
