import Drawing

extension Lesson {
  /// Several query heads that read the same stored keys and values.
  public static let sharing = Lesson(
    "sharing",
    title: "Sharing: several query heads, one stored head",
    purpose: "multi-head, grouped-query and multi-query attention, counted and trained",
    minutes: 8,
    abilities: [
      "say which query head reads which stored head",
      "compute what grouped-query attention saves, matrix by matrix",
      "tell what sharing leaves as it is",
    ],
    parts: { workbench in
      let sharing = Once(Sharing.init)
      return [
        sharing.part { Part(opening($0)) },
        sharing.part { $0.counted },
        sharing.part { $0.asked },
        part { () throws(LessonError) in try TrainedSharing(on: workbench).part },
      ]
    }
  )

  private static func opening(_ sharing: Sharing) -> [Block] {
    var table = Table(
      columns: [.right("stored")]
        + (0..<Sharing.headCount).map { .right("q\($0)") }
    )
    for counts in sharing.counts {
      table.append(["\(counts.storedHeadCount)"] + counts.readBy.map { "\($0)" })
    }
    return [
      .paragraph(
        "A head needs three things: a query that asks, keys that are compared with it, and values that are averaged. When a model "
          + "writes a text, it stores the keys and values of all earlier words, since every later word reads them. This memory is the "
          + "*KV cache*. It grows with the text, and can take more room than the model itself."
      ),
      wordsOfTraining,
      .paragraph(
        "Several query heads can read the *same* stored head. If each has its own, that is *multi-head* attention. If groups of query "
          + "heads share one, it is *grouped-query* attention. If all share a single one, it is *multi-query* attention. With H query "
          + "heads and G stored ones:"
      ),
      .formula(["stored head of query head h = h / (H/G), rounded down"]),
      .table(
        table,
        caption:
          "Which stored head each of 8 query heads, q0 to q7, reads: multi-head, grouped-query, multi-query attention"
      ),
      .question(
        Question(
          "A layer has width \(Sharing.width), 8 query heads and now 2 stored heads in place of 8. By how much do W_q, W_k and W_v "
            + "shrink *together*?",
          [
            "by 75 %: a quarter of the heads is left", "by 50 %", "by 25 %",
            "not at all: only the cache shrinks",
          ],
          right: 1,
          reason:
            "W_k and W_v shrink to a quarter. W_q stays as it is, because there are still 8 query heads. So 3 units become 1 + ¼ + ¼ = 1.5."
        )
      ),
    ]
  }
}

extension Sharing {
  private func vectors(_ vectors: [[Double]]) -> String {
    vectors.map { shown($0, 0) }.joined(separator: ", ")
  }

  private func saved(_ part: Int, of whole: Int) -> String {
    percent(1 - Double(part) / Double(whole))
  }

  /// The parameters of the layouts, and what each of two ways to count makes of them.
  fileprivate var counted: Lesson.Part {
    let all = counts[0]
    var table = Table(
      columns: [.init("matrix")] + counts.map { .right("\($0.storedHeadCount) stored") }
    )
    func append(_ name: String, _ count: (Counts) -> Int) {
      table.append([name] + counts.map { NumberFormat.grouped(count($0)) })
    }
    append("W_q") { $0.query }
    append("W_k") { $0.key }
    append("W_v") { $0.value }
    append("W_o") { $0.output }
    let group = counts[1]
    func line(_ name: String, _ count: (Counts) -> Int) -> [String] {
      [
        name, NumberFormat.grouped(count(all)), NumberFormat.grouped(count(group)),
        saved(count(group), of: count(all)),
      ]
    }
    let shares = Table(
      columns: [.init("counted")] + ["8 stored", "2 stored", "saved"].map(Table.Column.right),
      rows: [
        line("K, V") { $0.keyValue },
        line("Q, K, V") { $0.projections },
        line("Q, K, V, O") { $0.attention },
        line("the block") { $0.block },
        line("KV cache") { $0.cached },
      ]
    )
    let head = Self.width / Self.headCount
    return Lesson.Part(
      [
        .worked([
          "a head is 512/8 = \(head) elements wide",
          "W_k with 2 stored heads: 2·\(head) = \(2 * head) rows of 512: \(NumberFormat.grouped(group.key)) parameters",
          "W_v the same;  W_q still has 512 rows: \(NumberFormat.grouped(group.query)) parameters",
          "together: \(NumberFormat.grouped(group.query)) + 2·\(NumberFormat.grouped(group.key)) = \(NumberFormat.grouped(group.projections)),"
            + " before \(NumberFormat.grouped(all.projections))",
          "the block: these three, W_o, and two feed-forward matrices of 2,048·512",
          "  4·512·512 + 2·2,048·512 = \(NumberFormat.grouped(all.block)), with 2 stored heads \(NumberFormat.grouped(group.block))",
          "KV cache of a token: a key and a value for each stored head",
          "  2·\(all.storedHeadCount)·\(head) = \(NumberFormat.grouped(all.cached)) numbers, with 2 stored heads 2·2·\(head) = \(NumberFormat.grouped(group.cached))",
        ]),
        .table(table, caption: "Parameters of one layer of width 512 with 8 query heads"),
        .table(
          shares,
          caption:
            "The same saving as a share of what is counted: the parameters of several matrices together, and the numbers stored of each token"
        ),
        .paragraph(
          "Which number is right depends on what is counted. *W_k and W_v* shrink by \(saved(group.keyValue, of: all.keyValue)), and the "
            + "cache by as much. *W_q, W_k and W_v* shrink by \(saved(group.projections, of: all.projections)). The whole block, "
            + "with its feed-forward part, shrinks by \(saved(group.block, of: all.block))."
        ),
        .notion(
          "Two stored heads instead of eight save 75 % of the parameters of Q, K and V.",
          butRight:
            "They save 75 % of K and V. Q keeps all its parameters, so Q, K and V together lose half. Whoever says “75 %” must say of what."
        ),
        .question(
          Question(
            "How many patterns does multi-query attention compute, with 8 query heads and 1 stored head?",
            ["1: there is one set of keys", "8", "64: each query head with each stored one"],
            right: 1,
            reason:
              "Each query head still asks with its own query. The keys are the same, the scores are not."
          )
        ),
      ],
      numbers: [
        NamedNumbers(
          "parameters_query_key_value_output",
          counts.map { [$0.query, $0.key, $0.value, $0.output].map { Double($0) } }
        ),
        NamedNumbers("stored_per_token", counts.map { Double($0.cached) }),
      ]
    )
  }

