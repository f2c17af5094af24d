import Random

extension Quiz {
  /// On lookup, basics, order and qkv.
  static let wordQuestions: [Template] = [
    Template(.coldLookup),
    Template("lookup") { generator in
      let difference = Double(1 + generator.below(3))
      let attention = WorkedAttention(
        queries: [[1]],
        keys: [[difference], [0]],
        values: [[10], [0]],
        scale: 1
      )
      let output = attention.outputs[0][0]
      return Question(
        """
        Two keys have the scores \(Int(difference)) and 0, and the values 10 and 0. What is the output of softmax and weighted sum, to \
        one decimal?
        """,
        number: output,
        tolerance: 0.051,
        reason: """
          The weight of the first is e^\(Int(difference)) / (e^\(Int(difference)) + 1) = \(shown(output / 10, 3)), and 10 times that is \
          \(shown(output, 2)).
          """
      )
    },
    Template("basics", .formula) { _ in
      Question(
        "Which is the output of attention for a query q?",
        [
          "Σ softmax(s · q·k(t)) · v(t)", "Σ softmax(s · q·v(t)) · k(t)", "softmax(Σ s · q·k(t) · v(t))",
          "Σ (s · q·k(t)) · v(t)",
        ],
        right: 0,
        reason:
          "Queries meet keys, the softmax runs over the scores, and the values are averaged. Without the softmax the weights would not sum to 1."
      )
    },
    Template("basics", .formula) { generator in
      let first = Double(1 + generator.below(2))
      let scores = [first, 0, 0]
      let attention = WorkedAttention(
        queries: [[1]],
        keys: scores.map { [$0] },
        values: scores.map { [$0] },
        scale: 1
      )
      let weight = attention.pattern[0][0] ?? 0
      return Question(
        "Three keys have the scores \(Int(first)), 0 and 0. How much weight does the first get, to two decimals?",
        number: weight,
        tolerance: 0.0051,
        reason: "e^\(Int(first)) / (e^\(Int(first)) + 1 + 1) = \(shown(weight, 4))."
      )
    },
    Template(.wholeWeight, .drawing),
    Template("order") { _ in
      Question(
        "Without positions and without a mask, you swap two words of the input. What happens to the outputs?",
        [
          "the same two outputs are swapped", "nothing at all changes", "all outputs change",
          "the two outputs change, the others do not",
        ],
        right: 0,
        reason: """
          Attention is permutation equivariant: the outputs are permuted as the inputs are. It would be *invariant* if nothing changed, \
          which is often said and wrong.
          """
      )
    },
    Template(.whoAsks, .queriesKeysValues),
    Template("qkv", .queriesKeysValues) { _ in
      Question(
        "What is a value for?",
        [
          "it is what a word hands on to those that attend to it",
          "it says how much weight the word gets", "it is the weight that the word gets",
          "it is the query of the next layer",
        ],
        right: 0,
        reason: "The weights come from queries and keys alone; values are what is averaged with them."
      )
    },
    Template("qkv", .queriesKeysValues) { _ in
      Question(
        "A head uses the same matrix for queries and keys. What follows?",
        [
          "the scores are symmetric, the rows after softmax are not", "scores and pattern are symmetric",
          "every word attends only to itself", "nothing: the two matrices are always equal",
        ],
        right: 0,
        reason: """
          q·k of two words no longer depends on who asks. But each row is divided by a sum of its own, so the pattern is not symmetric. \
          What a word looks for is then what it offers.
          """
      )
    },
    Template("qkv", .fromScratch) { _ in
      Question(
        """
        `let scores = keys.map { dot(query, $0) * scale }`, then `let pattern = softmax(scores)`. What is the next line of attention?
        """,
        [
          "`weightedSum(pattern, values)`", "`weightedSum(pattern, keys)`",
          "`softmax(pattern.map { $0 * scale })`",
          "`weightedSum(scores, values)`",
        ],
        right: 0,
        reason:
          "What is averaged are the values, with the pattern as weights. The scale has done its work before the softmax."
      )
    },
  ]
}
