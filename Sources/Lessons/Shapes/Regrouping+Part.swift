import Drawing
import Inspection

/// What the three operations do to twelve numbers.
extension Regrouping {
  /// What each operation does to shape, strides and memory.
  var moves: Lesson.Part {
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
  var misreading: [Block] {
    [
      .worked(groups("transpose, head", transposed) + groups("view alone, head", misread)),
      .paragraph(
        "With `view` alone, the first “key” of head 0 is right, since the memory begins with it. The second is the key of head 1 at position 0, and the third is that of head 0 at position 1."
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
func bracketed(_ shape: [Int]) -> String {
  "[" + shape.map { "\($0)" }.joined(separator: ", ") + "]"
}