  /// Different queries to the same keys, and what the layouts have to multiply.
  fileprivate var asked: Lesson.Part {
    let labels = patterns.indices.map { "q\($0)" }
    var table = Table(
      columns: [.right("stored heads"), .right("key, value"), .right("scores, sums")]
    )
    for (storedHeadCount, work) in zip(Self.storedHeadCounts, work) {
      table.append([
        "\(storedHeadCount)", NumberFormat.grouped(work.storing), NumberFormat.grouped(work.attending),
      ])
    }
    return Lesson.Part(
      [
        .heatMap(
          HeatMap(
            title: "four query heads, one stored head",
            rowTitle: "query head",
            columnTitle: "key",
            rows: labels,
            columns: patterns[0].indices.map { "k\($0)" },
            cells: patterns.map { row in row.map { weight -> Double? in weight } },
            scale: .sequential(maximum: 1)
          ),
          caption:
            "Each row is the pattern of one query head at the same position. The queries differ, so the patterns do; q3 is a query of "
            + "zeros, whose scores are all 0. q0 to q3 are \(vectors(Self.sharedQueries)), k0 to k3 \(vectors(Self.sharedKeys)), and the scale is 1/√2."
        ),
        .table(
          table,
          caption:
            "Multiplications for one token, to make its key and value and to attend, in a layer of width 64 with 8 query heads that see \(Self.visibleCount) positions, counted on the tape"
        ),
        .paragraph(
          "Fewer stored heads make the key and the value of a token cheaper, from \(NumberFormat.grouped(work[0].storing)) multiplications to \(NumberFormat.grouped(work[2].storing)). The scores and the weighted sums take as many "
            + "as before: \(NumberFormat.grouped(work[0].attending)) in every layout, and in a long text they are most of the work. So sharing saves *memory*: less to keep, and less to "
            + "read for each new token."
        ),
        .notion(
          "Multi-query attention has one head.",
          butRight:
            "It has one *stored* head. As many heads as before ask, each with its own query, pattern and output."
        ),
        .question(
          Question(
            "Small models with 4 query heads and 4, 2 or 1 stored heads are trained on echoes, words that are repeated after a point: "
              + "`bfd.bfd`. Each is trained from three seeds, \(TrainedSharing.stepCount) steps. Which losses lie further apart?",
            [
              "the mean with 4 stored heads and the mean with 2",
              "those of two seeds, both with 4 stored heads",
              "neither: all losses are about equal",
            ],
            right: 1,
            reason:
              "The loss depends on the random numbers that a training starts from, and after so few steps it depends on them much."
          )
        ),
      ],
      numbers: [
        NamedNumbers("patterns", patterns),
        NamedNumbers("multiplications_storing", work.map { Double($0.storing) }),
        NamedNumbers("multiplications_attending", work.map { Double($0.attending) }),
      ]
    )
  }
}

extension TrainedSharing {
  /// The losses of the trained models, and what may be concluded from them.
  fileprivate var part: Lesson.Part {
    var table = Table(
      columns: [.right("stored")] + Self.seeds.map { .right("seed \($0)") } + [.right("mean")]
    )
    for (index, storedHeadCount) in Self.storedHeadCounts.enumerated() {
      table.append(["\(storedHeadCount)"] + losses[index].map { shown($0, 3) } + [shown(means[index], 3)])
    }
    return Lesson.Part(
      [
        .table(
          table,
          caption:
            "Loss of texts that were held out, in nats per token; width 16, \(Self.stepCount) steps, learning rate 0.01"
        ),
        .paragraph(
          "The means with 4 and with 2 stored heads lie \(shown(differenceOfMeans, 3)) apart, two seeds with 4 up to \(shown(spreadOfSeeds, 3)). So these trainings don't show which of the two learns better. "
            + "With one stored head all three seeds end near \(shown(means[2])), and with none of them does it lead: here it seems to learn more slowly. "
            + "Three seeds are few, and so are the steps: some models have found out that the word is repeated, and others have not."
        ),
        .paragraph(
          "Ainslie et al. (2023) took large models that had been trained with multi-head attention. In each group they replaced the heads of keys by their mean, and likewise those of values, and trained on with 5 % of the "
            + "first training's compute. Grouped-query attention came close to the quality of multi-head attention, and was almost as fast as multi-query attention, which lost a little more."
        ),
        .exercise(
          "Train longer, with one stored head and with four, and compare the losses, the parameters and the cache. Then give both another seed: does the same one "
            + "win again?",
          commands: [
            "microgpt train data/echoes.txt --steps 5000 --kv-heads 1 --output runs/one",
            "microgpt train data/echoes.txt --steps 5000 --output runs/four",
            "microgpt info runs/one",
          ]
        ),
      ],
      numbers: [NamedNumbers("held_out_losses", losses)]
    )
  }
}
