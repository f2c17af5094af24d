import Autograd
import Replay
import Testing

@Suite("Descriptions of programs")
struct ProgramDescriptionTests {
  /// The example of the README.
  @Test("Two tokens through one layer: eight operations become four instructions")
  func example() {
    let tape = Tape()
    let embedding = tape.matrix(rows: 3, columns: 2) { 0.5 }
    let weights = tape.matrix(rows: 4, columns: 2) { 0.25 }
    let program = tape.program {
      [2, 0].map { token in (weights * embedding[tape.input(token)]).relu().sum() }
    }
    #expect(
      program.description == """
        8 operations in 4 instructions
        gather of 2 operations: 2 rows of 2 values
        matrixVector of 2 operations: 2 rows of 4 values, storing the gradient of its second operand
        relu of 2 operations: 1 row of 8 values, storing the gradient of its first operand
        sum of 2 operations: 2 rows of 1 value, storing the gradient of its first operand
        """
    )
    program.replay([2, 0])
    program.unfold()
    #expect(
      tape.description == """
        36 values, 8 operations, 840 bytes
        v14…v15 = gather(row 2 of the matrix at v0)
        v16…v19 = dot(rows of v6…v13, v14…v15)
        v20…v23 = relu(v16…v19)
        v24 = sum(v20…v23)
        v25…v26 = gather(row 0 of the matrix at v0)
        v27…v30 = dot(rows of v6…v13, v25…v26)
        v31…v34 = relu(v27…v30)
        v35 = sum(v31…v34)
        """
    )
  }

  @Test("Softmax and RMSNorm are one instruction each, and copies that assemble a vector none")
  func patterns() {
    let tape = Tape()
    let x = tape.vector([0.1, 0.2, 0.3, 0.4])
    let program = tape.program {
      let y = (x * (dot(x, x) / 4 + 1e-5).pow(-0.5)) * 2.0
      let z = y.softmax() * 3.0
      return [concatenate([(z * 1.5), (z * 1.5)]).sum()]
    }
    #expect(
      program.description == """
        18 operations in 6 instructions
        normalization of 5 operations: 1 row of 4 values
        multiplyConstant of 1 operation: 1 row of 4 values, storing the gradient of its first operand
        softmax of 6 operations: 1 row of 4 values, storing the gradient of its first operand
        multiplyConstant of 1 operation: 1 row of 4 values, storing the gradient of its first operand
        multiplyConstant of 2 operations: 2 rows of 4 values
        sum of 1 operation: 1 row of 1 value, storing the gradient of its first operand
        """
    )
  }

  @Test("The losses of several tokens are one instruction, a row of seven operations each")
  func losses() {
    let tape = Tape()
    let x = tape.vector([0.1, 0.2, 0.3, 0.4])
    let program = tape.program {
      let logits = [x * 2.0, x * 2.0, x * 2.0]
      return [vector(of: logits.map { $0.negativeLogProbability(of: tape.input(1)) }).mean()]
    }
    #expect(
      program.description == """
        29 operations in 4 instructions
        multiplyConstant of 3 operations: 3 rows of 4 values
        negative log-probability of 21 operations: 3 rows of 1 value, storing the gradient of its first operand
        sum of 1 operation: 1 row of 1 value, storing the gradient of its first operand
        multiplyConstant of 1 operation: 1 row of 1 value, storing the gradient of its first operand
        """
    )
  }
}
