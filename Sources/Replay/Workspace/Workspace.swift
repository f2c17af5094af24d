/// Memory in which the programs of a tape run, and what is done there.
///
/// Functions stand here where a protocol would have requirements: a program is run by code that is compiled for one type of
/// numbers, and whoever holds a workspace need not know which.
package struct Workspace {
  /// Sets so many inputs of a program, from an index on.
  package let set: (_ numbers: [Int], _ count: Int, _ index: Int, _ program: Program) -> Void
  /// Computes everything, from the inputs that were set.
  package let replay: (_ program: Program) -> Void
  /// Goes backward from all results, each with the gradient `seed`.
  package let backward: (_ program: Program, _ seed: Double) -> Void
  /// The result of an index, as it was computed last.
  package let result: (_ index: Int, _ program: Program) -> Double

  /// The tape's own memory: leaves are read where they stand, and their gradients added there.
  package static var tape: Workspace {
    Workspace(
      set: { $3.set($0, count: $1, at: $2, in: $3.tapeMemory()) },
      replay: { program in
        program.run(program.tapeMemory())
        program.noteReplay()
      },
      backward: { program, seed in
        program.noteBackward()
        program.backward(program.tapeMemory(), seed: seed)
      },
      result: { $1.tapeMemory().data[$1.resultPlaces[$0]] }
    )
  }
}
