import Autograd
import Testing

@Suite("Descriptions")
struct DescriptionTests {
  let tape = Tape()

  @Test("A value says where it stands, what it was computed by, its number and its gradient")
  func values() {
    let a = tape.value(-4)
    let b = tape.value(2)
    let product = a * b
    product.backward()
    #expect("\(a)" == "v0 = -4.0, gradient 2.0")
    #expect("\(product)" == "v2 = v0 * v1 = -8.0, gradient 1.0")
    #expect("\(tape.withoutRecording { a + b })" == "v3 = -2.0, gradient 0.0")
  }

  @Test("Every operation has an expression of its own")
  func expressions() {
    let v = tape.vector([4, 2, 1])
    let matrix = tape.matrix(rows: 2, columns: 3) { 1 }
    let input = tape.input(1)
    let a = v[0]
    let b = v[1]
    #expect("\(a + b)".hasPrefix("v9 = v0 + v1 = 6.0,"))
    #expect("\(a - b)".hasPrefix("v10 = v0 - v1 = 2.0,"))
    #expect("\(a / b)".hasPrefix("v11 = v0 / v1 = 2.0,"))
    #expect("\(a + 2.5)".hasPrefix("v12 = v0 + 2.5 = 6.5,"))
    #expect("\(a * 2.5)".hasPrefix("v13 = v0 * 2.5 = 10.0,"))
    #expect("\(a.pow(2))".hasPrefix("v14 = pow(v0, 2.0) = 16.0,"))
    #expect("\(tape.value(0).exp())".hasPrefix("v16 = exp(v15) = 1.0,"))
    #expect("\(v[2].log())".hasPrefix("v17 = log(v2) = 0.0,"))
    #expect("\(a.relu())".hasPrefix("v18 = relu(v0) = 4.0,"))
    #expect("\(vector(of: [b])[0])".hasPrefix("v19 = copy(v1) = 2.0,"))
    #expect("\(v.sum())".hasPrefix("v20 = sum(v0…v2) = 7.0,"))
    #expect("\(v.maximum())".hasPrefix("v21 = maximum(v0…v2) = 4.0,"))
    #expect("\(dot(v, v))".hasPrefix("v22 = dot(v0…v2, v0…v2) = 21.0,"))
    #expect("\(dots(v, [v, matrix[1]])[1])".hasPrefix("v24 = dot(v0…v2, v6…v8) = 7.0,"))
    #expect(
      "\(weightedSum(v[0..<2], [v, v])[2])".hasPrefix(
        "v27 = weightedSum(v0…v1, element 2 of 2 vectors) = 6.0,"
      )
    )
    #expect("\((matrix * v)[1])".hasPrefix("v29 = dot(v6…v8, v0…v2) = 7.0,"))
    #expect("\(matrix[input][2])".hasPrefix("v32 = gather(element 2 of row 1 of the matrix at v3) = 1.0,"))
    #expect("\(v[input])".hasPrefix("v33 = pick(element 1 of v0…v2) = 2.0,"))
  }

  @Test("The operations of attention say what they read")
  func attention() {
    let v = tape.vector([4, 2, 0, 1])
    let rotated = v.rotated(by: tape.vector([1, 0]))
    #expect("\(rotated[3])" == "v9 = rotate(v0…v3, angles at v4) = 1.0, gradient 0.0")
    let result = flashAttention(
      query: v[0..<2],
      keys: [v[2..<4]],
      values: [v[1..<4]],
      scale: v[1],
      tileSize: 1
    )
    // One key: the value as it is, and 2 · (4 · 0 + 2 · 1).
    #expect("\(result.output[2])" == "v12 = flashAttention(element 2 of v0…v1, 1 keys) = 1.0, gradient 0.0")
    #expect(
      "\(result.logSumExp)" == "v13 = flashAttention(log-sum-exp of v0…v1, 1 keys) = 4.0, gradient 0.0"
    )
    // 14 values of 16 bytes, 2 records of 32, 7 operands of 4.
    #expect(
      "\(tape)" == """
        14 values, 2 operations, 320 bytes
        v6…v9 = rotate(v0…v3, angles at v4)
        v10…v13 = flashAttention(v0…v1, 1 keys)
        """
    )
  }

  @Test("An element of a vector's operation says what it itself was computed from")
  func elements() {
    let v = tape.vector([4, 2, 1])
    #expect("\((v * v[1])[2])".hasPrefix("v5 = v2 * v1 = 2.0,"))
    #expect("\((v[1] - v)[0])".hasPrefix("v6 = v1 - v0 = -2.0,"))
    #expect("\((v + 0.5)[1])".hasPrefix("v10 = v1 + 0.5 = 2.5,"))
  }

  @Test("A vector says where it stands and its numbers")
  func vectors() {
    let v = tape.vector([4, 2, 1])
    #expect("\(v)" == "v0…v2 = [4.0, 2.0, 1.0]")
    #expect("\(v[1..<3])" == "v1…v2 = [2.0, 1.0]")
    #expect("\(v[1..<2])" == "v1 = [2.0]")
    #expect("\(v[1..<1])" == "nothing = []")
  }

  @Test("A tape lists its operations, a line each")
  func tapes() {
    let v = tape.vector([4, 2, 1])
    let matrix = tape.matrix(rows: 2, columns: 3) { 1 }
    _ = (v * v[1]).softmax()
    _ = matrix * v
    _ = dots(v, [v, v])
    _ = weightedSum(v[0..<2], [v, v])
    // 31 values of 16 bytes, 10 records of 32, 4 operands of 4.
    #expect(
      "\(tape)" == """
        31 values, 10 operations, 832 bytes
        v9…v11 = v0…v2 * v1
        v12 = maximum(v9…v11)
        v13…v15 = v9…v11 - v12
        v16…v18 = exp(v13…v15)
        v19 = sum(v16…v18)
        v20 = pow(v19, -1.0)
        v21…v23 = v16…v18 * v20
        v24…v25 = dot(rows of v3…v8, v0…v2)
        v26…v27 = dot(v0…v2, 2 vectors)
        v28…v30 = weightedSum(v0…v1, 2 vectors)
        """
    )
    #expect("\(Tape())" == "0 values, 0 operations, 0 bytes")
  }

  @Test("Operations go by the names in their table")
  func operations() {
    #expect(
      Autograd.Operation.allCases.map(\.description) == [
        "add", "subtract", "multiply", "divide", "addConstant", "multiplyConstant", "pow", "exp", "log",
        "sigmoid", "relu",
        "copy", "sum", "maximum", "dot", "dots", "weightedSum", "matrixVector", "gather", "pick",
        "rotate", "flashAttention",
      ]
    )
  }
}
