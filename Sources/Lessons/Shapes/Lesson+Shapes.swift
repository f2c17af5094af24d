import Drawing
import Inspection

extension Lesson {
  /// Every list of one pass, and what tensor libraries make of them.
  public static let shapes = Lesson(
    "shapes",
    title: "Shapes: one pass, list by list and as tensors",
    purpose: "every list of one pass; view, transpose and repeat_kv by numbers",
    minutes: 9,
    abilities: [
      "say the shape of every list in a layer's attention, given heads, stored heads and width",
      "say which number `view`, `transpose` and `repeat_kv` put where, and which of them moves it in memory",
      "say why a loop over heads needs none of the three",
    ],
    parts: { _ in
      let here = Once { () throws(LessonError) in try TracedPass(headWidth: TracedPass.headWidths.here) }
      let full = Once { () throws(LessonError) in try TracedPass(headWidth: TracedPass.headWidths.full) }
      let regrouping = Once(Regrouping.init)
      return [
        here.part { Part(opening($0)) },
        part { () throws(LessonError) in try here().traced(beside: try full()) },
        regrouping.part { $0.moves },
        part { () throws(LessonError) in
          let (pass, full) = (try here(), try full())
          return Part(
            try regrouping().misreading + pass.misreading + pass.steps(beside: full),
            numbers: pass.numbers
          )
        },
        part { () throws(LessonError) in try here().loop(beside: try full()) },
      ]
    }
  )

  private static func opening(_ pass: TracedPass) -> [Block] {
    let (heads, stored, width) = (TracedPass.headCount, TracedPass.storedHeadCount, pass.headWidth)
    return [
      .paragraph(
        "Code for attention is often hard to read for one reason: all heads, all positions and several texts lie in one block of numbers, a *tensor*. Three "
          + "operations regroup it, `view`, `transpose` and `repeat_kv`. This lesson first follows a pass in which every vector is a list of its own. "
          + "Then it computes the same with tensors and compares the numbers."
      ),
      .paragraph(
        "The model has the heads of MiniMind, a small open language model: \(heads) query heads that share \(stored) stored heads. "
          + "MiniMind's width is \(heads * TracedPass.headWidths.full), so that a head is \(TracedPass.headWidths.full) wide. Ours is \(heads * width), and a head is \(width) wide. It reads \(TracedPass.length) tokens. "
          + "No two of the counts \(heads), \(stored), \(width) and \(TracedPass.length) are equal, so a number tells what an axis counts. Scores and pattern alone have two axes of \(TracedPass.length): queries, then keys."
      ),
      .worked([
        "queries = W_q·x   \(heads)·\(width) = \(heads * width) numbers: \(width) for each of \(heads) heads",
        "key     = W_k·x   \(stored)·\(width) =  \(stored * width) numbers: \(width) for each of \(stored) stored heads",
        "value   = W_v·x   the same",
      ]),
      .paragraph(
        "x is the vector of a token, \(heads * width) numbers. We count heads and elements from 0. Head 2 takes the elements 6 to 8 of the queries."
      ),
      .question(
        Question(
          "From which elements of x were these three numbers computed?",
          [
            "from the elements 6 to 8: each head has its own part of the width", "from all \(heads * width)",
            "from \(width) of them, which training chooses",
          ],
          right: 1,
          reason:
            "Each element of the queries is a row of W_q times x, and a row has \(heads * width) numbers."
        )
      ),
    ]
  }
}
