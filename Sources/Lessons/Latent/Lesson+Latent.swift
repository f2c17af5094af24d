import Drawing

extension Lesson {
  /// A short vector in place of keys and values.
  public static let latent = Lesson(
    "latent",
    title: "Latent: one short vector in place of keys and values",
    purpose: "multi-head latent attention: what is stored, and what reading it costs",
    minutes: 7,
    abilities: [
      "say what multi-head latent attention stores of a position",
      "compute one score in two ways, with numbers",
      "compare what it stores with grouped-query and multi-query attention",
    ],
    parts: { _ in
      let latents = Once(Latents.init)
      return [
        latents.part { $0.opening },
        latents.part { $0.folded },
        latents.part { $0.compared },
      ]
    }
  )
}

extension Latents {
  /// What is stored.
  fileprivate var opening: Lesson.Part {
    Lesson.Part([
      .paragraph(
        "Grouped-query attention stores less because heads share keys and values. *Multi-head latent attention* takes another way. Of each position it stores one short "
          + "vector, the *latent* c, from which the keys and values of all heads are made by matrices that are learned."
      ),
      .formula([
        "stored:      c = W_DKV x        r elements, for all heads together",
        "read:        k_h = W_UK,h c     the key of head h",
        "             v_h = W_UV,h c     the value of head h",
      ]),
      .paragraph(
        "W_DKV leads *down* from the position's vector x to r elements, W_UK and W_UV lead *up* again. Each head has rows of its own in W_UK and W_UV, so each head has keys and values of its own. "
          + "What they have in common is that all of them are linear functions of the same r numbers."
      ),
      .question(
        Question(
          "A layer has \(Self.headCount) heads of width \(Self.headWidth), and latents of \(Self.latentWidth) elements. If it stored the keys and values of all heads instead, how many times as much room would a position take?",
          number: Double(storedWithKeysAndValues) / Double(storedWithLatents[0]),
          tolerance: 0,
          reason:
            "A key and a value for each head are 2·\(Self.headCount)·\(Self.headWidth) = \(storedWithKeysAndValues) numbers, in place of \(storedWithLatents[0]). The matrices are stored once, not for each "
            + "position."
        )
      ),
      .question(
        Question(
          "A query must be compared with all keys. Must the keys be rebuilt from the latents for that?",
          [
            "yes: without keys there are no scores",
            "no: the matrix can be applied to the query instead",
            "no: the query is compared with the latent as it is",
          ],
          right: 1,
          reason:
            "q·(W c) = (Wᵀ q)·c. The transposed matrix is applied to the query once, and not to each latent."
        )
      ),
    ])
  }

