import Autograd
import Random

extension Quiz {
  /// On cross-attention, a layer as a whole, shapes, the way backward and induction.
  static let insideQuestions: [Template] = [
    Template("cross") { _ in
      Question(
        "In cross-attention of a decoder, what comes from where?",
        [
          "queries from the decoder, keys and values from the encoder",
          "queries from the encoder, keys and values from the decoder",
          "queries and keys from the encoder, values from the decoder",
          "all three from the encoder",
        ],
        right: 0,
        reason: "The decoder asks while it writes, and reads what the encoder has made of the text."
      )
    },
    Template("cross") { generator in
      let read = 5 + generator.below(4)
      let written = 2 + generator.below(3)
      return Question(
        """
        An encoder has read \(read) tokens. The decoder has read \(written) tokens of what it writes and predicts the next. Over how many keys does its \
        cross-attention take the softmax?
        """,
        number: Double(read),
        tolerance: 0,
        reason: """
          All \(read) that were read: the mask of cross-attention is full. The \(written) tokens of its own are keys of the decoder's self-attention.
          """
      )
    },
    Template("cross") { _ in
      Question(
        "The keys and values of cross-attention are given in reverse order, each key with its value. What becomes of the output?",
        [
          "it stays the same, but for rounding", "it is that of the text read backward",
          "it is meaningless until the model is trained anew",
          "it stays the same only if the query is reversed, too",
        ],
        right: 0,
        reason: """
          The output is a sum over pairs of a weight and a value, and no weight depends on a place in the list. Places are told apart by what the keys hold of \
          their positions.
          """
      )
    },
    Template("heads", .fromScratch) { generator in
      let heads = 2 << generator.below(2)
      let tokens = 5 + generator.below(4)
      let keys = tokens * (tokens + 1) / 2
      return Question(
        """
        One layer has \(heads) heads and reads \(tokens) tokens under the causal rule. How many products q·k of a query and a key are \
        there in all?
        """,
        number: Double(heads * keys),
        tolerance: 0,
        reason:
          "\(keys) visible pairs, and each of the \(heads) heads computes a product for each: \(heads * keys)."
      )
    },
    Template("heads", .fromScratch) { _ in
      Question(
        "After all heads have computed their outputs, what is left to do in the layer's attention?",
        [
          "join them, multiply by the output matrix, and add the result to the residual stream",
          "take their mean", "take the softmax of all of them",
          "choose the head with the largest weight",
        ],
        right: 0,
        reason:
          "The output matrix mixes the heads. What comes out is added to the stream, which goes on past the attention."
      )
    },
    Template("shapes") { generator in
      let (count, stored, width) = (3 + generator.below(4), 2, 4 << generator.below(3))
      let memory = [Double](repeating: 0, count: count * stored * width)
      let stride = StridedNumbers(memory, shape: [count, stored, width]).transposed(0, 1).strides[1]
      return Question(
        """
        The keys of \(count) positions lie in memory one after another; each has \(stored) stored heads of \(width) elements. How many places is it \
        from a head's key at one position to its key at the next?
        """,
        number: Double(stride),
        tolerance: 0,
        reason: """
          Between them lie the keys of the other heads: \(stored) · \(width) = \(stride). `transpose` puts the heads first by exchanging strides; the \
          numbers stay where they are.
          """
      )
    },
    Template("shapes") { _ in
      Question(
        "Which of `view`, `transpose` and `repeat_kv` writes numbers into new memory?",
        ["`repeat_kv` alone", "`transpose` and `repeat_kv`", "all three", "none of them"],
        right: 0,
        reason: """
          The first two change how an index finds its place in the same memory. `repeat_kv` writes each stored head once for every query \
          head that reads it; a loop over heads reads the stored one itself.
          """
      )
    },
    Template("backward") { CourseQuestion.gradientOfLogit(difference: $0.below(3)).question },
    Template("backward") { generator in
      let x = Double(1 + generator.below(4))
      let tape = Tape()
      let value = tape.value(x)
      (value * value + value * 3).backward()
      return Question(
        "What does this print? `let x = tape.value(\(Int(x))); (x * x + x * 3).backward(); print(x.grad)`",
        number: value.grad,
        tolerance: 0,
        reason:
          "2x + 3 = \(Int(value.grad)): x is used three times, and the gradients of its uses add up."
      )
    },
    Template("induction") { _ in
      Question(
        "What does an induction head do?",
        [
          "it looks for the same token earlier in the text, and attends to what came after that",
          "it attends to the token before", "it attends to the first token",
          "it attends to the longest word",
        ],
        right: 0,
        reason: """
          So it predicts that what followed last time will follow again. The keys it looks through must tell what stood *before* \
          them, which takes a layer below.
          """
      )
    },
    // What has come later stands last, so that a seed draws the numbers that it drew before.
    Template("backward") { CourseQuestion.lossOfEvenGuess(among: 20 + $0.below(40)).question },
    Template("backward") { CourseQuestion.forecast(gradient: 2 * $0.below(4) - 5).question },
    Template(.untrainedPattern),
    Template(.echo),
  ]
}
