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
          + "These counts are all different: a number tells you what it counts."
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

extension TracedPass {
  fileprivate var numbers: [NamedNumbers] {
    [
      NamedNumbers("loop_outputs", outputs), NamedNumbers("tensor_outputs", tensors.outputs),
      NamedNumbers("misread_outputs", misread.outputs),
    ]
  }

  /// Where a query comes from, and all lists.
  fileprivate func traced(beside full: TracedPass) -> Lesson.Part {
    let (rows, columns) = (queryMatrix[0], queryMatrix[1])
    let heads = Self.headCount
    return Lesson.Part(
      [
        .worked([
          "elements of x that the query of head 2 depends on: \(elementsRead[2]) of \(columns)",
          "W_q: \(rows) rows of \(columns) = \(rows * columns) numbers",
          "were x cut into \(heads) parts: \(heads) matrices of \(headWidth)·\(headWidth) = \(heads * headWidth * headWidth) numbers",
        ]),
        .notion(
          "The width is cut into as many parts as there are heads, and each head works on one part.",
          butRight:
            "What is cut is the *result* of the projection. Every head reads the whole x, through rows of W_q, W_k and W_v of its own. That the heads' results together "
            + "are as wide as x is a choice."
        ),
        .heading("One pass, list by list"),
        .paragraph(
          "These are all lists that the model computed at the last of the \(Self.length) positions, in their order. Those from `normalized` to `output` belong to the one layer; a model of several layers has them for each. x of the formulas is here `normalized`, and W_k is called attn_wk. Behind each name stands its shape: 8 × 3 are "
            + "8 lists of 3 numbers. In round brackets stands the shape at MiniMind's width. In square brackets stands that of the tensor that holds the list for all positions: [texts, positions, width], or [texts, heads, positions, width]."
        ),
        .list(
          zip(shapes.lists, full.shapes.lists).map { here, full in
            "`\(here.name)`: \(crosses(here.shape)) (\(crosses(full.shape))), \(bracketed(tensorShape(of: here))): \(here.meaning)"
          }
        ),
        .paragraph(
          "`keys`, `values`, `scores` and `pattern` have an axis of \(Self.length), the positions that are seen; it grows with the text. No other list does. The queries of earlier positions are not there: "
            + "they have been used."
        ),
        .heading("The memory under a tensor"),
        .paragraph(
          "A tensor is a row of numbers in memory together with a shape and *strides*. The stride of an axis says how many places in memory one goes on when the index of this axis grows by 1."
        ),
        .paragraph(
          "Take the keys of 3 positions with 2 stored heads of width 2, position after position: 12 numbers. To see where they go, let each number be its own place in memory, 0 to 11. `view` gives them "
            + "the shape [3, 2, 2]: positions, heads, width. `transpose` then makes [2, 3, 2] of it: heads, positions, width."
        ),
        .question(
          Question(
            "Which of the two moves numbers in memory?",
            ["both", "`transpose` alone", "neither"],
            right: 2,
            reason: "Both change only the shape and the strides: how an index is turned into a place."
          )
        ),
      ],
      numbers: [
        NamedNumbers("elements_of_x_read_by_head", elementsRead.map { Double($0) }),
        NamedNumbers("shapes_here", shapes.lists.map { $0.shape.map { Double($0) } }),
        NamedNumbers("shapes_at_full_size", full.shapes.lists.map { $0.shape.map { Double($0) } }),
      ]
    )
  }

  private func crosses(_ shape: [Int]) -> String { shape.map { "\($0)" }.joined(separator: " × ") }
}

