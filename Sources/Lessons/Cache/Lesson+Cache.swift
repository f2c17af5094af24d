import Drawing
import Inspection

extension Lesson {
  /// Stored keys and values: the same numbers with less work.
  public static let cache = Lesson(
    "cache",
    title: "Cache: what need not be computed again",
    purpose: "generating with stored keys and values: the same numbers, and the work counted",
    minutes: 9,
    abilities: [
      "say what is stored of each token, and why not more",
      "tell how the work for a token grows with the text, with the cache and without",
      "say along which axis a new key is appended",
      "say which gradients are missing where stored keys and values are constants",
    ],
    parts: { workbench in
      let caching = Once(Caching.init)
      return [
        part { Part(opening) },
        caching.part { $0.readers },
        caching.part { $0.comparison },
        caching.part { $0.growth },
        part { () throws(LessonError) in try DetachedCache(on: workbench).part },
      ]
    }
  )

  private static let opening: [Block] = [
    .paragraph(
      "A model writes a text token by token. It reads the text so far, says what may come next, and one token is chosen and appended. Then it starts "
        + "over with a text that is one token longer."
    ),
    .paragraph(
      "Under the causal mask a token never sees what comes after it. So what the model computed for the earlier tokens stays as it was, and need not be "
        + "computed again. Of the earlier tokens the new one needs only what it attends to. This is put into a store, the *cache*."
    ),
    .question(
      Question(
        "What has to be stored of each earlier token?",
        [
          "its query, its key and its value", "its key and its value", "its row of the pattern",
          "its value alone",
        ],
        right: 1,
        reason:
          "The new token compares *its own* query with all keys, and averages all values. The queries and the patterns of earlier tokens enter nothing "
          + "that comes later. Hence the usual name, *KV cache*."
      )
    ),
    .code(
      [
        "if let entry { store.append(hook(entry(input, position))) }",
        "let queries = projection.query(input, position)",
      ],
      source: "Sources/Attention/MultiHeadAttention.swift"
    ),
    .paragraph(
      "In the program these are two lines. `projection` holds the matrices. `entry` makes the key and the value of the new token's vector, `append` puts them into the store, and `query` "
        + "makes the query. `hook` can change what passes; here it changes nothing."
    ),
  ]
}

extension Caching {
  /// Who reads what, and where a new key is put.
  fileprivate var readers: Lesson.Part {
    let count = readersOfKeys.count
    var table = Table(
      columns: [.right("position"), .right("query used"), .right("key, value read")]
    )
    for (position, readers) in readersOfKeys.enumerated() {
      table.append(["\(position)", "once", readers == 1 ? "once" : "\(readers) times"])
    }
    return Lesson.Part(
      [
        .table(table, caption: "\(count) tokens under the causal mask"),
        .paragraph(
          "A query makes one row of the pattern: its own. A key and a value are read in their own row and in all rows below. When the first \(count) tokens have been read, "
            + "the key of position 0 has been used \(readersOfKeys[0]) times, and it will be used again by every token to come. The query of position 0 is "
            + "done with. That is why there is a KV cache and no Q cache."
        ),
        .paragraph(
          "Many programs keep the keys of all texts in one array with four axes: [texts, heads, positions, width]. Its shape says how long each axis is."
        ),
        .question(
          Question(
            "2 texts are written at once by a model of 4 heads, and a key has 8 elements. After 5 tokens the array has the shape [2, 4, 5, 8]. Which shape does it have after the next token of each text?",
            ["[2, 4, 5, 9]", "[2, 4, 6, 8]", "[2, 5, 5, 8]", "[4, 4, 5, 8]"],
            right: 1,
            reason:
              "A new token is a new *position*, for every text and every head. The new keys have the shape [2, 4, 1, 8] and are appended along axis 2, counted from 0. A key of 9 elements would no longer fit a query of 8."
          )
        ),
        .paragraph(
          "In the lesson `shapes` you see how an array gets these axes: it begins as [texts, positions, heads, width], and two axes change places. A program that stores the keys before that appends along axis 1. It is the axis of the positions in either case."
        ),
        .paragraph(
          "In this program the store is a list, and its index is the position. One entry holds a key and a value, each for all heads side by side. From here on the model is microgpt's: 4 heads, whose queries, keys and values have "
            + "\(queryWidth) elements. So a stored key has 4·\(queryWidth) = \(storedKeyWidth) numbers, and a stored value as many."
        ),
        .question(
          Question(
            "The same model makes up the same text with the cache and without. How do its *logits* compare, the numbers whose softmax gives the probabilities of the next token?",
            [
              "with the cache they are an approximation", "they are equal in every bit",
              "they drift apart with the length",
            ],
            right: 1,
            reason:
              "The same operations are done on the same numbers in the same order. Programs that compute many positions at once may add in another order; then the "
              + "two differ by rounding."
          )
        ),
      ],
      numbers: [NamedNumbers("queries_that_read_each_key", readersOfKeys.map { Double($0) })]
    )
  }

