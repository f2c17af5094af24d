import Drawing

extension Lesson {
  /// What attention knows of the order of words.
  public static let order = Lesson(
    "order",
    title: "Order: who bites whom",
    purpose: "what attention knows of the order of words",
    minutes: 8,
    abilities: [
      "show by numbers that attention alone is *permutation equivariant*: outputs change places as inputs do",
      "tell equivariance from invariance",
      "say what positions add, and what a causal mask tells without them",
    ],
    parts: { _ in
      let order = Once(Order.init)
      return [
        part { Part(opening) },
        order.part { $0.equivariance },
        order.part { $0.broken },
        order.part { $0.last },
      ]
    }
  )

  private static let opening: [Block] = [
    .paragraph(
      "“dog bites man” and “man bites dog” have the same words and different meanings. Does attention notice? Three words get vectors of two elements:"
    ),
    .worked(
      Order.words.indices.map { "x(\(Order.words[$0])) = \(shown(Order.vectors[$0], 0))" }
    ),
    .paragraph(
      "Query, key and value of a word are its vector x. Every word attends to all three, itself included. The output of a word is the average of the "
        + "values, weighted by the softmax of its scores q·k/√2. We compute the three outputs of each sentence."
    ),
    .question(
      Question(
        "What happens to the three outputs when “dog” and “man” change places?",
        [
          "each position keeps the output that it had: attention ignores the order",
          "each word keeps the output that it had, and takes it to its new position",
          "all three change: the sentence means something else",
        ],
        right: 1,
        reason:
          "A word's output is a sum over all words. A sum does not depend on the order of its terms, and the word itself has not changed."
      )
    ),
  ]
}

extension Order {
  private static func sentence(_ order: [Int]) -> String {
    order.map { words[$0] }.joined(separator: " ")
  }

  /// The outputs of words in both sentences, side by side.
  private static func table(_ pair: Pair, order: [Int], words: [Int] = forward) -> Table {
    Table(
      columns: [.init("output of")]
        + [forward, order].map { .right("in \(sentence($0))") },
      rows: words.map { word in
        let outputs = pair.outputs(of: word, order: order)
        return [Self.words[word], shown(outputs.forward, 3), shown(outputs.other, 3)]
      }
    )
  }

  private static func numbers(_ name: String, _ pair: Pair) -> [NamedNumbers] {
    [
      NamedNumbers("\(name)_outputs", pair.forward.outputs),
      NamedNumbers("\(name)_outputs_in_other_order", pair.other.outputs),
    ]
  }

  private static func map(_ attention: WorkedAttention, order: [Int]) -> HeatMap {
    attention.heatMap("pattern of \(sentence(order))", words: order.map { words[$0] })
  }

  /// Attention alone.
  fileprivate var equivariance: Lesson.Part {
    Lesson.Part(
      [
        .heading("Attention alone"),
        .table(
          Self.table(plain, order: Self.turned),
          caption: "The output of each word, wherever it stands."
        ),
        .paragraph(
          "“bites” gets the same vector in both sentences, so whatever reads that vector can't tell who bites whom. The patterns show why. The second has "
            + "the rows and the columns of the first in the new order, and no other numbers:"
        ),
        .heatMap(
          Self.map(plain.forward, order: Self.forward),
          caption: "Rows and columns in the order of the first sentence."
        ),
        .heatMap(
          Self.map(plain.other, order: Self.turned),
          caption: "The same weights in the order of the second."
        ),
        .paragraph(
          "This property has a name. x is the list of all vectors now, f(x) the list of all outputs, and P stands for any change of the order:"
        ),
        .formula([
          "f(P x) = P f(x)   equivariant: the outputs change places as the inputs do",
          "f(P x) =   f(x)   invariant: the output does not change at all",
        ]),
        .paragraph(
          "Attention is permutation *equivariant*. The mean of all outputs is *invariant*: it is \(shown(Self.mean(plain.forward), 3)) for the first sentence "
            + "and \(shown(Self.mean(plain.other), 3)) for the second."
        ),
        .notion(
          "Attention is permutation invariant: it returns the same whatever the order is.",
          butRight:
            "As a list, the outputs differ: the first is that of “dog” in one sentence and that of “man” in the other. Equivariant is the right word. Only "
            + "something that takes all outputs together, such as their mean, is invariant."
        ),
        .question(
          Question(
            "Now a *causal mask* hides from each word the words that come after it. Nothing else is added. Is the output of “bites” the "
              + "same in both sentences?",
            [
              "yes: nothing marks the positions, so the order can't matter",
              "no: the mask brings the order in",
            ],
            right: 1,
            reason:
              "It sees “dog” and itself in one sentence, “man” and itself in the other. The mask depends on the positions: which words are summed over is a matter of the order."
          )
        ),
      ],
      numbers: Self.numbers("plain", plain) + [
        NamedNumbers("plain_pattern", plain.forward.pattern),
        NamedNumbers("plain_pattern_in_other_order", plain.other.pattern),
      ]
    )
  }

