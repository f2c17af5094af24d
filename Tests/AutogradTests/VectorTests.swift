import Autograd
import Testing

@Suite("Vector")
struct VectorTests {
  let tape = Tape()

  @Test("A vector is a collection of its values")
  func collection() {
    let v = tape.vector([0.7, -2.3, 1.9, 0.4])
    #expect(v.count == 4)
    #expect(v.indices == 0..<4)
    #expect(v.map(\.data) == v.data)
    #expect(v.reversed().map(\.data) == [0.4, 1.9, -2.3, 0.7])
    #expect(zip(v, v.dropFirst()).map { $1.position - $0.position } == [1, 1, 1])
    #expect(v.first == v[0])
    #expect(v.last == v[3])
    #expect(v.prefix(2).data == [0.7, -2.3])
    #expect(v.suffix(1).data == [0.4])
    #expect(v.firstIndex { $0.data < 0 } == 1)
    #expect(v.filter { $0.data > 0.5 }.map(\.position) == [v.position, v.position + 2])
    #expect(tape.vector([]).isEmpty)
  }

  @Test("A slice is the same values under the same indices")
  func slices() {
    let v = tape.vector([0.7, -2.3, 1.9, 0.4])
    let slice = v[1..<4]
    #expect(slice.startIndex == 1)
    #expect(slice.endIndex == 4)
    #expect(slice[1] == v[1])
    #expect(slice.data == [-2.3, 1.9, 0.4])
    #expect(slice.position == v[1].position)
    #expect(slice[2..<3][2] == v[2])
    #expect(v[2..<2].isEmpty)
    #expect(tape.valueCount == 4)
    (slice[2..<4] * v[0..<2]).sum().backward()
    #expect(v.grad == [1.9, 0.4, 0.7, -2.3])
    #expect(slice.grad == [0.4, 0.7, -2.3])
  }

  @Test("Results of operations begin at index 0, whatever they were computed from")
  func resultIndices() {
    let v = tape.vector([0.7, -2.3, 1.9, 0.4])
    #expect((v[2..<4] + 1).indices == 0..<2)
    #expect(v[1..<4].softmax().indices == 0..<3)
  }

  @Test("Elements named by an input count from the vector's first")
  func pickFromSlice() {
    let v = tape.vector([0.7, -2.3, 1.9, 0.4])
    let picked = v[1..<4][tape.input(0)]
    #expect(picked.data == -2.3)
    picked.backward()
    #expect(v.grad == [0, 1, 0, 0])
  }

  @Test("Single values from anywhere come together in order, each with its own gradient")
  func assembly() {
    let a = tape.value(0.7)
    let v = tape.vector([1.9, -2.3])
    let b = a * 3
    let assembled = vector(of: [v[1], b, v[1], a])
    #expect(assembled.data == [-2.3, b.data, -2.3, 0.7])
    (assembled * tape.vector([2, 3, 5, 7])).sum().backward()
    #expect(v.grad == [0, 7])
    #expect(a.grad == 16)
  }

  @Test("Parts are put one after the other, empty ones too")
  func concatenation() {
    let v = tape.vector([0.7, -2.3])
    let nothing = tape.vector([])
    let whole = concatenate([nothing, v, nothing, v[1..<2]])
    #expect(whole.data == [0.7, -2.3, -2.3])
    whole.sum().backward()
    #expect(v.grad == [1, 2])
  }

  @Test("One operation on vectors is one record, one node an element")
  func size() {
    let v = tape.vector([0.7, 2.3, 1.9])
    let operations: [(() -> Void, nodes: Int)] = [
      ({ _ = v + v }, 3), ({ _ = v * v[0] }, 3), ({ _ = v * 2.5 }, 3), ({ _ = v.exp() }, 3),
      ({ _ = v.sum() }, 1),
      ({ _ = dot(v, v) }, 1), ({ _ = dots(v, [v, v]) }, 2), ({ _ = weightedSum(v[0..<2], [v, v]) }, 3),
    ]
    for (operation, nodes) in operations {
      let (values, records) = (tape.valueCount, tape.recordCount)
      operation()
      #expect(tape.valueCount - values == nodes)
      #expect(tape.recordCount - records == 1)
    }
  }

  @Test("A value is the same one only at the same place of the same tape")
  func identity() {
    let a = tape.value(0.7)
    #expect(a == tape.run(from: 0)[0])
    #expect(a != tape.value(0.7))
    #expect(a != Tape().value(0.7))
  }
}
