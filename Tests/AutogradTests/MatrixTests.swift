import Autograd
import Testing

@Suite("Matrix and input")
struct MatrixTests {
  let tape = Tape()

  func matrix() -> Matrix {
    var next = 0.0
    return tape.matrix(rows: 3, columns: 2) {
      next += 1.5
      return next
    }
  }

  @Test("A matrix asks for its numbers row by row, and its rows are its own values")
  func rows() {
    let matrix = matrix()
    #expect(matrix.elements.data == [1.5, 3, 4.5, 6, 7.5, 9])
    #expect((0..<3).map { matrix[$0].data } == [[1.5, 3], [4.5, 6], [7.5, 9]])
    #expect(matrix.count == 6)
    #expect(tape.valueCount == 6)
    matrix[1].sum().backward()
    #expect(matrix.elements.grad == [0, 0, 1, 1, 0, 0])
  }

  @Test("Some rows of a matrix are a matrix over the same values and gradients")
  func someRows() {
    let matrix = matrix()
    let lower = matrix[rows: 1..<3]
    #expect(tape.valueCount == 6 && tape.recordCount == 0)
    #expect(lower.rows == 2 && lower.columns == 2 && lower.count == 4)
    #expect(lower.elements.data == [4.5, 6, 7.5, 9])
    #expect(lower.elements.position == matrix.elements.position + 2)
    #expect(lower[1][0] == matrix[2][0])
    #expect(lower[rows: 1..<2].elements.data == [7.5, 9])

    let x = tape.vector([0.5, -2])
    let product = lower * x
    #expect(product.data == [-9.75, -14.25])
    (product * tape.vector([3, 5])).sum().backward()
    #expect(matrix.elements.grad == [0, 0, 1.5, -6, 2.5, -10])
    #expect(lower.elements.grad == [1.5, -6, 2.5, -10])
    matrix[2][1].data = 0.25
    #expect(lower.elements.data == [4.5, 6, 7.5, 0.25])
    #expect(lower[tape.input(1)].data == [7.5, 0.25])
  }

  @Test("A product is one dot product with each row, in one record")
  func product() {
    let matrix = matrix()
    let x = tape.vector([0.5, -2])
    let product = matrix * x
    #expect(product.data == [-5.25, -9.75, -14.25])
    #expect(tape.recordCount == 1)
    (product * tape.vector([2, 3, 5])).sum().backward()
    #expect(x.grad == [54, 69])
    #expect(matrix.elements.grad == [1, -4, 1.5, -6, 2.5, -10])
  }

  @Test("The row that an input names is copied, and only it gets the gradient")
  func gather() {
    let matrix = matrix()
    for index in 0..<3 {
      tape.clearGradients()
      let row = matrix[tape.input(index)]
      #expect(row.data == matrix[index].data)
      row.sum().backward()
      #expect(matrix.elements.grad == (0..<6).map { $0 / 2 == index ? 1 : 0 })
    }
  }

  @Test("The element that an input names is copied, and only it gets the gradient")
  func pick() {
    let v = tape.vector([0.7, -2.3, 1.9])
    for index in 0..<3 {
      tape.clearGradients()
      let input = tape.input(index)
      #expect(input.index == index)
      let element = v[input]
      #expect(element.data == v[index].data)
      element.backward()
      #expect(v.grad == (0..<3).map { $0 == index ? 1 : 0 })
    }
  }

  @Test("Multiply–adds are counted for products and for nothing else")
  func multiplyAdds() {
    let matrix = matrix()
    let x = tape.vector([0.5, -2])
    #expect(tape.multiplyAddCount == 0)
    _ = matrix * x
    #expect(tape.multiplyAddCount == 6)
    _ = dot(x, x)
    #expect(tape.multiplyAddCount == 8)
    _ = dots(x, [x, x, x])
    #expect(tape.multiplyAddCount == 14)
    _ = weightedSum(x, [matrix.elements, matrix.elements])
    #expect(tape.multiplyAddCount == 26)
    _ = x.softmax()
    _ = x.rotated(by: x)
    #expect(tape.multiplyAddCount == 26)
    // Two keys of two and two values of six.
    let six = matrix.elements
    _ = flashAttention(query: x, keys: [x, x], values: [six, six], scale: x[0], tileSize: 1)
    #expect(tape.multiplyAddCount == 42)
  }
}