  private static func mean(_ attention: WorkedAttention) -> [Double] {
    let sums = attention.outputs.reduce([Double](repeating: 0, count: 2)) { sum, output in
      zip(sum, output).map { $0 + $1 }
    }
    return sums.map { $0 / Double(attention.outputs.count) }
  }

  /// A mask, and positions.
  fileprivate var broken: Lesson.Part {
    let added = Self.positions.indices.map {
      "position \($0): \(shown(Self.positions[$0], 1))"
    }
    return Lesson.Part(
      [
        .heading("Two things that tell the order"),
        .table(
          Self.table(masked, order: Self.turned),
          caption: "With a causal mask and no positions: every word has another output in the other sentence."
        ),
        .paragraph(
          "The other way is to mark the positions. A language model such as GPT-2 adds a vector to each word's vector that depends only on where the word "
            + "stands, a *position embedding*. Without a mask, with these vectors added:"
        ),
        .worked(added),
        .table(
          Self.table(positioned, order: Self.turned),
          caption: "With positions and no mask: again no word keeps its output."
        ),
        .paragraph(
          "The model now reads the vector of “dog at position 0”, which is not that of “dog at position 2”. Attention itself is still equivariant. But the "
            + "inputs of one sentence are no longer those of the other in a new order."
        ),
        .question(
          Question(
            "Back to the causal mask without positions. A *layer* computes all outputs once, and a second layer does the same with these outputs as its vectors. The last word sees all words. Does its output differ between “dog bites man” and "
              + "“bites dog man”?",
            [
              "yes: the mask tells each word the order of those before it",
              "not in one layer of attention, but in a second layer on top of it",
              "no, in however many layers",
            ],
            right: 1,
            reason:
              "In the first layer “man” sums over the same three words in both. But “dog” and “bites” have seen different words there, so their outputs differ, and "
              + "the second layer sums over those."
          )
        ),
      ],
      numbers: Self.numbers("masked", masked) + Self.numbers("positioned", positioned)
    )
  }

  /// The last word under a causal mask, in one layer and in two.
  fileprivate var last: Lesson.Part {
    Lesson.Part(
      [
        .heading("The last word, in one layer and in two"),
        .table(
          Self.table(lastWord, order: Self.swapped),
          caption: "The first layer: “man” has the same output in both, “dog” and “bites” do not."
        ),
        .table(
          Self.table(lastWordInSecondLayer, order: Self.swapped, words: [2]),
          caption: "The second layer attends over the outputs of the first: now “man” can tell."
        ),
        .notion(
          "Without position embeddings a *transformer*, a model made of layers of attention, can't know the order of words.",
          butRight:
            "That holds without a mask. A model that writes text has a causal mask, and with two layers or more it can tell the order. Positions make it "
            + "easier: they serve the first layer, too, and tell how far away a word is."
        ),
        .paragraph(
          "One thing the mask can't tell in any number of layers: how many words came before, if all words are equal. Every value is then the same vector, and every average of them, too. "
            + "With positions the outputs differ."
        ),
        .exercise(
          "The model reads “anna” letter by letter, in one layer. The two “n” are the same letter. Without positions their keys would be equal, so the last row would have "
            + "equal weights in the two columns “n”. See how far apart they are: that is the positions' work.",
          commands: [
            "microgpt train data/names.txt --output runs/order",
            "microgpt inspect attention runs/order --text anna --head 1",
          ]
        ),
      ],
      numbers: Self.numbers("last_word", lastWord)
        + Self.numbers("last_word_in_second_layer", lastWordInSecondLayer)
    )
  }
}
