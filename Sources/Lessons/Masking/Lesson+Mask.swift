import Attention
import Drawing

extension Lesson {
  /// Which keys a query may read, and what it means that the others are hidden.
  public static let mask = Lesson(
    "mask",
    title: "Mask: what a query may see",
    purpose: "causal, window, strided, blocks, global, padding; hidden pairs get no gradient",
    minutes: 9,
    abilities: [
      "draw a mask, and count the scores that it leaves to be computed",
      "explain why no gradient goes through a hidden pair",
      "check a causal pattern at a glance",
    ],
    parts: { _ in
      let masking = Once(Masking.init)
      return [
        part { Part(opening) },
        part { Part(pictures) },
        part { costs },
        masking.part { $0.gradients },
        masking.part { $0.corrected },
      ]
    }
  )

  private static let opening: [Block] = [
    .paragraph(
      "A *mask* says which keys a query may read. It is a yes or no for each pair of positions: the query's and the key's. A language "
        + "model uses the *causal* mask: a word sees itself and the words before it. It learns to predict the next word, and if it saw that word, "
        + "there would be nothing to predict."
    ),
    .formula([
      "causal:     key ≤ query",
      "window N:   query − N < key ≤ query",
      "strided N:  key ≤ query,  query − key a multiple of N",
      "blocks N:   key ≤ query,  both in the same block of N positions",
      "global N:   key ≤ query,  key < N",
    ]),
    .heatMap(
      HeatMap(
        title: Masking.causal.name,
        rowTitle: "query",
        columnTitle: "key",
        rows: (0..<Masking.shortLength).map { "\($0)" },
        columns: (0..<Masking.shortLength).map { "\($0)" },
        cells: Masking.cells(Masking.causal.mask),
        scale: .sequential(maximum: 1),
        format: .fixed(decimals: 0)
      ),
      caption: "1 where the query sees the key, --- where the key is hidden"
    ),
    .paragraph(
      "Row 0 has one key, row 7 has all eight. So 1 + 2 + … + 8 = \(Masking.scoreCount(.causal, length: 8)) scores are computed, not 8·8 = 64."
    ),
    .question(
      Question(
        "Under a window of 3 a query sees itself and the two positions before it. How many scores are computed for 8 positions?",
        number: Double(Masking.scoreCount(.slidingWindow(3), length: 8)),
        tolerance: 0,
        reason:
          "The first two positions see only 1 and 2 keys, the other six see 3: 1 + 2 + 6·3 = \(Masking.scoreCount(.slidingWindow(3), length: 8)), "
          + "not 8·3."
      )
    ),
  ]

  /// Two masks side by side, a line for each query.
  private static func sideBySide(_ left: Masking.Named, _ right: Masking.Named) -> [String] {
    func lines(_ named: Masking.Named) -> [String] {
      [named.name]
        + Masking.cells(named.mask).map { row in
          row.map { $0 == nil ? "·" : "x" }.joined(separator: " ")
        }
    }
    return zip(lines(left), lines(right)).map { left, right in
      padded(left, to: 2 * Masking.shortLength + 3) + right
    }
  }

  private static let meanings: [Prose] = [
    "`window:3`: the last 3 positions, the query's own among them.",
    "`strided:3`: the query's own position, and every third one before it.",
    "`blocks:4`: the positions of its own block of 4, up to its own.",
    "`window:3+global:1`: the window, and position 0, which every query sees: a union of two masks.",
    "`causal with padding`: positions 6 and 7 are padding. The texts of a batch are filled up to one length. No query reads the padding. Its own rows are drawn here, and nobody uses them.",
  ]

