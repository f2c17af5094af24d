import Autograd
import Testing

// Observing how a process ends needs Swift 6.2.
#if compiler(>=6.2)
@Suite("Misuse stops with a message")
struct MisuseTests {
  /// Whether what a process wrote on its standard error contains `message`.
  func said(_ result: ExitTest.Result?, _ message: String) -> Bool {
    String(decoding: result?.standardErrorContent ?? [], as: UTF8.self).contains(message)
  }

  @Test("A value of another tape")
  func otherTape() async {
    let result = await #expect(processExitsWith: .failure, observing: [\.standardErrorContent]) {
      let tape = Tape()
      let other = Tape()
      _ = tape.value(0.7) + other.value(1.9)
    }
    #expect(said(result, "belong to two tapes"))
  }

  @Test("An input of another tape")
  func inputOfOtherTape() async {
    let result = await #expect(processExitsWith: .failure, observing: [\.standardErrorContent]) {
      let tape = Tape()
      let other = Tape()
      _ = tape.vector([0.7])[other.input(0)]
    }
    #expect(said(result, "input 0 belongs to another tape"))
  }

  @Test("A vector of another tape among several")
  func vectorOfOtherTape() async {
    let result = await #expect(processExitsWith: .failure, observing: [\.standardErrorContent]) {
      let tape = Tape()
      let other = Tape()
      let v = tape.vector([0.7])
      _ = weightedSum(v, [other.vector([0.7])])
    }
    #expect(said(result, "belong to two tapes"))
  }

  @Test("A value whose part of the tape was rewound")
  func rewound() async {
    let result = await #expect(processExitsWith: .failure, observing: [\.standardErrorContent]) {
      let tape = Tape()
      let x = tape.value(0.7)
      let mark = tape.mark
      let y = x * 3
      tape.rewind(to: mark)
      print(y.data)
    }
    #expect(said(result, "v1 is gone"))
  }

  @Test("A value whose place has another number by now")
  func overwritten() async {
    let result = await #expect(processExitsWith: .failure, observing: [\.standardErrorContent]) {
      let tape = Tape()
      let x = tape.value(0.7)
      let mark = tape.mark
      let y = x * 3
      tape.rewind(to: mark)
      let z = x * 5
      y.backward()
      print(z.data)
    }
    #expect(said(result, "v1 is gone"))
  }

  @Test("An input that was rewound")
  func rewoundInput() async {
    let result = await #expect(processExitsWith: .failure, observing: [\.standardErrorContent]) {
      let tape = Tape()
      let mark = tape.mark
      let input = tape.input(0)
      tape.rewind(to: mark)
      print(input.index)
    }
    #expect(said(result, "input 0 is gone"))
  }

  @Test("A value that outlived its tape")
  func closed() async {
    let result = await #expect(processExitsWith: .failure, observing: [\.standardErrorContent]) {
      var tape: Tape? = Tape()
      let x = tape?.value(0.7)
      tape = nil
      print(x?.data ?? 0)
    }
    #expect(said(result, "the tape of v0 is gone"))
  }

  @Test("A mark that was rewound before")
  func rewoundMark() async {
    let result = await #expect(processExitsWith: .failure, observing: [\.standardErrorContent]) {
      let tape = Tape()
      let start = tape.mark
      _ = tape.vector([0.7, 1.9])
      let end = tape.mark
      tape.rewind(to: start)
      tape.rewind(to: end)
    }
    #expect(said(result, "the mark at value 2 is gone: the tape was rewound to before it"))
  }

  @Test("Vectors of two lengths, element by element")
  func lengths() async {
    let result = await #expect(processExitsWith: .failure, observing: [\.standardErrorContent]) {
      let tape = Tape()
      _ = tape.vector([0.7, 1.9]) + tape.vector([0.7, 1.9, 3.1])
    }
    #expect(said(result, "vectors of 2 and 3 values can't be combined"))
  }

  @Test("Vectors of two lengths in a dot product")
  func dotLengths() async {
    let result = await #expect(processExitsWith: .failure, observing: [\.standardErrorContent]) {
      let tape = Tape()
      _ = dot(tape.vector([0.7, 1.9]), tape.vector([0.7]))
    }
    #expect(said(result, "vectors of 2 and 1 values have no dot product"))
  }

  @Test("A matrix and a vector that do not fit")
  func matrixLength() async {
    let result = await #expect(processExitsWith: .failure, observing: [\.standardErrorContent]) {
      let tape = Tape()
      _ = tape.matrix(rows: 3, columns: 2) { 0.7 } * tape.vector([0.7, 1.9, 3.1])
    }
    #expect(said(result, "a 3×2 matrix can't multiply a vector of 3"))
  }

  @Test("Weights and vectors of two numbers")
  func weightCount() async {
    let result = await #expect(processExitsWith: .failure, observing: [\.standardErrorContent]) {
      let tape = Tape()
      let v = tape.vector([0.7, 1.9])
      _ = weightedSum(v, [v])
    }
    #expect(said(result, "2 weights can't weigh 1 vectors"))
  }

  @Test("An index outside a slice, though within what it was cut from")
  func elementIndex() async {
    let result = await #expect(processExitsWith: .failure, observing: [\.standardErrorContent]) {
      let tape = Tape()
      _ = tape.vector([0.7, 1.9, 3.1])[1..<3][0]
    }
    #expect(said(result, "index 0 is not in 1..<3"))
  }

  @Test("A row that a matrix does not have")
  func row() async {
    let result = await #expect(processExitsWith: .failure, observing: [\.standardErrorContent]) {
      let tape = Tape()
      let matrix = tape.matrix(rows: 3, columns: 2) { 0.7 }
      _ = matrix[tape.input(3)]
    }
    #expect(said(result, "row 3 is not in 0..<3"))
  }

  @Test("An element that a vector does not have")
  func element() async {
    let result = await #expect(processExitsWith: .failure, observing: [\.standardErrorContent]) {
      let tape = Tape()
      let v = tape.vector([0.7, 1.9])
      _ = v[tape.input(-1)]
    }
    #expect(said(result, "the input -1 names no element of a vector of 2"))
  }

  @Test("Rows that a matrix does not have")
  func someRows() async {
    let result = await #expect(processExitsWith: .failure, observing: [\.standardErrorContent]) {
      let tape = Tape()
      _ = tape.matrix(rows: 3, columns: 2) { 0.7 }[rows: 1..<4]
    }
    #expect(said(result, "the rows 1..<4 are not within 0..<3"))
  }

  @Test("A rotation of half a pair")
  func rotationOfThree() async {
    let result = await #expect(processExitsWith: .failure, observing: [\.standardErrorContent]) {
      let tape = Tape()
      _ = tape.vector([0.7, 1.9, 3.1]).rotated(by: tape.vector([0.6, 0.8, 1]))
    }
    #expect(said(result, "a vector of 3 values can't be turned by a table of 3: pairs must fit"))
  }

  @Test("A rotation by a table that does not go evenly into the vector")
  func rotationByFour() async {
    let result = await #expect(processExitsWith: .failure, observing: [\.standardErrorContent]) {
      let tape = Tape()
      let v = tape.vector([0.7, 1.9, 3.1, 0.6, -1.3, 2.2])
      _ = v.rotated(by: tape.vector([0.6, 0.8, 1, 0]))
    }
    #expect(said(result, "a vector of 6 values can't be turned by a table of 4: pairs must fit"))
  }

  @Test("A rotation by a table without angles")
  func rotationByNothing() async {
    let result = await #expect(processExitsWith: .failure, observing: [\.standardErrorContent]) {
      let tape = Tape()
      _ = tape.vector([0.7, 1.9]).rotated(by: tape.vector([]))
    }
    #expect(said(result, "a vector of 2 values can't be turned by a table of 0: pairs must fit"))
  }

  @Test("A rotation by angles of another tape")
  func rotationByOtherTape() async {
    let result = await #expect(processExitsWith: .failure, observing: [\.standardErrorContent]) {
      let tape = Tape()
      let other = Tape()
      _ = tape.vector([0.7, 1.9]).rotated(by: other.vector([0.6, 0.8]))
    }
    #expect(said(result, "belong to two tapes"))
  }

  @Test("Attention in tiles of nothing, without keys, and over a key of another width")
  func flash() async {
    let tiles = await #expect(processExitsWith: .failure, observing: [\.standardErrorContent]) {
      let tape = Tape()
      let v = tape.vector([0.7, 1.9])
      _ = flashAttention(query: v, keys: [v], values: [v], scale: v[0], tileSize: 0)
    }
    #expect(said(tiles, "1 keys with 1 values can't be attended in tiles of 0"))
    let nothing = await #expect(processExitsWith: .failure, observing: [\.standardErrorContent]) {
      let tape = Tape()
      let v = tape.vector([0.7, 1.9])
      _ = flashAttention(query: v, keys: [], values: [], scale: v[0], tileSize: 2)
    }
    #expect(said(nothing, "attention needs at least one key"))
    let width = await #expect(processExitsWith: .failure, observing: [\.standardErrorContent]) {
      let tape = Tape()
      let v = tape.vector([0.7, 1.9])
      _ = flashAttention(query: v, keys: [v, v[0..<1]], values: [v, v], scale: v[0], tileSize: 2)
    }
    #expect(said(width, "a query of 2 and values of 2 do not go with a key of 1 and a value of 2"))
  }

  @Test("A gradient check of what is not a leaf")
  func checkOfResult() async {
    let result = await #expect(processExitsWith: .failure, observing: [\.standardErrorContent]) {
      let tape = Tape()
      let y = tape.value(0.7) * 3
      _ = tape.checkGradients(of: [y]) { y * 2 }
    }
    #expect(said(result, "only a leaf can be varied by itself"))
  }

  @Test("An input that names nothing when a tape is computed again")
  func recomputedInput() async {
    let result = await #expect(processExitsWith: .failure, observing: [\.standardErrorContent]) {
      let tape = Tape()
      let table = tape.matrix(rows: 3, columns: 2) { 0.7 }
      let input = tape.input(0)
      let start = tape.mark
      _ = table[input]
      input.index = -1
      tape.recompute(from: start, to: tape.mark)
    }
    #expect(said(result, "the input -1 names none of 3"))
  }
}
#endif
