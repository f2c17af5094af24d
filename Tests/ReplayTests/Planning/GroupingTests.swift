import Autograd
import Testing

@testable import Replay

/// The third pass: what becomes one instruction.
@Suite("Grouping")
struct GroupingTests {
  let tape = Tape()

  @Test("What does the same at one level is one group")
  func levels() {
    #expect(
      twoTokens().planning.grouping.description == """
        level 1: gather v14…v15, v25…v26
        level 2: matrixVector v16…v19, v27…v30
        level 3: relu v20…v23, v31…v34
        level 4: sum v24, v35
        """
    )
  }

  @Test("Other constants are another group")
  func constants() {
    let a = tape.value(0.7)
    let program = tape.program { [a * 2, a * 3, a * 2] }
    #expect(
      program.planning.grouping.description == """
        level 1: multiplyConstant v1, v3
        level 1: multiplyConstant v2
        """
    )
  }

  @Test("Neighbouring matrices that meet the same vectors are one higher matrix")
  func joinedMatrices() {
    #expect(
      twoMatrices().planning.grouping.description == """
        level 1: matrixVector v14…v16 + v17…v18, v19…v21 + v22…v23
        level 2: sum v24, v25, v26, v27
        """
    )
  }

  @Test("Neighbouring matrices that meet different vectors stay apart")
  func separateMatrices() {
    let first = tape.matrix(rows: 3, columns: 2) { 0.5 }
    let second = tape.matrix(rows: 2, columns: 2) { 0.25 }
    let (x, y) = (tape.vector([1, 2]), tape.vector([3, 4]))
    let program = tape.program { [(first * x).sum() + (second * y).sum()] }
    #expect(
      program.planning.grouping.description == """
        level 1: matrixVector v14…v16
        level 1: matrixVector v18…v19
        level 2: sum v17, v20
        level 3: add v21
        """
    )
  }

  @Test("Patterns are grouped as a whole, and named by what others read of them")
  func patterns() {
    let x = tape.vector([0.7, 1.9])
    let program = tape.program { [x.softmax().sum(), x.softmax().sum()] }
    #expect(
      program.planning.grouping.description == """
        level 1: softmax v9…v10, v19…v20
        level 2: sum v11, v21
        """
    )
  }
}