  private static var pictures: [Block] {
    let masks = Masking.narrower
    return [
      .heading("Masks that hide more"),
      .paragraph(
        "Here a row is a query and a column a key, as above: x where the key is seen, a point where it is hidden."
      ),
      .worked(
        sideBySide(masks[0], masks[3]) + [""] + sideBySide(masks[1], masks[2]) + [""]
          + sideBySide(Masking.causal, masks[4])
      ),
      .list(meanings),
      .paragraph(
        "Masks can be combined. The *union* of two masks shows each pair that either shows, as in the window with a global position. The *intersection* shows the pairs that both show: "
          + "causal and not padding."
      ),
      .question(
        Question(
          "A text gets twice as long. Under which mask do the computed scores only double, about?",
          ["causal", "window:3", "strided:3"],
          right: 1,
          reason:
            "Under a window each query sees at most 3 keys, so the count grows with the length. A stride of 3 leaves a third of the causal pairs, and "
            + "that still grows with the square of the length."
        )
      ),
    ]
  }

  private static var costs: Part {
    let masks = [Masking.causal] + Masking.narrower.dropLast()
    let lengths = [Masking.shortLength, Masking.longLength / 2, Masking.longLength]
    let counts = masks.map { named in lengths.map { Masking.scoreCount(named.mask, length: $0) } }
    var table = Table(
      columns: [.init("mask")] + lengths.map { .right("\($0) positions") }
    )
    for (named, row) in zip(masks, counts) {
      table.append([named.name] + row.map { NumberFormat.grouped($0) })
    }
    return Part(
      [
        .table(table, caption: "Scores that are computed"),
        .paragraph(
          "From \(lengths[1]) to \(lengths[2]) positions the causal count grows to \(ratio(counts[0])) times as many, the window's to "
            + "\(ratio(counts[1])) times. The price: a word further back than the window is out of reach in one layer. Several layers reach further, because a "
            + "word in the window has itself read words before it."
        ),
        .paragraph(
          "What does hiding do to learning? (*Gradient* and *tape* are explained at the beginning of the lesson `scaling`.)"
        ),
        .question(
          Question(
            "In “birds eat small seeds” the key of “small” is hidden from the query of “eat”. How much gradient does that key get from the output of “eat”?",
            [
              "a small one: softmax gives each word some weight", "exactly 0",
              "none, but only because it is rounded to 0",
            ],
            right: 1,
            reason:
              "Here no score is computed for a hidden pair. There is no number on the tape that depends on both, so there is no path for a gradient."
          )
        ),
      ],
      numbers: [NamedNumbers("scores_computed", counts.map { $0.map { Double($0) } })]
    )
  }

  private static func ratio(_ counts: [Int]) -> String {
    shown(Double(counts[2]) / Double(counts[1]), 2)
  }
}

extension Masking {
  private func map(_ title: String, _ cells: [[Double?]]) -> HeatMap {
    HeatMap(
      title: title,
      rowTitle: "query",
      columnTitle: "key",
      rows: Self.words,
      columns: Self.words,
      cells: cells,
      format: .fixed(decimals: 3)
    )
  }

