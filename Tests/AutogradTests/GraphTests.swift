import Autograd
import TestSupport
import Testing

/// Graphs in which a value is read more than once.
///
/// Expected gradients are worked by hand.
@Suite("Graphs")
struct GraphTests {
  let tape = Tape()

  @Test("x · x has the gradient 2x, and x + x the gradient 2")
  func twice() {
    let x = tape.value(-1.7)
    (x * x).backward()
    #expect(x.grad == -3.4)
    tape.clearGradients()
    (x + x).backward()
    #expect(x.grad == 2)
    tape.clearGradients()
    (x - x).backward()
    #expect(x.grad == 0)
    tape.clearGradients()
    (x / x).backward()
    #expect(x.grad == 0)
  }

  @Test("A vector that meets itself counts twice")
  func vectorTwice() {
    let v = tape.vector([0.7, -2.3, 1.9])
    dot(v, v).backward()
    #expect(v.grad == [1.4, -4.6, 3.8])
    tape.clearGradients()
    (v * v).sum().backward()
    #expect(v.grad == [1.4, -4.6, 3.8])
    tape.clearGradients()
    dots(v, [v, v]).sum().backward()
    #expect(v.grad == [2.8, -9.2, 7.6])
  }

  @Test("A broadcast value that is an element of the vector it meets gets both shares")
  func broadcastElement() {
    let v = tape.vector([0.7, -2.3, 1.9])
    (v * v[1]).sum().backward()
    // v₀v₁ + v₁² + v₂v₁
    #expect(agree(v.grad, [-2.3, 0.7 - 4.6 + 1.9, -2.3], within: 1e-15))
  }

  @Test("A vector can be the weights and a vector that is weighed")
  func weightsWeighed() {
    let w = tape.vector([0.7, -2.3])
    let v = tape.vector([3.1, 0.6])
    weightedSum(w, [w, v]).sum().backward()
    // w₀(w₀ + w₁) + w₁(v₀ + v₁)
    let expected: [Double] = [2 * 0.7 - 2.3, 0.7 + 3.1 + 0.6]
    #expect(agree(w.grad, expected, within: 1e-15))
    #expect(v.grad == [-2.3, -2.3])
  }

  @Test("A weighted sum can weigh one vector several times")
  func sameVectorTwice() {
    let w = tape.vector([0.7, -2.3])
    let v = tape.vector([3.1, 0.6])
    weightedSum(w, [v, v]).sum().backward()
    #expect(agree(w.grad, [3.7, 3.7], within: 1e-15))
    #expect(agree(v.grad, [-1.6, -1.6], within: 1e-15))
  }

  @Test("Along a diamond the gradients of both ways add up")
  func diamond() {
    let x = tape.value(1.7)
    let left = x * 3
    let right = x.pow(2)
    let top = left * right
    top.backward()
    // 3x³
    #expect(agree(x.grad, 9 * 1.7 * 1.7, within: 1e-15))
    #expect(left.grad == right.data)
    #expect(right.grad == left.data)
    #expect(top.grad == 1)
  }

  @Test("Diamonds upon diamonds double the gradient each time")
  func tower() {
    let x = tape.value(0.7)
    var top = x
    for _ in 0..<60 { top += top }
    top.backward()
    #expect(x.grad == 0x1p60)
  }

  @Test("Slices that overlap share their gradients' places")
  func overlappingSlices() {
    let v = tape.vector([0.7, -2.3, 1.9])
    dot(v[0..<2], v[1..<3]).backward()
    #expect(v.grad == [-2.3, 0.7 + 1.9, -2.3])
  }

  @Test("One row or element read twice gets both gradients, the others none")
  func readTwice() {
    let matrix = tape.matrix(rows: 3, columns: 2) { 0.7 }
    (matrix[tape.input(1)] * 3 + matrix[tape.input(1)] * 5).sum().backward()
    #expect(matrix.elements.grad == [0, 0, 8, 8, 0, 0])
    let v = tape.vector([0.7, -2.3, 1.9])
    let last = tape.input(2)
    (v[last] * v[last]).backward()
    #expect(v.grad == [0, 0, 3.8])
  }

  @Test(
    "What is read as a constant stands among the parents with 0: a maximum's elements, a rotation's angles"
  )
  func constants() {
    let v = tape.vector([0.7, -2.3, 1.9, -0.4])
    let table = tape.vector([0.6, 0.8])
    #expect(v.maximum().parents.map(\.value) == Array(v))
    #expect(v.maximum().parents.map(\.localDerivative) == [0, 0, 0, 0])
    let rotated = v.rotated(by: table)
    #expect(rotated[2].parents.map(\.value) == [v[2], v[3], table[0], table[1]])
    #expect(rotated[2].parents.map(\.localDerivative) == [0.6, -0.8, 0, 0])
    #expect(rotated[3].parents.map(\.value) == [v[2], v[3], table[0], table[1]])
    #expect(rotated[3].parents.map(\.localDerivative) == [0.8, 0.6, 0, 0])
  }

  // The exact values are 2421/98, 47620/343 and 221433/343: micrograd's example in rational dual numbers.
  @Test("The worked example of micrograd's README comes out")
  func micrograd() {
    let a = tape.value(-4)
    let b = tape.value(2)
    var c = a + b
    var d = a * b + b.pow(3)
    c += c + 1
    c += 1 + c + (-a)
    d += d * 2 + (b + a).relu()
    d += 3 * d + (b - a).relu()
    let e = c - d
    let f = e.pow(2)
    var g = f / 2
    g += 10 / f
    g.backward()
    #expect(agree(g.data, 24.7041, within: 0.00005 / 24))
    #expect(agree(a.grad, 138.8338, within: 0.00005 / 138))
    #expect(agree(b.grad, 645.5773, within: 0.00005 / 645))
    #expect(agree(g.data, 2421.0 / 98, within: 1e-15))
    #expect(agree(a.grad, 47620.0 / 343, within: 1e-15))
    #expect(agree(b.grad, 221433.0 / 343, within: 1e-15))
  }
}
