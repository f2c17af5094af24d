import Attention
import Random

extension Quiz {
  /// On sharing, masks, the cache, pages, FlashAttention and latents.
  static let variantQuestions: [Template] = [
    Template("sharing", .groupedQueries) { generator in
      let stored = [2, 4][generator.below(2)]
      let saved = 100 * (8 - stored) / 8
      return Question(
        "8 query heads share \(stored) stored heads. By how many per cent does the cache shrink, beside 8 stored heads?",
        number: Double(saved),
        tolerance: 0,
        reason:
          "The cache holds keys and values alone: \(stored) of 8 heads are left, \(100 - saved) %. Queries are never stored."
      )
    },
    Template("sharing", .groupedQueries) { generator in
      let head = 1 + generator.below(6)
      let layout = HeadLayout(headCount: 8, keyValueHeadCount: 2, headWidth: 4)
      let stored = layout.keyValueHead(for: head)
      return Question(
        "8 query heads share 2 stored heads, counted from 0. Which stored head does query head \(head) read?",
        number: Double(stored),
        tolerance: 0,
        reason: "Each is shared by 8 / 2 = 4 neighbours: \(head) / 4, rounded down, is \(stored)."
      )
    },
    Template("mask", .causalMask) { generator in
      let count = 4 + generator.below(4)
      let pairs = (0..<count).reduce(0) { total, query in
        total + (0..<count).count { Mask.causal.isVisible(from: query, to: $0) }
      }
      return Question(
        "A text has \(count) tokens. How many pairs of query and key does the causal mask leave visible?",
        number: Double(pairs),
        tolerance: 0,
        reason:
          "Token t sees itself and the t before it: 1 + 2 + … + \(count) = \(count)·\(count + 1)/2 = \(pairs)."
      )
    },
    Template("mask", .causalMask) { _ in
      Question(
        "What gradient does the key of a hidden position get from a query that does not see it?",
        ["exactly 0", "a small one", "minus infinity", "that of the mean of the visible ones"],
        right: 0,
        reason: """
          Here no product of the two is ever computed, so there is nothing to differentiate. Where minus infinity is put in place of a score, its \
          weight is exactly 0, and so is its gradient.
          """
      )
    },
    Template(.causalRule, .causalMask),
    Template(
      "mask",
      .drawing,
      figure: [
        .heatMap(
          WorkedAttention(
            queries: Array(repeating: [0], count: 5),
            keys: Array(repeating: [0], count: 5),
            values: Array(repeating: [0], count: 5),
            mask: .slidingWindow(2)
          ).heatMap("a pattern of even weights", words: (0..<5).map { "\($0)" }),
          caption: ""
        )
      ]
    ) { _ in
      Question(
        "Which mask was drawn?",
        [
          "a causal window of two: itself and the one before", "causal: itself and all before",
          "none: everything is visible", "blocks of two",
        ],
        right: 0,
        reason:
          "Each row has the diagonal and its left neighbour; of blocks, every second row would have one key alone."
      )
    },
    Template("cache") { _ in
      Question(
        "While generating, keys and values are stored, queries are not. Why?",
        [
          "a query is used once, at its own position; keys and values are read by all later ones",
          "queries can be computed from keys", "queries are too large",
          "they are stored too, but elsewhere",
        ],
        right: 0,
        reason:
          "Token t asks when it is read. Later tokens ask with their own queries, and read the keys and values of t."
      )
    },
    Template("cache") { generator in
      let layers = 1 + generator.below(4)
      let layout = HeadLayout(headCount: 4, keyValueHeadCount: 2, headWidth: 8)
      let numbers = layers * (layout.storedKeyWidth + layout.storedValueWidth)
      return Question(
        """
        \(layers) layer\(layers == 1 ? "" : "s"), 4 query heads, 2 stored heads of 8 elements. How many numbers does the cache take for each token?
        """,
        number: Double(numbers),
        tolerance: 0,
        reason:
          "A key and a value for each stored head in each layer: 2 · \(layers) · 2 · 8 = \(numbers). Query heads do not count."
      )
    },
    Template("pages") { generator in
      let samples = 5 * (1 + generator.below(4))
      let pages = 2 + samples
      return Question(
        """
        A prefix of 8 tokens fills two pages of 4. \(samples) samples go on from it, each with one page of its own. How many pages are in use?
        """,
        number: Double(pages),
        tolerance: 0,
        reason:
          "The two pages of the prefix are shared, since nobody writes to them any more: 2 + \(samples). With lists each sample has three of its own: \(3 * samples)."
      )
    },
    Template("flash") { _ in
      Question(
        "What does FlashAttention change in the forward pass?",
        [
          "the memory for scores and weights; the result is the same up to rounding",
          "the result: it approximates softmax",
          "the number of products q·k", "which keys are visible",
        ],
        right: 0,
        reason:
          "It goes through the keys in tiles with a running maximum and a running sum. Every product is still computed; only they are not kept."
      )
    },
    Template("latent") { _ in
      Question(
        "What does multi-head latent attention store of a token?",
        [
          "one short vector from which keys and values of all heads are computed",
          "every second key and value",
          "keys and values rounded to few bits", "the query, in place of key and value",
        ],
        right: 0,
        reason:
          "Keys and values are linear in the latent, so their matrices can even be moved to the query's and the output's side."
      )
    },
  ]
}
