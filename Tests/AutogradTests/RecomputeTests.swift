import Autograd
import TestSupport
import Testing

@Suite("Computing again")
struct RecomputeTests {
  @Test(
    "What was recorded is computed again from changed leaves, bit for bit as if anew",
    arguments: OperationCase.all
  )
  func operations(operation: OperationCase) {
    let tape = Tape()
    let (leaves, compute) = operation.setUp(tape, operation.operands)
    let start = tape.mark
    let results = compute()
    for leaf in leaves { leaf.data *= 1.03 }
    tape.recompute(from: start, to: tape.mark)
    let again = results.map(\.data)
    #expect(again == compute().map(\.data))
  }

  @Test("A part is computed again by itself, and what comes after it stays")
  func part() {
    let tape = Tape()
    let a = tape.value(2)
    let start = tape.mark
    let b = a * a
    let middle = tape.mark
    let c = b + 1.0
    a.data = 3
    tape.recompute(from: start, to: middle)
    #expect((b.data, c.data) == (9, 5))
    tape.recompute(from: middle, to: tape.mark)
    #expect(c.data == 10)
    c.backward()
    #expect(a.grad == 6)
  }

  @Test("An input that was changed chooses anew")
  func inputs() {
    let tape = Tape()
    let table = tape.vector([0.3, 0.5, 0.7])
    let input = tape.input(0)
    let start = tape.mark
    let chosen = table[input]
    input.index = 2
    #expect(chosen.data == 0.3)
    tape.recompute(from: start, to: tape.mark)
    #expect(chosen.data == 0.7)
    chosen.backward()
    #expect(table.grad == [0, 0, 1])
  }
}
