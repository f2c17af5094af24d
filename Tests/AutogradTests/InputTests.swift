import Autograd
import Testing

/// A gradient goes to what was read, and what was read is what the input named when the result was computed.
@Suite("An input that is changed after it was read")
struct InputTests {
  let tape = Tape()

  /// What inputs are set to afterwards: within the range of choices, next to it and far away.
  static let changes = [0, 1, 2, 3, -1, 7, 1_000_000, Int(Int32.max), Int(Int32.min)]

  @Test("The gradient goes to the row of the matrix that was read", arguments: changes)
  func row(change: Int) {
    let matrix = tape.matrix(rows: 3, columns: 2) { 0.7 }
    let stranger = tape.vector([0.1, 0.2, 0.3, 0.4])
    let input = tape.input(1)
    let row = matrix[input]
    let sum = row.sum()
    input.index = change
    sum.backward()
    #expect(matrix.elements.grad == [0, 0, 1, 1, 0, 0])
    #expect(stranger.grad == [0, 0, 0, 0])
    #expect(row[1].parents.map(\.value) == [matrix[1][1]])
    #expect("\(row[0])".contains("element 0 of row 1"))
    #expect("\(tape)".contains("row 1 of"))
    #expect(input.index == change)
  }

  @Test("The gradient goes to the element of the vector that was read", arguments: changes)
  func element(change: Int) {
    let vector = tape.vector([0.3, 0.5, 0.7])
    let stranger = tape.vector([0.1, 0.2])
    let input = tape.input(1)
    let chosen = vector[input]
    let result = chosen * 2
    input.index = change
    result.backward()
    #expect(vector.grad == [0, 2, 0])
    #expect(stranger.grad == [0, 0])
    #expect(chosen.parents.map(\.value) == [vector[1]])
    #expect("\(chosen)".contains("pick(element 1 of"))
  }

  @Test("An input that several operations read is remembered by each as it was then")
  func severalReaders() {
    let vector = tape.vector([0.3, 0.5, 0.7])
    let input = tape.input(0)
    let first = vector[input]
    input.index = 2
    let second = vector[input]
    input.index = 1
    (first * 10 + second * 100).backward()
    #expect(vector.grad == [10, 0, 100])
  }

  @Test("Computing again reads the input again, and the gradient follows")
  func recomputing() {
    let matrix = tape.matrix(rows: 3, columns: 2) { 0.7 }
    let input = tape.input(0)
    let start = tape.mark
    let sum = matrix[input].sum()
    input.index = 2
    tape.recompute(from: start, to: tape.mark)
    input.index = 1
    sum.backward()
    #expect(matrix.elements.grad == [0, 0, 0, 0, 1, 1])
  }

  @Test("What is computed with recording off reads the input, too")
  func withoutRecording() {
    let vector = tape.vector([0.3, 0.5, 0.7])
    let input = tape.input(2)
    #expect(tape.withoutRecording { vector[input].data } == 0.7)
  }
}
