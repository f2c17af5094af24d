import Autograd
import Random

extension Quiz {
  /// On scaling and heads.
  static let scaleQuestions: [Template] = [
    Template("scaling", .scale) { generator in
      let root = 2 << generator.below(4)
      return Question(
        """
        The elements of q and k are independent, with mean 0 and variance 1, and there are \(root * root) of them. What is the standard \
        deviation of q·k?
        """,
        number: Double(root),
        tolerance: 0,
        reason: """
          Each product has variance 1, and variances add up to d = \(root * root). The standard deviation is the root of it, √d = \(root). \
          Often √d is given as the variance; that is wrong.
          """
      )
    },
    Template(.withoutScale, .scale),
    Template("scaling", .scale) { generator in
      let query = [Double(1 + generator.below(3)), Double(generator.below(3)) - 1]
      let key = [Double(1 + generator.below(3)), 2]
      let tape = Tape()
      let scale = tape.value(0.5)
      let score = dot(tape.vector(query), tape.vector(key)) * scale
      score.backward()
      return Question(
        """
        What does this print? `let s = tape.value(0.5); let score = dot(tape.vector([\(Int(query[0])), \(Int(query[1]))]), \
        tape.vector([\(Int(key[0])), \(Int(key[1]))])) * s; score.backward(); print(s.grad)`
        """,
        number: scale.grad,
        tolerance: 0,
        reason: """
          score = s · q·k, so ∂score/∂s = q·k = \(Int(query[0]))·\(Int(key[0])) + \(Int(query[1]))·\(Int(key[1])) = \
          \(Int(scale.grad)). It does not depend on s.
          """
      )
    },
    Template(.signOfScaleGradient),
    Template("heads", .heads) { _ in
      Question(
        "Why several heads and not one of the same total width?",
        [
          "each has a pattern of its own, so a word can attend to several places for several reasons at once",
          "several heads have more parameters", "a softmax over fewer elements is more exact",
          "each head reads another part of the text",
        ],
        right: 0,
        reason: """
          A head has one pattern, and its output is one average. With several, averages stand beside one another. The number of \
          parameters is the same, and each head sees the whole text.
          """
      )
    },
    Template("heads", .heads) { generator in
      let heads = 2 << generator.below(3)
      return Question(
        """
        Width 64, one head: the query matrix has 64 × 64 parameters. With \(heads) heads, the total width as before, how many does it have?
        """,
        number: 64 * 64,
        tolerance: 0,
        reason: """
          \(heads) heads of \(64 / heads) elements take \(heads) · \(64 / heads) · 64 = 4096. Heads divide the width; they add no parameters.
          """
      )
    },
    Template(.largeWeight),
  ]
}
