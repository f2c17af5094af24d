import Autograd
import TestSupport
import Testing

@Suite("Backward")
struct BackwardTests {
  let tape = Tape()

  @Test("A chain of a million nodes goes forward and backward")
  func longChain() {
    let x = tape.value(0.7)
    var end = x
    for _ in 0..<500_000 { end = (end + 1) * -1 }
    // x ↦ −(x + 1) is its own inverse but for a shift: twice gives x again.
    #expect(agree(end.data, 0.7, within: 1e-9))
    #expect(tape.recordCount == 1_000_000)
    end.backward()
    #expect(x.grad == 1)
  }

  @Test("Gradients of leaves add up over several calls; those of computed values are the last call's")
  func accumulation() {
    let a = tape.value(1.7)
    let b = tape.value(-0.6)
    let product = a * b
    let square = product.pow(2)
    square.backward()
    let single = (a.grad, b.grad, product.grad)
    square.backward()
    square.backward()
    #expect(a.grad == single.0 + single.0 + single.0)
    #expect(b.grad == single.1 + single.1 + single.1)
    #expect(product.grad == single.2)
    #expect(square.grad == 1)
  }

  @Test("Two losses that share a part each go back through it once")
  func sharedPart() {
    let x = tape.value(1.7)
    let shared = x * 3
    let first = shared * 5
    let second = shared * 7
    first.backward()
    second.backward()
    #expect(x.grad == 15 + 21)
    #expect(shared.grad == 7)
    #expect(first.grad == 0)
  }

  @Test("A seed multiplies every gradient")
  func seeds() {
    let x = tape.value(1.7)
    let y = x.pow(3)
    y.backward(seed: 0.25)
    #expect(y.grad == 0.25)
    #expect(agree(x.grad, 0.25 * 3 * 1.7 * 1.7, within: 1e-15))
    y.backward(seed: -0.25)
    #expect(x.grad == 0)
    y.backward(seed: 0)
    #expect(x.grad == 0)
  }

  @Test("From a value in the middle, what was recorded later plays no part")
  func middle() {
    let x = tape.value(1.7)
    let middle = x * 3
    let later = middle * 5 + x
    later.backward()
    #expect(x.grad == 16)
    tape.clearGradients()
    middle.backward()
    #expect(x.grad == 3)
    #expect(middle.grad == 1)
    #expect(later.grad == 0)
  }

  @Test("From a leaf, only its own gradient grows")
  func leaf() {
    let x = tape.value(1.7)
    let y = x * 3
    x.backward()
    x.backward(seed: 0.5)
    #expect(x.grad == 1.5)
    #expect(y.grad == 0)
  }

  @Test("From one element of a vector, the others have no gradient")
  func element() {
    let v = tape.vector([0.7, -2.3, 1.9])
    let squares = v * v
    squares[1].backward()
    #expect(squares.grad == [0, 1, 0])
    #expect(v.grad == [0, -4.6, 0])
  }

  @Test("Gradients are 0 before the first call and after clearing")
  func clearing() {
    let x = tape.value(1.7)
    let y = x * 3
    let v = tape.vector([0.7, -2.3])
    #expect(tape.run(from: 0).grad.allSatisfy { $0 == 0 })
    (v.sum() * y).backward()
    #expect(x.grad != 0 && y.grad != 0 && v.grad.allSatisfy { $0 != 0 })
    v.clearGradients()
    #expect(v.grad == [0, 0])
    #expect(x.grad != 0)
    tape.clearGradients()
    #expect(tape.run(from: 0).grad.allSatisfy { $0 == 0 })
    y.backward()
    #expect(x.grad == 3)
  }

  @Test("Gradients can be set, as an optimizer sets them")
  func setting() {
    let x = tape.value(1.7)
    x.grad = 4
    (x * 3).backward()
    #expect(x.grad == 7)
    tape.vector([0.7, -2.3]).withUnsafeMutableBuffers { data, grad in
      #expect(data.elementsEqual([0.7, -2.3]))
      data[1] = 5
      grad[0] = 6
    }
    #expect(tape.run(from: 2).data == [0.7, 5])
    #expect(tape.run(from: 2).grad == [6, 0])
  }

  @Test("A leaf's new number is what the next computation reads; what was computed stays")
  func newData() {
    let x = tape.value(1.7)
    let y = x * 3
    x.data = 2.5
    #expect(y.data == 1.7 * 3)
    #expect((x * 3).data == 7.5)
  }
}
