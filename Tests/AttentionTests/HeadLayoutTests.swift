import Attention
import Autograd
import Testing

@Suite("Head layout and stored positions")
struct HeadLayoutTests {
  @Test("The heads' slices follow one another and cover the width")
  func slices() {
    let layout = HeadLayout(headCount: 3, headWidth: 4)
    #expect(layout.queryWidth == 12 && layout.storedKeyWidth == 12 && layout.storedValueWidth == 12)
    #expect((0..<3).map(layout.querySlice) == [0..<4, 4..<8, 8..<12])
    #expect((0..<3).map(layout.keySlice) == (0..<3).map(layout.valueSlice))
  }

  @Test("Positions are stored in order, and a copy of the list is a branch of its own")
  func branches() {
    let tape = Tape()
    let first = ListStore()
    #expect(first.count == 0)
    first.append(StoredPosition(key: tape.vector([0.7]), value: tape.vector([1.9])))
    let second = first.fork()
    second.append(StoredPosition(key: tape.vector([3.1]), value: tape.vector([-2.3])))
    #expect(first.count == 1)
    #expect(second.positions.map { second[$0].key.data } == [[0.7], [3.1]])
    #expect(second.positions.map { second[$0].value.data } == [[1.9], [-2.3]])
  }

  #if compiler(>=6.2)
  @Test("Attention without a stored position, and a query of another width, stop with a message")
  func misuse() async {
    let empty = await #expect(processExitsWith: .failure, observing: [\.standardErrorContent]) {
      let tape = Tape()
      let attention = MultiHeadAttention(layout: HeadLayout(headCount: 1, headWidth: 2))
      _ = attention(tape.vector([0.7, 1.9]), at: 0, in: ListStore(), scale: tape.value(0.7))
    }
    let width = await #expect(processExitsWith: .failure, observing: [\.standardErrorContent]) {
      let tape = Tape()
      let attention = MultiHeadAttention(layout: HeadLayout(headCount: 2, headWidth: 2))
      _ = attention(tape.vector([0.7, 1.9]), at: 0, in: ListStore(), scale: tape.value(0.7))
    }
    #if DEBUG
    let messages = [empty, width].map { String(decoding: $0?.standardErrorContent ?? [], as: UTF8.self) }
    #expect(messages[0].contains("sees none of the positions in 0..<0"))
    #expect(messages[1].contains("2 heads of 2 can't divide a query of 2"))
    #endif
  }
  #endif
}
