extension Lesson {
  /// Why scores are divided by √d, what the scale's gradient is, and when it matters.
  public static let scaling = Lesson(
    "scaling",
    title: "Scaling: why the scores are divided by √d",
    purpose: "the spread of q·k, saturation, and the gradient of the scale in four ways",
    minutes: 12,
    abilities: [
      "say what the standard deviation of q·k is, and under which assumption",
      "explain why a saturated softmax hardly learns",
      "compute ∂L/∂s in four ways, and say when it is exactly 0",
      "predict which models suffer without the scale",
    ],
    parts: { workbench in
      [
        part { Part(opening) },
        part { Part.spread },
        part { Saturation().part },
        part { () throws(LessonError) in try TrainedScale(on: workbench).part },
        part { () throws(LessonError) in try ScaleComparison(on: workbench).part },
        part { Part(closing) },
      ]
    }
  )

  private static let opening: [Block] = [
    .paragraph(
      """
      Attention multiplies every score by a *scale* s before the softmax. Vaswani et al. (2017) chose s = 1/√d, where d is the *head \
      width*: the number of elements of a query and of a key.
      """
    ),
    .formula(["score(t)   = s · q·k(t),   s = 1/√d", "pattern    = softmax(score)"]),
    .paragraph(
      """
      The argument begins with random vectors. Let all components of q and k be independent, with mean 0 and variance 1. Then q·k is \
      a sum of d products, and each product has mean 0 and variance 1.
      """
    ),
    .question(
      Question(
        "d grows from 4 to 64. What becomes of the *standard deviation* of q·k?",
        ["it stays the same", "it becomes 4 times as large", "it becomes 16 times as large"],
        right: 1,
        reason:
          "Variances of independent terms add up, so the variance of q·k is d. The standard deviation is its root, √d: 2 for d = 4, 8 for d = 64."
      )
    ),
  ]

  private static let closing: [Block] = [
    .notion(
      "1/√d keeps the scores of a model at standard deviation 1.",
      butRight:
        """
        It does so for independent components of variance 1. A new model has other scores, because its weights are small, and a trained \
        model has learnt queries and keys that depend on each other. 1/√d is a good start and no law: 1/d does well here, too.
        """
    ),
    .exercise(
      """
      Train the wide head without the scale and with it, and compare: the losses, what the head attends to, ∂L/∂s. At \
      which scale would *you* start a head of width 128?
      """,
      commands: [
        "microgpt train data/echoes.txt --embedding 32 --heads 1 --scale none --learning-rate 0.005 --validation 0.1 --output runs/wide-none",
        "microgpt train data/echoes.txt --embedding 32 --heads 1 --scale sqrt --learning-rate 0.005 --validation 0.1 --output runs/wide-sqrt",
        "microgpt compare runs/wide-none runs/wide-sqrt --text bfd.bfd",
      ]
    ),
  ]
}
