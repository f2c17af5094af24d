import Drawing
import Inspection

/// The pass list by list, as tensors, and by a loop.
extension TracedPass {
  var numbers: [NamedNumbers] {
    [
      NamedNumbers("loop_outputs", outputs), NamedNumbers("tensor_outputs", tensors.outputs),
      NamedNumbers("misread_outputs", misread.outputs),
    ]
  }

  /// Where a query comes from, and all lists.
  func traced(beside full: TracedPass) -> Lesson.Part {
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
          "These are all lists that the model computed at the last of the \(Self.length) positions, in their order. Those from `normalized` to `output` belong to the one layer; a model of several layers has them for each. x of the formulas is here `normalized`, and W_k is called attn_wk. `wte` and `wpe` hold the embeddings of tokens and positions, `mlp_fc1` and `mlp_fc2` are the feed-forward part. As in microgpt, the RMSNorm comes once more than usual, right after the embedding. Each of the \(heads) heads has `keys` and `values`, though \(Self.storedHeadCount) are stored: several heads read the same. Behind each name stands its shape: 8 × 3 are "
            + "8 lists of 3 numbers. In round brackets stands the shape at MiniMind's width. In square brackets stands that of the tensor that holds the list for all positions: [texts, positions, width], or [texts, heads, positions, width]."
        ),
        .list(
          zip(shapes.lists, full.shapes.lists).map { here, full in
            "`\(here.name)`: \(crosses(here.shape)) (\(crosses(full.shape))), \(bracketed(tensorShape(of: here))): \(here.meaning)"
          }
        ),
        .paragraph(
          "Before the brackets, `keys`, `values`, `scores` and `pattern` have an axis of \(Self.length), the positions that are seen; it grows with the text. No other list does. The queries of earlier positions are not in these lists: "
            + "they have been used. The tensors in square brackets hold all positions at once, those queries, too."
        ),
        .heading("The memory under a tensor"),
        .paragraph(
          "A tensor is a row of numbers in memory together with a shape and *strides*. The stride of an axis says how many places in memory one goes on when the index of this axis grows by 1."
        ),
        .paragraph(
          "Take the keys of 3 positions with 2 stored heads of width 2, position after position: 12 numbers. To tell them apart, let each number be its own place in memory, 0 to 11. `view` gives them "
            + "the shape [3, 2, 2]: positions, heads, width. Its strides are [4, 2, 1]: from a position to the next it is 4 places, from a head to the next 2. `transpose` then makes the shape [2, 3, 2] of it: heads, positions, width."
        ),
        .question(
          Question(
            "`transpose` leaves every number in its place in memory. Which strides does it give?",
            ["[4, 2, 1] as before", "[2, 4, 1]", "[6, 2, 1]"],
            right: 1,
            reason:
              "The axes change places, and their strides with them: a head is still 2 places from the next, and a position 4. Neither `view` nor `transpose` moves a number. They change the shape and the strides: how an index is turned into a place. [6, 2, 1] would be those of numbers written anew, head after head."
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

  var misreading: [Block] {
    [
      .notion(
        "If all shapes fit, the code is right.",
        butRight:
          "In our pass, `view` alone gives every tensor the same shape as before, and nothing is refused. The outputs are off by up to \(shown(misreadDifference)), and none of the right ones is larger than \(shown(largestOutput)). "
          + "Position 0 of the last head even reads the query of token \(lastHeadReads), which has not been read yet."
      )
    ]
  }

  /// The largest magnitude of the loop's outputs.
  public var largestOutput: Double { outputs.joined().reduce(0) { max($0, $1.magnitude) } }

  /// The token whose query position 0 of the last head gets with `view` alone.
  public var lastHeadReads: Int {
    (Self.headCount - 1) * Self.length * headWidth / (Self.headCount * headWidth)
  }

  /// The steps of the tensors.
  func steps(beside full: TracedPass) -> [Block] {
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
  func loop(beside full: TracedPass) -> Lesson.Part {
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
            "    scale(head)", "  )", "  return hook(activations, head: head)", "}",
          ],
          source: "Sources/Attention/MultiHeadAttention.swift"
        ),
        .paragraph(
          "`(0..<n).map { head in … }` does for each head from 0 to n − 1 what is in the braces. `layout` knows which elements belong to which head. `hook` can change what passes; here it changes nothing."
        ),
        .list([
          "In place of `view`: `querySlice` is a range of the queries. Those of head 2 begin at element \(queryOffsets[2]) of the same numbers on the tape, the record that the program keeps for going backward; nothing is copied.",
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
          "Train a model of width 32 with MiniMind's heads. Before you look, write down the shapes of `key`, `queries`, `keys` and `scores` at the last letter of “emma”. (The token before the first letter is a position, too.)",
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
