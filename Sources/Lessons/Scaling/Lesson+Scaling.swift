import Basics

extension Lesson {
  /// Why scores are divided by √d, what the scale's gradient is, and when it matters.
  public static let scaling = Lesson(
    "scaling",
    title: "Scaling: why the scores are divided by √d",
    purpose: "the spread of q·k, saturation, and the gradient of the scale in four ways",
    minutes: 15,
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
        part { () throws(LessonError) in
          let seeds = ScaleComparison.seeds
          return try ScaleComparison(on: workbench, seed: seeds[0]).part(
            beside: try ScaleComparison(on: workbench, seed: seeds[1])
          )
        },
        part { Part(closing) },
      ]
    }
  )

  /// Where a lesson that trains sends whoever has not read this one.
  static let wordsOfTraining = Block.paragraph(
    "The words of training, such as *loss*, *nat*, *seed* and *held-out*, are explained at the beginning of the lesson `scaling`."
  )

  private static let opening: [Block] = [
    .heading("Words used from here on"),
    .paragraph(
      "This is the first lesson that trains models while you read. It and those after it use these words:"
    ),
    .list([
      "*Token*: a piece of text that is read as one, in our practice texts a letter or a point. `<|>` is the *boundary*, a token before and after each text.",
      "*Echoes* and *palindromes*: the practice texts, a word and its copy, “bfd.bfd”, or its mirror image, “bfddfb”, in the letters a to h.",
      "*Parameters*: the numbers that training changes, such as the elements of W_q, W_k and W_v.",
      "*Embedding*: the learnt vector of a token; often one of the position is added. It is the x with which a token begins.",
      "*Block*, or *layer*: attention, then a *feed-forward part*: a matrix, max(·, 0) and a second matrix, applied to each position by itself. What either computes is added to x.",
      "*Norm*, here *RMSNorm*: x divided by the root of the mean of its squares. Each part of a block reads x normalized like that.",
      "*Logit*: a number for each token of the vocabulary, computed from the last x by a matrix. The softmax of the logits makes probabilities of them.",
      "*Loss* L: −ln of the probability that the model gave to the token that came, a mean over tokens. Its unit is the *nat*. To guess among 10 tokens costs ln 10 = \(guess) nats.",
      "*Gradient* ∂L/∂x: how much L changes for each unit of a small change of x. Lesson `backward` computes it by hand.",
      "*Tape* and *backpropagation*: the program notes each operation on a tape and goes back along it, from L to all gradients. A *leaf* is a number on the tape that was not computed from others.",
      "*Step*: one text is read, and each parameter moves a little against its gradient. *Adam* is the rule for how far: steps of about the same size, whether gradients are large or small.",
      "*Seed*: the number that everything random is drawn from: the first parameters and the order of the texts. Another seed makes another training.",
      "*Held-out* texts are put aside and not trained on. Their loss tells what a model has learnt and not just remembered.",
      "*Head*: one attention with queries, keys and values of its own. A *layer* has one or several side by side; lesson `heads` is about them.",
    ]),
    .heading("The scale"),
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

  private static let guess = shown(ElementaryFunctions.log(10), 2)

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
      which scale would *you* start a head of width 128? The usual choice is 1/√128 = \(shown(1 / 128.0.squareRoot(), 3)).
      """,
      commands: [
        "microgpt train data/echoes.txt --embedding 32 --heads 1 --scale none --learning-rate 0.005 --validation 0.1 --output runs/wide-none",
        "microgpt train data/echoes.txt --embedding 32 --heads 1 --scale sqrt --learning-rate 0.005 --validation 0.1 --output runs/wide-sqrt",
        "microgpt compare runs/wide-none runs/wide-sqrt --text bfd.bfd",
      ]
    ),
  ]
}