  /// The same logits, with less work.
  fileprivate var comparison: Lesson.Part {
    let largest = differences.max() ?? 0
    return Lesson.Part(
      [
        .worked([
          "\(Self.length) tokens, each the likeliest, by a model with random parameters",
          "the same tokens: \(choosesTheSame ? "yes" : "no")",
          "largest difference of two logits: \(NumberFormat.size(largest))",
          "multiplications with the cache:     \(NumberFormat.grouped(cachedWork.reduce(0, +)))",
          "multiplications without it:       \(NumberFormat.grouped(repeatedWork.reduce(0, +)))",
        ]),
        .paragraph(
          "The cache leaves out \(percent(1 - Double(cachedWork.reduce(0, +)) / Double(repeatedWork.reduce(0, +)))) "
            + "of the multiplications and changes no number."
        ),
        .question(
          Question(
            "With the cache: how does the work for *one* new token depend on the number of tokens before it?",
            [
              "not at all: everything is stored", "it grows linearly",
              "it grows with the square",
            ],
            right: 1,
            reason:
              "The token's own query, key and value cost the same each time. But its query meets every stored key, and every stored value is averaged."
          )
        ),
      ],
      numbers: [NamedNumbers("logit_differences", differences)]
    )
  }

  /// How the work for a token grows.
  fileprivate var growth: Lesson.Part {
    var table = Table(
      columns: [.right("token"), .right("with cache"), .right("read again"), .right("ratio")]
    )
    for token in [1, 2, 4, 8, 16, 32, 64] {
      let (cached, repeated) = (cachedWork[token - 1], repeatedWork[token - 1])
      table.append([
        "\(token)", NumberFormat.grouped(cached), NumberFormat.grouped(repeated),
        shown(Double(repeated) / Double(cached), 1),
      ])
    }
    func points(_ work: [Int]) -> [(x: Double, y: Double)] {
      work.enumerated().map { (x: Double($0.offset + 1), y: Double($0.element)) }
    }
    let chart = LineChart(
      title: "multiplications for one token",
      xLabel: "token",
      yLabel: "multiplications",
      series: [
        .init("with the cache", points(cachedWork), colour: 0),
        .init("all read again", points(repeatedWork), colour: 1),
      ]
    )
    let step = cachedWork[1] - cachedWork[0]
    let constant = cachedWork[0] - step
    return Lesson.Part(
      [
        .chart(chart, table, caption: "Counted on the tape, for a model of width 16"),
        .formula([
          "token T with the cache:  a + b·T",
          "token T without:         a·T + b·T·(T + 1)/2",
          "here b = 2·16 = \(step): a key and a value of 16 elements",
          "     a = 4·16² + 8·16² + 9·16 + 3·16 = \(NumberFormat.grouped(constant))",
          "         W_q, W_k, W_v and W_o; the feed-forward part; 9 logits; 3 norms",
        ]),
        .paragraph(
          "Without the cache token T costs as much as all T tokens together cost with it. So its work has a term with the square of T. In a short text that term is small: from token 32 to token 64 the work grows \(shown(Double(repeatedWork[63]) / Double(repeatedWork[31]), 2))-fold, "
            + "and not 4-fold. It is the larger term from token \(2 * constant / step) on. With the cache the work grows linearly, and b·T is larger than a from token \(constant / step + 1) on."
        ),
        .notion(
          "With the cache each token takes the same time, however long the text is.",
          butRight:
            "Each token takes \(step) multiplications more than the one before it, and the memory grows with each token, too."
        ),
        .question(
          Question(
            "So far the cache was used to *write*. This program trains with the same store. Suppose the stored keys and values were constants, through which no "
              + "gradient flows. In a model of one layer, which matrices would get a different gradient?",
            [
              "none: the loss is the same number",
              "W_k and W_v and the embeddings, but neither W_q nor W_o",
              "W_q, W_k and W_v alike",
            ],
            right: 1,
            reason:
              "Queries are never stored, so their gradient does not go through the store. A key is stored, and most of those who read it come later."
          )
        ),
      ],
      numbers: [
        NamedNumbers("multiplications_with_cache", cachedWork.map { Double($0) }),
        NamedNumbers("multiplications_without", repeatedWork.map { Double($0) }),
      ]
    )
  }
}

