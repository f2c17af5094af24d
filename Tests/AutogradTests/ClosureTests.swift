import Autograd
import Testing

@Suite("What is called back may use the tape")
struct ClosureTests {
  let tape = Tape()

  @Test("A matrix holds the numbers that its closure gave, whatever that appends", arguments: [1, 8, 40])
  func appending(size: Int) {
    var numbers: [Double] = []
    let matrix = tape.matrix(rows: size, columns: size) {
      let number = tape.vector([0.5, Double(numbers.count)]).sum().data
      numbers.append(number)
      return number
    }
    #expect(numbers.count == size * size)
    #expect(matrix.elements.data == numbers)
    #expect(matrix.elements.grad == numbers.map { _ in 0 })
    // Nothing of what the closure appended is part of it.
    #expect(tape.valueCount == 4 * size * size)
    #expect(matrix.elements.position == 3 * size * size)
  }

  @Test("A matrix of ones that are read from the tape adds up to their number")
  func ones() {
    let matrix = tape.matrix(rows: 8, columns: 8) { tape.value(1).data }
    #expect(matrix.elements.sum().data == 64)
  }

  @Test("A matrix may be made while another is asked for its numbers")
  func nesting() {
    var inner: [Matrix] = []
    let outer = tape.matrix(rows: 3, columns: 2) {
      inner.append(tape.matrix(rows: 2, columns: 20) { Double(inner.count) })
      return 10 + Double(inner.count)
    }
    #expect(outer.elements.data == [11, 12, 13, 14, 15, 16])
    for (index, matrix) in inner.enumerated() {
      #expect(matrix.elements.data == [Double](repeating: Double(index), count: 40))
    }
  }

  @Test("A matrix comes where the tape ends once its closure has rewound it")
  func rewinding() {
    let start = tape.mark
    _ = tape.vector([Double](repeating: 7, count: 100))
    let matrix = tape.matrix(rows: 2, columns: 2) {
      tape.rewind(to: start)
      return tape.value(0.7).exp().log().data
    }
    #expect(matrix.elements.position == 3)
    #expect(matrix.elements.data.allSatisfy { abs($0 - 0.7) < 1e-15 })
    #expect(tape.valueCount == 7)
  }

  @Test("A matrix whose closure computes with recording off is the same")
  func withoutRecording() {
    let x = tape.value(3)
    let matrix = tape.withoutRecording { tape.matrix(rows: 2, columns: 1) { (x * x).data } }
    #expect(matrix.elements.data == [9, 9])
  }

  @Test("The leaves of a gradient check are asked for once, even if that appends them")
  func lazyLeaves() {
    var made: [Value] = []
    let leaves = (0..<3).lazy.map { index in
      let leaf = tape.value(Double(index) + 0.5)
      made.append(leaf)
      return leaf
    }
    let check = tape.checkGradients(of: leaves) { made.reduce(tape.value(1)) { $0 * $1 } }
    #expect(made.count == 3)
    #expect(check.comparisons.map(\.backpropagated) == [3.75, 1.25, 0.75])
    #expect(check.worstRelativeError < 1e-9)
    #expect(tape.valueCount == 3)
  }

  @Test(
    "Numbers and gradients can be worked on in place, also by calls within each other, and then the tape goes on"
  )
  func inPlace() {
    let vector = tape.vector([1, 2, 3])
    vector.sum().backward()
    vector.withUnsafeMutableBuffers { data, grad in
      vector.withUnsafeMutableBuffers { inner, _ in inner[0] = 7 }
      for index in data.indices { data[index] *= 2 * grad[index] }
    }
    #expect(vector.data == [14, 4, 6])
    let product = vector * vector
    #expect(product.data == [196, 16, 36])
    #expect(product.grad == [0, 0, 0])
    product.sum().backward()
    #expect(vector.grad == [29, 9, 13])
  }

  @Test("Tapes that follow one another have nothing of each other")
  func successors() {
    var last: Value?
    for round in 1...100 {
      let tape = Tape()
      let x = tape.vector([Double](repeating: Double(round), count: round))
      #expect(x.grad == [Double](repeating: 0, count: round))
      #expect(x[0] != last)
      let empty = tape.mark
      (x * x).sum().backward()
      #expect(x.grad == [Double](repeating: 2 * Double(round), count: round))
      tape.rewind(to: empty)
      #expect((tape.recordCount, tape.isRecording, tape.valueCount) == (0, true, round))
      last = x[0]
    }
  }
}