extension Regrouping {
  /// What each operation does to shape, strides and memory.
  fileprivate var moves: Lesson.Part {
    func row(_ name: String, _ numbers: StridedNumbers, _ memory: String) -> [String] {
      [name, bracketed(numbers.shape), bracketed(numbers.strides), memory]
    }
    return Lesson.Part(
      [
        .table(
          Table(
            columns: [.init("operation")] + ["shape", "strides"].map(Table.Column.right) + [.init("memory")],
            rows: [
              row("stored", stored, "12 numbers"), row("view", viewed, "the same"),
              row("transpose of the view", transposed, "the same"),
              row("repeat_kv of the view", repeated, "\(repeated.memory.count) new numbers"),
            ]
          ),
          caption: "`repeat_kv` is shown for 4 query heads that share the 2 stored ones."
        ),
        .worked([
          "place of [i, j, k] = i·stride 0 + j·stride 1 + k·stride 2",
          "view      [2, 1, 0]: " + sum(viewed, [2, 1, 0]),
          "transpose [1, 2, 0]: " + sum(transposed, [1, 2, 0]),
        ]),
        .paragraph(
          "Both find the same number, that of head 1 at position 2. Read in the order of their indices, position by position or head by head, they are:"
        ),
        .worked(
          groups("view, position", viewed) + groups("transpose, head", transposed)
            + groups("repeat_kv, position", repeated)
        ),
        .paragraph(
          "`repeat_kv` does copy: each stored head stands there twice in a row, so that 4 query heads find 4 heads to be multiplied with. The order is 0, 0, 1, 1, the division h / (H/G) of the lesson `sharing`, and not 0, 1, 0, 1."
        ),
        .question(
          Question(
            "`view` could give the 12 numbers the shape [2, 3, 2] at once. Why `transpose`, then?",
            [
              "it is faster; the numbers are the same",
              "without it, head 0 would get numbers of both heads", "`view` would refuse this shape",
            ],
            right: 1,
            reason:
              "`view` never changes the order. The first half of the memory would become head 0: the numbers 0 to 5."
          )
        ),
      ],
      numbers: [
        NamedNumbers("view", viewed.numbers), NamedNumbers("transpose", transposed.numbers),
        NamedNumbers("repeat_kv", repeated.numbers), NamedNumbers("view_alone", misread.numbers),
      ]
    )
  }

  /// What comes out where `transpose` is left out.
  fileprivate var misreading: [Block] {
    [
      .worked(groups("transpose, head", transposed) + groups("view alone, head", misread)),
      .paragraph(
        "With `view` alone, the first “key” of head 0 is right by chance. The second is the key of head 1 at position 0, and the third is that of head 0 at position 1."
      ),
    ]
  }

  /// i·stride + … = place.
  private func sum(_ numbers: StridedNumbers, _ index: [Int]) -> String {
    zip(index, numbers.strides).map { "\($0)·\($1)" }.joined(separator: " + ")
      + " = place \(numbers.place(of: index))"
  }

  /// A line for each entry of the first axis, the entries of the second divided by strokes.
  private func groups(_ name: String, _ numbers: StridedNumbers) -> [String] {
    (0..<numbers.shape[0]).map { first in
      let entries = (0..<numbers.shape[1]).map { second in
        (0..<numbers.shape[2]).map { shown(numbers[first, second, $0], 0) }.joined(separator: " ")
      }
      return padded("\(name) \(first):", to: 24) + entries.joined(separator: " | ")
    }
  }
}

/// [1, 2, 3].
private func bracketed(_ shape: [Int]) -> String {
  "[" + shape.map { "\($0)" }.joined(separator: ", ") + "]"
}

extension TracedPass {
  fileprivate var misreading: [Block] {
    [
      .notion(
        "If all shapes fit, the code is right.",
        butRight:
          "In our pass, `view` alone gives every tensor the same shape as before, and nothing is refused. The outputs are off by up to \(shown(misreadDifference)). "
          + "Position 0 of the last head even reads the query of token \(lastHeadReads), which has not been read yet."
      )
    ]
  }

  /// The token whose query position 0 of the last head gets with `view` alone.
  public var lastHeadReads: Int {
    (Self.headCount - 1) * Self.length * headWidth / (Self.headCount * headWidth)
  }

