import Autograd
import Replay
import Testing

// Observing how a process ends needs Swift 6.2.
#if compiler(>=6.2)
@Suite("Misuse of a program stops with a message")
struct ProgramMisuseTests {
  /// Whether what a process wrote on its standard error contains `message`.
  func said(_ result: ExitTest.Result?, _ message: String) -> Bool {
    String(decoding: result?.standardErrorContent ?? [], as: UTF8.self).contains(message)
  }

  @Test("An input that names nothing")
  func inputOutOfRange() async {
    let result = await #expect(processExitsWith: .failure, observing: [\.standardErrorContent]) {
      let tape = Tape()
      let table = tape.matrix(rows: 3, columns: 2) { 0.7 }
      tape.program { [table[tape.input(0)].sum()] }.replay([3])
    }
    #expect(said(result, "input 0 must be in 0..<3, not 3"))
  }

  @Test("Too few inputs")
  func inputCount() async {
    let result = await #expect(processExitsWith: .failure, observing: [\.standardErrorContent]) {
      let tape = Tape()
      let table = tape.matrix(rows: 3, columns: 2) { 0.7 }
      tape.program { [table[tape.input(0)].sum()] }.replay([])
    }
    #expect(said(result, "the program takes 1 inputs, not 0"))
  }

  @Test("A tape that goes on where the program works")
  func tapeInUse() async {
    let result = await #expect(processExitsWith: .failure, observing: [\.standardErrorContent]) {
      let tape = Tape()
      let a = tape.value(0.7)
      let program = tape.program { [a * a] }
      _ = a + a
      program.replay([])
    }
    #expect(said(result, "the tape holds 2 values, and not just the 1 above which the program was recorded"))
  }

  @Test("Going backward after another program")
  func otherProgram() async {
    let result = await #expect(processExitsWith: .failure, observing: [\.standardErrorContent]) {
      let tape = Tape()
      let a = tape.value(0.7)
      let program = tape.program { [a * a] }
      let other = tape.program { [a + a] }
      program.replay([])
      other.replay([])
      program.backward()
    }
    #expect(said(result, "the program was not replayed, or something else was computed on the tape since"))
  }

  @Test("Another tape below it")
  func otherLeaves() async {
    let result = await #expect(processExitsWith: .failure, observing: [\.standardErrorContent]) {
      let tape = Tape()
      let empty = tape.mark
      let a = tape.value(0.7)
      let program = tape.program { [a * a] }
      tape.rewind(to: empty)
      _ = tape.value(1.9)
      program.replay([])
    }
    #expect(said(result, "the tape holds 1 values, and not just the 1"))
  }

  @Test("A run of leaves and results")
  func mixedRun() async {
    let result = await #expect(processExitsWith: .failure, observing: [\.standardErrorContent]) {
      let tape = Tape()
      let a = tape.vector([0.7, 1.9])
      _ = tape.program {
        let start = tape.valueCount
        _ = a.exp()
        _ = tape.value(7)
        _ = a.exp()
        return [tape.run(from: start).sum()]
      }
    }
    #expect(said(result, "are leaves and results in one run, which a program can't read"))
  }

  @Test("A result that is not computed in it")
  func leafAsResult() async {
    let result = await #expect(processExitsWith: .failure, observing: [\.standardErrorContent]) {
      let tape = Tape()
      let a = tape.value(0.7)
      _ = tape.program { [a] }
    }
    #expect(said(result, "a program's results must be computed in it"))
  }
}
#endif
