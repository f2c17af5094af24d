import Autograd
import Replay
import TestSupport

extension Misuse {
  /// All that one must not do with a program.
  static let ofPrograms: [Misuse] = [
    Misuse("The gradient that a program gives of another tape's value", "v1 is no part of the program") {
      let (tape, other) = (Tape(), Tape())
      let x = tape.value(0.7)
      let program = tape.program { [x * x] }
      program.replay([])
      print(program.grad(of: other.value(0.7).exp()))
    },
    Misuse("A program whose recording rewinds the tape below it", "the mark at value 1 is gone") {
      let tape = Tape()
      let empty = tape.mark
      let x = tape.value(0.7)
      _ = tape.program {
        let y = x * x
        tape.rewind(to: empty)
        return [y]
      }
    },
    Misuse("A program with a result of another tape", "belong to two tapes") {
      let (tape, other) = (Tape(), Tape())
      let x = tape.value(0.7)
      let y = other.value(0.7).exp()
      _ = tape.program {
        _ = x.exp()
        return [y]
      }
    },
    Misuse("A program with a result that was rewound", "is gone") {
      let tape = Tape()
      let x = tape.value(0.7)
      _ = tape.program {
        let start = tape.mark
        let y = x.exp()
        tape.rewind(to: start)
        return [y]
      }
    },
    Misuse("A program that differentiates for leaves of another tape", "belong to two tapes") {
      let (tape, other) = (Tape(), Tape())
      let x = tape.value(0.7)
      _ = tape.program(differentiating: other.vector([1])) { [x.exp()] }
    },
    Misuse("A program of what is not recorded", "a program can't be made of what is not recorded") {
      let tape = Tape()
      tape.withoutRecording { _ = tape.program { [tape.value(0.7).exp()] } }
    },
    Misuse("A program that goes backward before it was replayed", "the program was not replayed") {
      let tape = Tape()
      let x = tape.value(0.7)
      tape.program { [x.exp()] }.backward()
    },
    Misuse("A result that a program does not have", "a program with 1 results has none of index 1") {
      let tape = Tape()
      let x = tape.value(0.7)
      let program = tape.program { [x.exp()] }
      program.replay([])
      print(program.result(1))
    },
    Misuse("A leaf of a program that was rewound when it was made", "v1 is gone") {
      let tape = Tape()
      let x = tape.value(0.7)
      let mark = tape.mark
      let old = tape.value(1.9)
      tape.rewind(to: mark)
      let y = tape.value(2.3)
      let program = tape.program { [x * y] }
      program.replay([])
      print(program.data(of: old))
    },
    Misuse("A value of another program", "v1 is no part of the program") {
      let tape = Tape()
      let x = tape.value(0.7)
      var other: [Value] = []
      _ = tape.program {
        other = [x.log()]
        return other
      }
      let program = tape.program { [x.exp()] }
      program.replay([])
      print(program.data(of: other[0]))
    },
    Misuse("An input from before a program, set to what is not there", "input 0, made before the program,") {
      let tape = Tape()
      let v = tape.vector([0.7, 1.9])
      let input = tape.input(0)
      let program = tape.program { [v[input].exp()] }
      input.index = 2
      program.replay([])
    },
    Misuse("Constants at both ends of a run of results", "are leaves and results in one run") {
      let tape = Tape()
      let x = tape.value(0.7)
      _ = tape.program {
        let start = tape.valueCount
        _ = tape.value(7)
        _ = x.exp()
        _ = tape.value(7)
        return [tape.run(from: start).sum()]
      }
    },
    Misuse("Replaying where the buffers must grow, while working in them", "nothing can be appended") {
      let tape = Tape()
      let x = tape.vector([0.7, 1.9])
      // A row of more copies than the buffers held while they were recorded needs room between them.
      let program = tape.program { [(0..<60).reduce(x) { y, _ in y.exp().log() }.sum()] }
      x.withUnsafeMutableBuffers { _, _ in program.replay([]) }
    },
  ]
}