  /// Where gradients go, and a worked example with a mistake in it.
  fileprivate var gradients: Lesson.Part {
    let kept = full.pattern[1].prefix(2).reduce(0) { $0 + ($1 ?? 0) }
    let rescaled = full.pattern[1].prefix(2).map { ($0 ?? 0) / kept }
    let counts = causalValueCounts
    return Lesson.Part(
      [
        .paragraph(
          "The four words get vectors of 4 elements. Query, key and value of a word are its vector x, and the scale is 1/√4 = 1/2:"
        ),
        .worked(
          Self.words.indices.map {
            padded("x(\(Self.words[$0]))", to: 8) + " = " + shown(Self.vectors[$0], 0)
          }
        ),
        .paragraph(
          "Each word attends under the causal mask. For each query we go backward from one element of its output, the second, and take the length of the gradient of each key. A word's k counts as a variable of its own here, apart from its v, though both are x:"
        ),
        .table(
          Table(
            columns: [.init("output of")] + Self.words.map { .right("k(\($0))") },
            rows: Self.words.indices.map { query in
              [Self.words[query]] + keyGradients[query].map { shown($0, 3) }
            }
          ),
          caption: "‖∂output₂/∂k‖"
        ),
        .paragraph(
          "The zeros right of the diagonal are exact. The row of “birds” has nothing but zeros for another reason: it sees one key, so its weight is 1 whatever the "
            + "score, and the gradient of its query is \(shown(queryGradients[0], 0)), too."
        ),
        .paragraph(
          "Hidden pairs cost nothing either. A query that sees n keys leaves 5n + 7 numbers on the tape: n products q·k, n scores, 3n + 3 in the softmax (n each of score − m, exponentials and weights; m, the sum and its inverse), and 4 elements of the output."
        ),
        .worked([
          "causal:    \(counts.map { "\($0)" }.joined(separator: " + ")) = \(causalValueCount)",
          "no mask:   4 · \(counts[3]) = \(fullValueCount)",
        ]),
        .paragraph(
          "Programs that compute all pairs at once write −∞ in place of a hidden score; exp(−∞) is 0, so the pattern is the same. But a row in which *everything* is "
            + "hidden gives 0/0, and its weights are \(shown(softmaxOfNothing[0], 0)): no number. Here such a query is refused with a message."
        ),
        .notion(
          "Masking means to compute the pattern and then to set the hidden weights to 0.",
          butRight:
            "The rest of the row then no longer sums to 1. Without a mask “eat” gives \(shown(full.pattern[1][0], 3)) to “birds” and \(shown(full.pattern[1][1], 3)) to itself, and \(shown(kept, 3)) is all "
            + "that would be left. Divided by their sum, before anything is rounded, the two are \(shown(rescaled[0], 3)) and \(shown(rescaled[1], 3)): the same as where the hidden scores are left out *before* the softmax. "
            + "But that is a second division, and where a hidden word took all the weight, it would be 0/0."
        ),
        .heading("Find the mistake"),
        .paragraph(
          "Somebody computes “causal attention” over the same four words, and shows this pattern. Each row sums to 1, all numbers are computed correctly, and six "
            + "of the sixteen pairs are hidden."
        ),
        .heatMap(map("a worked example with a mistake", wrong.pattern), caption: "Each row is a query."),
        .question(
          Question(
            "What is wrong?",
            [
              "the softmax was taken over columns in place of rows",
              "the mask is key ≥ query in place of key ≤ query",
              "the hidden weights were set to 0 after the softmax",
              "nothing: six of sixteen pairs are hidden, as they should be",
            ],
            right: 1,
            reason:
              "The first word has nothing before it, so under the causal mask its row can only be 1 and nothing else. Here it attends to later words, and the last "
              + "word sees only itself. Each row sums to 1, so the softmax ran over rows, and over the visible keys alone."
          )
        ),
      ],
      numbers: [
        NamedNumbers("key_gradient_norms", keyGradients),
        NamedNumbers("query_gradient_norms", queryGradients),
        NamedNumbers("values_on_tape_causal_full", [Double(causalValueCount), Double(fullValueCount)]),
        NamedNumbers("pattern_with_a_mistake", wrong.pattern),
      ]
    )
  }

  /// The pattern without the mistake, and the end.
  fileprivate var corrected: Lesson.Part {
    Lesson.Part(
      [
        .heatMap(map("causal", right.pattern), caption: "The same words with key ≤ query"),
        .paragraph(
          "Check a causal pattern at its corners. The first row has one weight, and it is 1. The last row sees everything. In a picture whose rows are queries, the "
            + "hidden half is at the top right. Where it is at the bottom left, either the mask or the picture is transposed."
        ),
        .exercise(
          "Train a model whose queries see no more than 3 positions, and look at its patterns. How much larger is its loss on echoes such as “bfd.bfd”, where the letter "
            + "to be repeated stands further back? (After 1000 steps the seed would decide as much as the mask, hence 5000.)",
          commands: [
            "microgpt train data/echoes.txt --mask window:3 --steps 5000 --output runs/window",
            "microgpt train data/echoes.txt --steps 5000 --output runs/causal",
            "microgpt inspect attention runs/window --text bfd.bfd --head 0",
          ]
        ),
      ],
      numbers: [NamedNumbers("causal_pattern", right.pattern)]
    )
  }
}
