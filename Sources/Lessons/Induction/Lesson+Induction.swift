extension Lesson {
  /// Copying a word: why it needs two layers, and the head that does it, by place.
  public static let induction = Lesson(
    "induction",
    title: "Induction: how two layers copy",
    purpose: "the head that reads what came next grows, is tested, and is switched off",
    minutes: 12,
    abilities: [
      "explain why a head of the first layer can't find the letter to copy, and how a second layer can",
      "find an induction head by its pattern, and test what guides it",
      "hold the textbook account against a model, and say where the model differs",
    ],
    parts: { workbench in
      let induction = Once { () throws(LessonError) in try Induction(on: workbench) }
      return [
        part { Part(opening) },
        part { () throws(LessonError) in try Induction.Growth(on: workbench).part },
        induction.part { $0.layers },
        induction.part { $0.placesPart },
        induction.part { $0.effects },
        part { Part(closing) },
      ]
    }
  )

  private static let opening: [Block] = [
    .paragraph(
      """
      An echo is a word, a point and the word again: “bfd.bfd”. Nothing predicts the first word. The second can be copied: find where the letter stood before, and \
      read what came after it. A head that attends to the token *after* the earlier same letter is called an *induction head*. *Copy* means the second word.
      """
    ),
    wordsOfTraining,
    .paragraph(
      """
      The models here have *rotary positions*: queries and keys are turned by an angle that grows with their position, so a score depends on how far apart they are. \
      In the first layer x is the embedding of the position's own token. In “bfd.b”, the last “b” looks for the “f”.
      """
    ),
    .question(
      Question(
        "Can *one head* of the first layer find the “f”, when words have 3 to 6 letters?",
        [
          "yes: the query of “b” attends to the earlier “b”, and the value there tells what came next",
          "no: neither the key nor the value of “f” tells that a “b” stood before it",
          "yes: it looks a fixed distance back",
        ],
        right: 1,
        reason:
          """
          In the first layer, key and value of a position are made from its own token alone. The query can look for “b”, but the value there says “b”. It can look a fixed \
          distance back, but the right distance depends on the word's length, and the query does not know that. Several heads with a distance each, and a feed-forward layer that chooses \
          among what they bring, could get further. How far a model of one layer with 4 heads gets, you will see.
          """
      )
    ),
    .paragraph(
      "In a second layer it is different. There, each position holds what its first-layer heads have fetched, so the key of “f” can tell what stood before it. The two layers together are called an *induction circuit*. They depend on each other: the second has nothing to look for until the first fetches something useful, and what the first fetches is of no use until the second reads it."
    ),
    .question(
      Question(
        "A model of two layers is trained. How does its loss on the second word fall?",
        ["evenly from the first step on", "slowly at first, then quickly", "at once, and then no more"],
        right: 1,
        reason:
          "At first neither layer gains from the other. Once both have a little of it, each makes the other more useful."
      )
    ),
  ]

  private static let closing: [Block] = [
    .notion(
      "A head that attends to the token after the earlier same letter goes by the letter, with the help of a previous-token head.",
      butRight:
        "So the textbook account has it (Olsson et al. 2022), and in large language models such pairs of heads are found. But a pattern does not tell what made it: in this model the same pattern comes from the places. Change the text, and see whether the head follows."
    ),
    .exercise(
      "Train the two layers with another seed. Which head of the second layer looks to the next letter, and does it go by place again?",
      commands: [
        "microgpt train data/echoes.txt --layers 2 --positions rotary --steps 3000 --learning-rate 0.005 --seed 2 --output runs/copies",
        "microgpt inspect attention runs/copies --text bfdc.bfdc --layer 1",
        "microgpt inspect attention runs/copies --text bfdc.aegh --layer 1",
        "microgpt inspect ablate runs/copies --file data/echoes.txt --pairs",
      ]
    ),
  ]
}
