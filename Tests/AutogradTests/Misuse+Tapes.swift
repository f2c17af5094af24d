import Autograd
import TestSupport

extension Misuse {
  /// All that one must not do with a tape.
  static let ofTapes = closedTapes + rewoundTapes + lentBuffers + sizes + twoTapes

  /// What `make` gives of a tape that is gone when it comes back.
  static func ofClosedTape<Handle>(_ make: (Tape) -> Handle) -> Handle { make(Tape()) }

  static let closedTapes: [Misuse] = [
    Misuse("Reading a value whose tape is gone", "the tape of v0 is gone") {
      print(ofClosedTape { $0.value(0.7) }.data)
    },
    Misuse("Writing a value whose tape is gone", "the tape of v0 is gone") {
      ofClosedTape { $0.value(0.7) }.data = 1
    },
    Misuse("Reading a gradient whose tape is gone", "the tape of v0 is gone") {
      print(ofClosedTape { $0.value(0.7) }.grad)
    },
    Misuse("Writing a gradient whose tape is gone", "the tape of v0 is gone") {
      ofClosedTape { $0.value(0.7) }.grad = 1
    },
    Misuse("Going backward from a value whose tape is gone", "the tape of v1 is gone") {
      ofClosedTape { $0.value(0.7).exp() }.backward()
    },
    Misuse("Computing with a value whose tape is gone", "the tape of v0 is gone") {
      _ = ofClosedTape { $0.value(0.7) }.exp()
    },
    Misuse("The parents of a value whose tape is gone", "the tape of v1 is gone") {
      print(ofClosedTape { $0.value(0.7).exp() }.parents)
    },
    Misuse("Printing a value whose tape is gone", "the tape of v1 is gone") {
      print(ofClosedTape { $0.value(0.7).exp() })
    },
    Misuse("Reading a vector whose tape is gone", "the tape of v0 is gone") {
      print(ofClosedTape { $0.vector([0.7, 1.9]) }.data)
    },
    Misuse("An element of a vector whose tape is gone", "the tape of v0 is gone") {
      print(ofClosedTape { $0.vector([0.7, 1.9]) }[0].data)
    },
    Misuse("Adding up a vector whose tape is gone", "the tape of v0 is gone") {
      _ = ofClosedTape { $0.vector([0.7, 1.9]) }.sum()
    },
    Misuse("A vector of nothing whose tape is gone", "the tape of v0 is gone") {
      let nothing = ofClosedTape { $0.vector([]) }
      _ = nothing + nothing
    },
    Misuse("Working in the buffers of a tape that is gone", "the tape of v0 is gone") {
      ofClosedTape { $0.vector([0.7, 1.9]) }.withUnsafeMutableBuffers { data, _ in data[1] = 3 }
    },
    Misuse("A product with a matrix whose tape is gone", "the tape of v0 is gone") {
      let (matrix, vector) = ofClosedTape {
        ($0.matrix(rows: 2, columns: 2) { 0.7 }, $0.vector([1, 2]))
      }
      _ = matrix * vector
    },
    Misuse("Reading an input whose tape is gone", "the tape of input 0 is gone") {
      print(ofClosedTape { $0.input(1) }.index)
    },
    Misuse("Setting an input whose tape is gone", "the tape of input 0 is gone") {
      ofClosedTape { $0.input(1) }.index = 2
    },
    Misuse("A value whose tape is gone, and another in its place", "v0 is gone") {
      let x = ofClosedTape { $0.value(0.7) }
      let tapes = (0..<9).map { _ in Tape() }
      for tape in tapes { _ = tape.value(1.9) }
      print(x.data)
    },
    Misuse("A mark whose tape is gone, on another in its place", "the mark at value 0") {
      let mark = ofClosedTape { $0.mark }
      Tape().rewind(to: mark)
    },
  ]

