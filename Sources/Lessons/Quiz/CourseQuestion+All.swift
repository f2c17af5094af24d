import Autograd

extension CourseQuestion {
  /// What a soft lookup gives as its temperature goes to 0.
  public static let coldLookup = CourseQuestion(
    "lookup",
    Question(
      "A soft lookup divides its scores by a temperature before the softmax. The temperature goes to 0. What comes out?",
      [
        "the value of the best key alone", "the mean of all values", "nothing: the scores become infinite",
        "the best key itself",
      ],
      right: 0,
      reason:
        "The differences of scores grow without limit, so the best key takes all the weight: a dictionary's lookup. What comes out are "
        + "values, never keys."
    )
  )

  /// What sums to 1 in a pattern.
  public static let wholeWeight = CourseQuestion(
    "basics",
    Question(
      "You draw a pattern with a row for each query and a column for each key. What sums to 1?",
      ["each row", "each column", "each row and each column", "the whole matrix"],
      right: 0,
      reason:
        "Each query has one whole weight to give. A key may be given much by many queries, or nothing by any."
    )
  )

  /// Which product a score is.
  public static let whoAsks = CourseQuestion(
    "qkv",
    Question(
      "The word “sat” attends to “cat”. Which product is the score?",
      [
        "the query of “sat” with the key of “cat”", "the query of “cat” with the key of “sat”",
        "the key of “sat” with the key of “cat”",
        "the query of “sat” with the value of “cat”",
      ],
      right: 0,
      reason:
        "Who attends, asks: the query is that of “sat”. Who is attended to has offered a key, and hands on its value."
    )
  )

  /// What a wide head lacks without the scale.
  public static let withoutScale = CourseQuestion(
    "scaling",
    Question(
      "What goes wrong if a wide head does without the scale?",
      [
        "the softmax saturates: one key takes nearly all, and hardly any gradient comes through",
        "the scores overflow", "the rows no longer sum to 1", "the weights become negative",
      ],
      right: 0,
      reason: """
        Scores have a standard deviation of √d, and the softmax's derivative is w·(1 − w) or −w·w′: near 0 where one weight is near 1. \
        Rows sum to 1 whatever the scores are.
        """
    )
  )

  /// What the sign of ∂L/∂s says.
  public static let signOfScaleGradient = CourseQuestion(
    "scaling",
    Question(
      "∂L/∂s is negative at s = 1/√d. What follows?",
      [
        "a slightly larger s would lower the loss", "the best s is larger than 1",
        "s should be as large as possible",
        "training is not finished",
      ],
      right: 0,
      reason:
        "A derivative speaks of the neighbourhood. Where the curve has its lowest point, it does not say: compute it."
    )
  )

  /// What a large weight proves.
  public static let largeWeight = CourseQuestion(
    "heads",
    Question(
      "A head gives 0.95 of its weight to one position. What does this prove about the prediction?",
      [
        "nothing yet: switch the head off and see what changes",
        "that the prediction depends on that position",
        "that the head is important", "that the model has understood the text",
      ],
      right: 0,
      reason: """
        A weight says what is averaged, not whether the result matters. The value there may be near zero, or what follows may not read it. \
        An ablation tells.
        """
    )
  )

  /// What the causal rule is for.
  public static let causalRule = CourseQuestion(
    "mask",
    Question(
      "Why does a model that is trained to predict the next token need the causal rule?",
      [
        "without it, it could copy the answer from the next position",
        "without it, the softmax would not be defined",
        "it makes the computation faster, nothing else", "it keeps the gradient from exploding",
      ],
      right: 0,
      reason:
        "The token to be predicted is the next position's input. A model that sees it learns to copy it, and has learnt nothing for generating, where it is not there."
    )
  )

  /// The gradient of the logit of the token that came, where the other token's logit is 0.
  ///
  ///     ∂L/∂logit = p − 1,   p = eᵈ / (eᵈ + 1)
  public static func gradientOfLogit(difference: Int) -> CourseQuestion {
    let tape = Tape()
    let logits = tape.vector([Double(difference), 0])
    logits.negativeLogProbability(of: tape.input(0)).backward()
    let gradient = logits[0].grad
    return CourseQuestion(
      "backward",
      Question(
        """
        Two tokens have the logits \(difference) and 0, and the first one comes: L = −ln p(first). What is ∂L/∂(its logit), to two \
        decimals?
        """,
        number: gradient,
        tolerance: 0.0051,
        reason: """
          ∂L/∂logit = p − 1 for the token that came, and p for the others. Here p = \(shown(1 + gradient, 4)), so it is \
          \(shown(gradient, 4)).
          """
      )
    )
  }

  /// The loss of an even guess among so many tokens.
  ///
  ///     L = −ln (1/n) = ln n
  public static func lossOfEvenGuess(among count: Int) -> CourseQuestion {
    let tape = Tape()
    let logits = tape.vector([Double](repeating: 0, count: count))
    let loss = logits.negativeLogProbability(of: tape.input(0)).data
    return CourseQuestion(
      "backward",
      Question(
        "A model that has learnt nothing gives each of \(count) tokens the same probability. What is its loss −ln p, to one decimal?",
        number: loss,
        tolerance: 0.051,
        reason: """
          p = 1/\(count), so the loss is ln \(count) = \(shown(loss, 3)). With small random weights a model begins near it. A loss far above it is \
          that of a model that is sure of the wrong token.
          """
      )
    )
  }

  /// What a gradient forecasts of a change of a tenth.
  ///
  ///     ∂L/∂w · (w′ − w)
  public static func forecast(gradient: Int) -> CourseQuestion {
    let change = Double(gradient) / 10
    let sign = gradient < 0 ? "−" : ""
    let (typed, forecast) = ("\(sign)\(gradient.magnitude)", "\(sign)\(shown(change.magnitude, 1))")
    return CourseQuestion(
      "backward",
      Question(
        "∂L/∂w of one weight is \(typed), and the weight goes from 0.3 to 0.4. By how much does the loss change, as the gradient forecasts it?",
        number: change,
        tolerance: 0.00051,
        reason: """
          The gradient times the change: \(typed) · 0.1 = \(forecast). The loss is no straight line, so what really happens differs; the more, the \
          larger the change.
          """
      )
    )
  }

  /// What the patterns of an untrained model look like.
  public static let untrainedPattern = CourseQuestion(
    "basics",
    Question(
      "Before the first step all weights of a model are small random numbers. What do the rows of its patterns look like?",
      [
        "nearly even: each visible key gets about the same weight",
        "random: here one key gets nearly all, there another one",
        "each query gives all its weight to its own key", "empty: nothing has been learnt",
      ],
      right: 0,
      reason: """
        Small weights make small queries and keys, so all scores are near 0, and exp(0) = 1 for each key. A pattern of a few large weights must be \
        learnt.
        """
    )
  )

  /// Which letters of an echo can be known.
  public static let echo = CourseQuestion(
    "induction",
    Question(
      "A model reads echoes: a random word, a point, and the same word again, as in `bfd.bfd`. Which letters can it learn to predict surely?",
      [
        "those after the point", "all of them", "those before the point", "none: the words are random",
      ],
      right: 0,
      reason: """
        Before the point each letter is drawn at random, and the best guess is a share for each. After it the letters stand in the text already: a head can \
        look at the place where each stood first.
        """
    )
  )
}
