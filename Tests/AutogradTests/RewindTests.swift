import Autograd
import TestSupport
import Testing

@Suite("Rewinding")
struct RewindTests {
  let tape = Tape()

  /// Some of everything a tape stores: values, records, operands and inputs.
  func compute(_ v: Vector) -> Value {
    let matrix = tape.matrix(rows: 2, columns: 3) { 0.3 }
    let row = matrix[tape.input(1)]
    return (weightedSum(v.softmax(), [matrix * v, row[0..<2], row[1..<3]]).sum() + dots(v, [row, v]).sum())
      .exp()
  }

  @Test("What was there before stays, gradients too, and what came later is forgotten")
  func keepsLeaves() {
    let v = tape.vector([0.7, -2.3, 1.9])
    let before = tape.mark
    let size = (tape.valueCount, tape.recordCount, tape.byteCount)
    let loss = compute(v)
    loss.backward()
    let gradient = v.grad
    #expect(gradient.allSatisfy { $0 != 0 })
    #expect(tape.mark != before)
    tape.rewind(to: before)
    #expect(tape.mark == before)
    #expect((tape.valueCount, tape.recordCount, tape.byteCount) == size)
    #expect(v.data == [0.7, -2.3, 1.9])
    #expect(v.grad == gradient)
  }

  @Test("The same computation afterwards gives the same bits, and gradients add up")
  func again() {
    let v = tape.vector([0.7, -2.3, 1.9])
    let before = tape.mark
    let first = compute(v)
    first.backward()
    let (data, gradient, count) = (first.data, v.grad, tape.valueCount)
    for times in 2...4 {
      tape.rewind(to: before)
      let loss = compute(v)
      #expect(tape.run(from: v.count).grad.allSatisfy { $0 == 0 })
      loss.backward()
      #expect(loss.data == data)
      #expect(tape.valueCount == count)
      #expect(agree(v.grad, gradient.map { Double(times) * $0 }, within: 1e-15))
    }
  }

  @Test("Marks nest")
  func nested() {
    let x = tape.value(1.7)
    let outer = tape.mark
    let y = x * 3
    let inner = tape.mark
    _ = y * 5
    tape.rewind(to: inner)
    #expect(y.data == 1.7 * 3)
    let z = y * 7
    z.backward()
    #expect(y.grad == 7)
    #expect(x.grad == 21)
    tape.rewind(to: outer)
    tape.rewind(to: outer)
    #expect(tape.valueCount == 1)
    let w = x * 11
    w.backward()
    #expect(x.grad == 32)
    #expect(w.parents.map(\.value) == [x])
  }

  @Test("A computation half forgotten leaves nothing in the next one's gradients")
  func partial() {
    let x = tape.value(1.7)
    let y = x * 3
    let mark = tape.mark
    (y * 5).backward()
    #expect(y.grad == 5)
    tape.rewind(to: mark)
    (y * 7).backward()
    #expect(y.grad == 7)
    #expect(x.grad == 15 + 21)
  }

  @Test("New values begin without a gradient wherever the old ones had some")
  func freshGradients() {
    let mark = tape.mark
    let v = tape.vector([0.7, -2.3, 1.9])
    v.sum().backward()
    tape.rewind(to: mark)
    #expect(tape.vector([1.1, 1.2, 1.3, 1.4]).grad == [0, 0, 0, 0])
  }

  @Test("Growing in the midst of a computation changes no number")
  func growth() {
    let v = tape.vector((1...60).map { 0.01 * Double($0) })
    v.sum().backward()
    // 60 + 1 values so far; the first buffers hold 64, each later one at least twice as many.
    let squares = v * v
    let cubes = squares * v
    let whole = tape.vector([Double](repeating: 2.5, count: 1000))
    let loss = cubes.sum() + whole.sum()
    loss.backward()
    // 2500 + Σ (i/100)³
    #expect(agree(loss.data, 2503.3489, within: 1e-14))
    #expect(agree(v.grad, (1...60).map { 1 + 3e-4 * Double($0 * $0) }, within: 1e-14))
    #expect(whole.grad == [Double](repeating: 1, count: 1000))
  }

  @Test("Each step of a training loop takes the same place")
  func steps() {
    let v = tape.vector([0.7, -2.3, 1.9])
    let mark = tape.mark
    var sizes: Set<Int> = []
    for _ in 0..<50 {
      compute(v).backward()
      sizes.insert(tape.byteCount)
      tape.rewind(to: mark)
    }
    #expect(sizes.count == 1)
  }
}