  static let rewoundTapes: [Misuse] = [
    Misuse("A vector of which the end was rewound", "v0 is gone") {
      let tape = Tape()
      _ = tape.value(0.7)
      let mark = tape.mark
      _ = tape.value(1.9)
      let both = tape.run(from: 0)
      tape.rewind(to: mark)
      print(both.data)
    },
    Misuse("A matrix that was rewound", "v0 is gone") {
      let tape = Tape()
      let mark = tape.mark
      let matrix = tape.matrix(rows: 2, columns: 2) { 0.7 }
      tape.rewind(to: mark)
      _ = matrix[0].data
    },
    Misuse("An input in whose place another stands by now", "input 0 is gone") {
      let tape = Tape()
      let vector = tape.vector([0.7, 1.9])
      let mark = tape.mark
      let input = tape.input(0)
      tape.rewind(to: mark)
      _ = tape.input(1)
      _ = vector[input]
    },
    Misuse("A mark behind inputs that were rewound", "the mark at value 1 is gone") {
      let tape = Tape()
      _ = tape.value(0.7)
      let mark = tape.mark
      _ = tape.input(0)
      let after = tape.mark
      tape.rewind(to: mark)
      _ = tape.input(1)
      tape.rewind(to: after)
    },
    Misuse("Searching after a mark that was rewound", "the mark at value 2 is gone") {
      let tape = Tape()
      let x = tape.value(0.7)
      let start = tape.mark
      _ = x.exp()
      let after = tape.mark
      tape.rewind(to: start)
      print(tape.firstNonFiniteResult(after: after) as Any)
    },
    Misuse("Searching after a mark of another tape", "was taken on another tape") {
      let tape = Tape()
      _ = tape.value(0.7).exp()
      print(Tape().firstNonFiniteResult(after: tape.mark) as Any)
    },
    Misuse("Computing again what was rewound", "the mark at value 2 is gone") {
      let tape = Tape()
      let x = tape.value(0.7)
      let start = tape.mark
      _ = x.exp()
      let end = tape.mark
      tape.rewind(to: start)
      _ = x.log()
      tape.recompute(from: start, to: end)
    },
    Misuse("Computing again from the end to the beginning", "nothing on the tape from 1 to 0") {
      let tape = Tape()
      let x = tape.value(0.7)
      let start = tape.mark
      _ = x.exp()
      tape.recompute(from: tape.mark, to: start)
    },
    Misuse("A gradient check whose function rewinds the tape", "v0 is gone") {
      let tape = Tape()
      let mark = tape.mark
      let x = tape.value(0.7)
      _ = tape.checkGradients(of: [x]) {
        tape.rewind(to: mark)
        return tape.value(1)
      }
    },
  ]

  static let lentBuffers: [Misuse] = [
    Misuse("Appending while working in the buffers", "nothing can be appended to a tape") {
      let tape = Tape()
      let vector = tape.vector([0.7, 1.9])
      vector.withUnsafeMutableBuffers { data, _ in data[0] = tape.value(3).data }
    },
    Misuse("Computing while working in the buffers", "nothing can be appended to a tape") {
      let tape = Tape()
      let vector = tape.vector([0.7, 1.9])
      vector.withUnsafeMutableBuffers { data, _ in data[0] = vector.sum().data }
    },
    Misuse("Appending a matrix while working in the buffers", "nothing can be appended to a tape") {
      let tape = Tape()
      let vector = tape.vector([0.7, 1.9])
      vector.withUnsafeMutableBuffers { _, _ in _ = tape.matrix(rows: 40, columns: 40) { 1 } }
    },
    Misuse("Appending after an inner call that worked in the buffers", "nothing can be appended to a tape") {
      let tape = Tape()
      let vector = tape.vector([0.7, 1.9])
      vector.withUnsafeMutableBuffers { _, _ in
        vector.withUnsafeMutableBuffers { data, _ in data[0] = 1 }
        _ = tape.value(1)
      }
    },
    Misuse("Rewinding while working in the buffers", "nothing can be appended to a tape") {
      let tape = Tape()
      let mark = tape.mark
      tape.vector([0.7, 1.9]).withUnsafeMutableBuffers { _, _ in tape.rewind(to: mark) }
    },
    Misuse("Letting go of the tape while working in its buffers", "nothing can be appended to a tape") {
      var tapes = [Tape()]
      let vector = tapes[0].vector([0.7, 1.9])
      vector.withUnsafeMutableBuffers { data, _ in
        tapes = []
        data[0] = 1
      }
    },
  ]