  /// The same score in two ways.
  fileprivate var folded: Lesson.Part {
    let all = Self.headCount * Self.headWidth
    let ends = 2 * all * Self.width + Self.latentWidth * Self.width
    let folded = ends + 2 * all * Self.latentWidth
    let rows = Self.keyUp.map { $0.map { shown($0, 0) }.joined(separator: " ") }
    return Lesson.Part(
      [
        .heading("One score in two ways"),
        .worked([
          "W_UK = [\(rows.joined(separator: "; "))],  c = \(shown(Self.latent, 0)),  q = \(shown(Self.query, 0))",
          "rebuilt:   k = W_UK c = \(shown(key, 0)),   q·k = \(shown(score, 0))",
          "absorbed:  W_UKᵀ q = \(shown(absorbedQuery, 0)),     (W_UKᵀ q)·c = \(shown(absorbedScore, 0))",
        ]),
        .paragraph(
          "This is called the *absorbed* form: the query has taken in the matrix of the keys. The values can wait, too: the latents are averaged with the weights of the pattern, and W_UV is applied to the "
            + "average, since Σ w (W c) = W Σ w c."
        ),
        .worked([
          "a layer with \(Self.headCount) heads of \(Self.headWidth), latents of \(Self.latentWidth), x of \(Self.width); token \(Self.length) sees n = \(Self.length) keys",
          "largest score:                                 \(NumberFormat.significant(largestScore))",
          "largest difference of the forms' scores:       \(NumberFormat.size(scoreDifference))",
          "largest difference of the forms' outputs:      \(NumberFormat.size(outputDifference))",
          "multiplications, keys and values rebuilt:      \(NumberFormat.grouped(expandedWork))",
          "multiplications, absorbed:                     \(NumberFormat.grouped(absorbedWork))",
          "multiplications, ordinary attention:           \(NumberFormat.grouped(ordinaryWork))",
        ]),
        .formula([
          "rebuilt:   W_q, W_DKV, W_o   \(2 * all)·\(Self.width) + \(Self.latentWidth)·\(Self.width) = \(NumberFormat.grouped(ends))",
          "           each key          2·\(all)·\(Self.latentWidth) to rebuild + 2·\(all) = \(NumberFormat.grouped(2 * all * Self.latentWidth + 2 * all))",
          "absorbed:  the same three, and W_UK and W_UV once   \(NumberFormat.grouped(ends)) + 2·\(all)·\(Self.latentWidth) = \(NumberFormat.grouped(folded))",
          "           each key          2·\(Self.headCount)·\(Self.latentWidth) = \(2 * Self.headCount * Self.latentWidth)",
          "ordinary:  W_q, W_k, W_v, W_o   4·\(all)·\(Self.width) = \(NumberFormat.grouped(4 * all * Self.width))",
          "           each key          2·\(all) = \(2 * all)",
        ]),
        .paragraph(
          "The scores are the same up to rounding; the products are added in another order. The absorbed form takes "
            + "\(percent(Double(absorbedWork) / Double(expandedWork))) of the multiplications of the form that rebuilds all keys and values for each query."
        ),
        .paragraph(
          "Ordinary attention, which stores keys and values of all heads, rebuilds nothing either. Its matrices W_k and W_v cost more than W_DKV, but each further key costs less: a head's two products with \(Self.headWidth) elements each, where the absorbed form has two with \(Self.latentWidth). "
            + "From \(firstCostlierPosition) keys on the absorbed form takes more multiplications than ordinary attention. What latents save is memory. To the absorbed form the latent is the key *and* "
            + "the value of one stored head that all query heads read: to the store it looks like multi-query attention."
        ),
        .notion(
          "Latent attention is multi-query attention: all heads have the same keys.",
          butRight:
            "All heads read the same *latents*. Each head has its own rows of W_UK and W_UV, so its keys and values are its own. In the absorbed form this difference stands in the query and behind the average."
        ),
        .question(
          Question(
            "Rotary positions turn a key by an angle that depends on its position. Can W_UK still be folded into the query?",
            [
              "yes, as before",
              "no: the rotation stands between the query and W_UK, and differs from one pair of positions to the next",
              "yes, if the latent is turned instead: that is the same",
            ],
            right: 1,
            reason:
              "q·(R W c) = (Wᵀ Rᵀ q)·c, and each key has a different R. The folded query would have to be computed anew for each key. So models with rotary positions store a small rotary key beside the latent, shared by all heads. "
              + "The query gets a second, short part that is turned, too, and the product of these two is added to the score."
          )
        ),
      ],
      numbers: [
        NamedNumbers("key", key), NamedNumbers("absorbed_query", absorbedQuery),
        NamedNumbers("scores_rebuilt_and_absorbed", [score, absorbedScore]),
        NamedNumbers("largest_differences_of_scores_and_outputs", [scoreDifference, outputDifference]),
        NamedNumbers("multiplications_rebuilt_and_absorbed", [Double(expandedWork), Double(absorbedWork)]),
        NamedNumbers("multiplications_of_ordinary_attention", Double(ordinaryWork)),
      ]
    )
  }

  /// What the ways of saving store.
  fileprivate var compared: Lesson.Part {
    let wide = Self.headWidth
    let table = Table(
      columns: [.init("stored"), .right("numbers"), .right("different keys")],
      rows: [
        ["\(Self.headCount) heads, ordinary", "\(storedWithKeysAndValues)", "\(Self.headCount)"],
        ["2 heads, grouped-query", "\(2 * 2 * wide)", "2"],
        ["1 head, multi-query", "\(2 * wide)", "1"],
        ["latent", "\(storedWithLatents[1])", "\(Self.headCount)"],
      ]
    )
    return Lesson.Part(
      [
        .table(
          table,
          caption:
            "Numbers stored of a position in a layer with \(Self.headCount) query heads of width \(wide), and how many different keys they give for its heads"
        ),
        .paragraph(
          "This latent takes half as much room as grouped-query attention with 2 heads and as much as multi-query attention; a rotary key would come on top. Each query head still has keys of its own. They are not independent, though: the keys of all heads together have "
            + "\(Self.headCount * wide) elements and lie in a space of at most \(Self.latentWidth) dimensions."
        ),
        .exercise(
          "Train with latents of 8 and look at the shapes: what is stored, and how wide is a query in the absorbed form?",
          commands: [
            "microgpt train data/names.txt --latent 8 --output runs/latent",
            "microgpt info runs/latent",
            "microgpt inspect shapes runs/latent",
          ]
        ),
      ]
    )
  }
}
