extension Lesson {
  /// Several heads against one, and what each of them does.
  public static let heads = Lesson(
    "heads",
    title: "Heads: several patterns at once",
    purpose: "one head against four, what each does, and what happens without it",
    minutes: 10,
    abilities: [
      "say what several heads cost, and what they buy",
      "read off what a head attends to, and be careful with names for it",
      "tell the exact effect of a head's absence from what the gradient forecasts",
    ],
    parts: { workbench in
      let work = Once { () throws(LessonError) in try HeadWork(on: workbench) }
      return [
        part { Part(opening) },
        part { () throws(LessonError) in try HeadWork.Comparison(on: workbench).part },
        part { () throws(LessonError) in try work().rolePart(on: workbench) },
        work.part { $0.effects },
        part { Part(closing) },
      ]
    }
  )

  private static let opening: [Block] = [
    .paragraph(
      """
      A query forms one pattern and gets back one weighted average. If it needs two things from two places, it gets their mixture. So \
      attention is done several times side by side. Each time is a *head*, with queries, keys and values of its own.
      """
    ),
    wordsOfTraining,
    .formula([
      "head h:  q = slice h of (W_q x),   k and v likewise",
      "output = W_o · (z of head 0, z of head 1, …)",
    ]),
    .paragraph(
      """
      *z* is a head's \
      weighted average of values. W_o, the *output projection*, mixes what the heads bring.
      """
    ),
    .question(
      Question(
        "An embedding is 16 wide. One head of width 16 becomes four heads of width 4. How many parameters does the model have then?",
        ["four times as many in attention", "as many as before", "a quarter of them in attention"],
        right: 1,
        reason:
          "The heads divide the width among themselves, and W_q, W_k, W_v and W_o stay 16 × 16. A head is a slice of their rows, or for W_o of its columns."
      )
    ),
    .question(
      Question(
        "Both are trained on palindromes such as “bfddfb”. Which loses less on held-out palindromes?",
        [
          "the one wide head: its dot products have more elements",
          "the four narrow heads: they have four patterns",
          "neither: they have the same parameters",
        ],
        right: 1,
        reason:
          "So the trainings show, below. A narrow dot product is enough here. Why four patterns help is less clear: two of the four heads will turn out to do most of the work, and much the same work."
      )
    ),
  ]

  private static let closing: [Block] = [
    .notion(
      "To switch a head off, set its slice of the attention's output to 0.",
      butRight:
        "Behind W_o there are no slices: each number there is mixed from all heads. A head must be switched off *before* W_o, at its z."
    ),
    .exercise(
      "Train the same on echoes, where the letter to come stands after the earlier same letter. Do the heads have a clearer role there? Switch them off, then two at a time.",
      commands: [
        "microgpt train data/echoes.txt --steps 5000 --output runs/heads",
        "microgpt inspect attention runs/heads --text bfd.bfd",
        "microgpt inspect ablate runs/heads --file data/echoes.txt --pairs",
      ]
    ),
  ]
}