  static let sizes: [Misuse] = [
    Misuse("A matrix of more elements than a tape holds", "no room for the 1048576×1048576 elements") {
      _ = Tape().matrix(rows: 1 << 20, columns: 1 << 20) { 0 }
    },
    Misuse("A matrix of more elements than a number counts", "no room for the") {
      _ = Tape().matrix(rows: 1 << 40, columns: 1 << 40) { 0 }
    },
    Misuse("A matrix without rows", "at least one row and one column, not 0×3") {
      _ = Tape().matrix(rows: 0, columns: 3) { 0 }
    },
    Misuse("A matrix of fewer rows than none", "at least one row and one column, not -2×-2") {
      _ = Tape().matrix(rows: -2, columns: -2) { 0 }
    },
    Misuse("An input larger than a tape", "an input can't hold \(Int.max)") { _ = Tape().input(.max) },
    Misuse("An input set to the smallest number", "an input can't hold \(Int.min)") {
      let tape = Tape()
      let input = tape.input(0)
      input.index = .min
    },
    Misuse("Offsets at the end of all numbers", "are not within 0..<2") {
      _ = Tape().vector([0.7, 1.9])[offsets: Int.max - 1..<Int.max]
    },
    Misuse("Offsets before a vector", "the offsets -1..<1 are not within 0..<2") {
      _ = Tape().vector([0.7, 1.9])[offsets: -1..<1]
    },
    Misuse("An element before a vector", "index -1 is not in 0..<2") {
      let tape = Tape()
      _ = tape.vector([0.7, 1.9])[-1]
    },
    Misuse("A slice beyond a slice", "the range 0..<2 is not within 1..<2") {
      let tape = Tape()
      _ = tape.vector([0.7, 1.9, 3.1])[1..<2][0..<2]
    },
    Misuse("A row before a matrix", "row -1 is not in 0..<2") {
      let tape = Tape()
      _ = tape.matrix(rows: 2, columns: 2) { 0.7 }[-1]
    },
    Misuse("A run from beyond the end", "position 2 is not in 0...1") {
      let tape = Tape()
      _ = tape.value(0.7)
      _ = tape.run(from: 2)
    },
    Misuse("Nothing put together", "there is nothing to concatenate") { _ = concatenate([]) },
    Misuse("No values as a vector", "there are no values to make a vector of") { _ = vector(of: []) },
    Misuse("The mean of nothing", "a vector without elements has no mean") {
      let tape = Tape()
      _ = tape.vector([]).mean()
    },
    Misuse("The softmax of nothing", "a vector without elements has no maximum") {
      let tape = Tape()
      _ = tape.vector([]).softmax()
    },
    Misuse("An element of nothing", "the input 0 names no element of a vector of 0") {
      let tape = Tape()
      _ = tape.vector([])[tape.input(0)]
    },
    Misuse("Weights without vectors", "a weighted sum needs at least one vector") {
      let tape = Tape()
      _ = weightedSum(tape.vector([]), [])
    },
    Misuse("Dot products with a vector of another length", "vectors of 2 and 1 values have no dot product") {
      let tape = Tape()
      let v = tape.vector([0.7, 1.9])
      _ = dots(v, [v, v[0..<1]])
    },
  ]

  static let twoTapes: [Misuse] = [
    Misuse("A matrix and a vector of two tapes", "belong to two tapes") {
      let (tape, other) = (Tape(), Tape())
      _ = tape.matrix(rows: 2, columns: 2) { 0.7 } * other.vector([1, 2])
    },
    Misuse("A matrix and an input of two tapes", "input 0 belongs to another tape") {
      let (tape, other) = (Tape(), Tape())
      _ = tape.matrix(rows: 2, columns: 2) { 0.7 }[other.input(0)]
    },
    Misuse("Parts of two tapes put together", "belong to two tapes") {
      let (tape, other) = (Tape(), Tape())
      _ = concatenate([tape.vector([1]), other.vector([2])])
    },
    Misuse("Values of two tapes as one vector", "belong to two tapes") {
      let (tape, other) = (Tape(), Tape())
      _ = vector(of: [tape.value(1), other.value(2)])
    },
    Misuse("The dot product of vectors of two tapes", "belong to two tapes") {
      let (tape, other) = (Tape(), Tape())
      _ = dot(tape.vector([1]), other.vector([2]))
    },
    Misuse("Attention with a scale of another tape", "belong to two tapes") {
      let (tape, other) = (Tape(), Tape())
      let v = tape.vector([1, 2])
      _ = flashAttention(query: v, keys: [v], values: [v], scale: other.value(1), tileSize: 1)
    },
    Misuse("A vector times a value of another tape", "belong to two tapes") {
      let (tape, other) = (Tape(), Tape())
      _ = other.value(2) * tape.vector([1])
    },
    Misuse("A mark of another tape", "the mark at value 0 was taken on another tape") {
      let (tape, other) = (Tape(), Tape())
      tape.rewind(to: other.mark)
    },
    Misuse("Computing again up to a mark of another tape", "was taken on another tape") {
      let (tape, other) = (Tape(), Tape())
      tape.recompute(from: tape.mark, to: other.mark)
    },
    Misuse("Checking the gradient of a leaf of another tape", "belong to two tapes") {
      let (tape, other) = (Tape(), Tape())
      let x = tape.value(1)
      _ = tape.checkGradients(of: [other.value(1)]) { x * x }
    },
  ]
}