extension DetachedCache {
  /// What each matrix loses.
  fileprivate var part: Lesson.Part {
    var table = Table(
      columns: [.init("matrix")] + ["‖∂L/∂W‖", "detached", "lost"].map(Table.Column.right)
    )
    for matrix in matrices {
      table.append([
        String(matrix.name.split(separator: ".").last ?? ""), NumberFormat.significant(matrix.norm),
        NumberFormat.significant(matrix.detachedNorm),
        percent(matrix.lostShare),
      ])
    }
    return Lesson.Part(
      [
        Lesson.wordsOfTraining,
        .table(
          table,
          caption:
            "A model trained on echoes, words and their copies, reads “\(Self.text)”. `wte` and `wpe` hold the embeddings of tokens and positions, `lm_head` makes the logits, `attn_wq` is W_q and so on, `mlp_fc1` and `mlp_fc2` are the feed-forward part. "
            + "‖·‖ is the length, all numbers of a matrix taken as one vector. *Detached*: stored keys and values are constants. *Lost*: ‖∂L/∂W − detached‖ / ‖∂L/∂W‖."
        ),
        .paragraph(
          "The loss is the same number both times; the gradient is not. W_k loses \(percent(lostShare("layer0.attn_wk"))) and W_v "
            + "\(percent(lostShare("layer0.attn_wv"))). This is not by how much the length falls: the lost part and the rest are vectors of different directions, and for W_k the rest still has \(percent(restShare("layer0.attn_wk"))) of the length. "
            + "The rest comes from tokens that attend to themselves: a token's own key and value have just been computed and are no constants yet. But no gradient tells the model what to "
            + "offer to *later* tokens, and that is what keys and values are for."
        ),
        .notion(
          "The cache is a matter of writing texts. It has nothing to do with training.",
          butRight:
            "Training attends to the same keys and values, computed once for each position. Whether they stand in a cache or in a matrix, gradients must flow through them."
        ),
        .exercise(
          "Train on echoes and see what is lost in your own model. Then give it two layers: now W_q and W_o of the first layer lose gradient, too. Why?",
          commands: [
            "microgpt train data/echoes.txt --output runs/one-layer",
            "microgpt inspect gradients runs/one-layer --text bfd.bfd",
            "microgpt train data/echoes.txt --layers 2 --output runs/two-layers",
            "microgpt inspect gradients runs/two-layers --text bfd.bfd",
          ]
        ),
      ],
      numbers: [
        NamedNumbers("gradient_norms", matrices.map { $0.norm }),
        NamedNumbers("detached_gradient_norms", matrices.map { $0.detachedNorm }),
        NamedNumbers("lost_shares", matrices.map { $0.lostShare }),
      ]
    )
  }
}