  /// The steps of the tensors.
  fileprivate func steps(beside full: TracedPass) -> [Block] {
    [
      .heading("The same pass with tensors"),
      .table(
        Table(
          columns: [.init("step")] + ["here", "full size"].map(Table.Column.right) + [.init("memory")],
          rows: zip(tensors.steps, full.tensors.steps).map { step, full in
            [step.name, bracketed(step.shape), bracketed(full.shape), step.sharesMemory ? "same" : "new"]
          }
        ),
        caption:
          "@ multiplies the last two axes as matrices, for each text and each head. The first axis counts texts; there is one."
      ),
      .paragraph(
        "The tensors' outputs and those of the loop differ by at most \(NumberFormat.size(difference)): rounding. The tensors have \(tensors.scoreCount) scores, a square for each head; a tensor library sets those of later keys to −∞ before the softmax. The loop computed \(scoreCount), "
          + "since a hidden key is not in the list. `reshape` is a `view` that copies where the strides allow no view, as here after a `transpose`."
      ),
      .question(
        Question(
          "At MiniMind's width, how many numbers does the cache of one layer keep of each token?",
          number: Double(full.storedCount),
          tolerance: 0,
          reason:
            "A key and a value for each *stored* head: 2·\(Self.storedHeadCount)·\(full.headWidth) = \(full.storedCount). `repeat_kv` works on what comes out of the cache; its copies are not kept."
        )
      ),
    ]
  }

  /// What the loop does in place of the three operations.
  fileprivate func loop(beside full: TracedPass) -> Lesson.Part {
    Lesson.Part(
      [
        .heading("The loop over heads"),
        .code(
          [
            "let heads = (0..<layout.queryHeadCount).map { head in",
            "  let stored = layout.keyValueHead(for: head)",
            "  let activations = kernel.attend(",
            "    hook(.query, queries[offsets: layout.querySlice(of: head)], head: head),",
            "    visible.map { $0.key[offsets: layout.keySlice(of: stored)] },",
            "    visible.map { $0.value[offsets: layout.valueSlice(of: stored)] },",
          ],
          source: "Sources/Attention/MultiHeadAttention.swift"
        ),
        .list([
          "In place of `view`: `querySlice` is a range of the queries. Those of head 2 begin at element \(queryOffsets[2]) of the same numbers on the tape; nothing is copied.",
          "In place of `transpose`: the positions are a list, `visible`, and each head goes through it. No axis has to be brought to the front.",
          "In place of `repeat_kv`: an index, `keyValueHead`. All \(Self.headCount) heads together read \(distinctKeyCount) different keys of a position, those that are stored.",
          "In place of the axis of texts: one text at a time.",
        ]),
        .paragraph(
          "Why do libraries not write the loop? On a graphics processor, one large multiplication for all heads, positions and texts is much faster than many small ones. The regrouping is what that costs. "
            + "Newer attention kernels take the stored heads as they are and leave out the copies of `repeat_kv`."
        ),
        .notion(
          "Attention works on tensors with four axes.",
          butRight:
            "The formula knows a query, a list of keys and a list of values. The four axes are a way to compute many such formulas at once."
        ),
        .exercise(
          "Train a model of width 32 with MiniMind's heads. Before you look, write down the shapes of `key`, `queries`, `keys` and `scores` at the last letter of *emma*. (The token before the first letter is a position, too.)",
          commands: [
            "microgpt train data/names.txt --embedding 32 --heads 8 --kv-heads 2 --output runs/shapes",
            "microgpt inspect shapes runs/shapes --text emma",
          ]
        ),
      ],
      numbers: [
        NamedNumbers("stored_per_token", [Double(storedCount), Double(full.storedCount)]),
        NamedNumbers("query_offsets", queryOffsets.map { Double($0) }),
      ]
    )
  }
}
