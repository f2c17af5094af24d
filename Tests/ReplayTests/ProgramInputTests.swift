import Autograd
import Foundation
import Replay
import Testing

/// A program reads an input that was made before it when it is replayed, and goes backward to what that named then.
@Suite("Inputs from before a program")
struct ProgramInputTests {
  let tape = Tape()

  /// What inputs are set to afterwards: within the range of choices, next to it and far away.
  static let changes = [0, 1, 2, 3, -1, 7, 1_000_000, Int(Int32.max), Int(Int32.min)]

  @Test("A program goes backward to what an input from before it named at the replay", arguments: changes)
  func earlierInput(change: Int) {
    let matrix = tape.matrix(rows: 3, columns: 2) { 0.7 }
    let vector = tape.vector([0.3, 0.5, 0.7])
    let scores = tape.vector([0.2, -0.4, 0.9])
    let stranger = tape.vector([0.1, 0.2])
    let unused = tape.input(5)
    let (row, element) = (tape.input(0), tape.input(0))
    var chosen: [Value] = []
    let program = tape.program {
      let own = tape.input(1)
      chosen = [matrix[row].sum(), vector[element], matrix[own].sum()]
      return [
        chosen[0] + chosen[1] * 10 + chosen[2] * 100, scores.negativeLogProbability(of: element),
      ]
    }
    row.index = 2
    element.index = 1
    program.replay([0])
    #expect(program.result(0) == 1.4 + 5 + 140)
    row.index = change
    element.index = change
    unused.index = change
    program.backward()
    #expect(matrix.elements.grad == [100, 100, 0, 0, 1, 1])
    #expect(vector.grad == [0, 10, 0])
    #expect(stranger.grad == [0, 0])
    // softmax − 1 at the element that was read.
    let exponentials = scores.data.map { exp($0) }
    let expected = exponentials.enumerated().map {
      $0.element / exponentials.reduce(0, +) - ($0.offset == 1 ? 1 : 0)
    }
    #expect(zip(scores.grad, expected).allSatisfy { abs($0 - $1) < 1e-15 })

    // On the tape again, it still is what was computed.
    program.unfold()
    #expect("\(chosen[1])".contains("pick(element 1 of"))
    #expect(chosen[1].parents.map(\.value) == [vector[1]])
    tape.clearGradients()
    (chosen[0] + chosen[1]).backward()
    #expect(matrix.elements.grad == [0, 0, 0, 0, 1, 1])
    #expect(vector.grad == [0, 1, 0])
  }

  @Test("A program reads an input from before it anew at each replay")
  func replays() {
    let vector = tape.vector([0.3, 0.5, 0.7])
    let input = tape.input(0)
    let program = tape.program { [vector[input] * 2, vector[input].exp()] }
    for choice in [2, 0, 1, 1] {
      input.index = choice
      program.replay([])
      #expect(program.result(0) == 2 * vector[choice].data)
      vector.clearGradients()
      program.backward()
      for index in 0..<3 { #expect((vector[index].grad > 0) == (index == choice)) }
    }
  }
}
