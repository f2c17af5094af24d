import Autograd

/// A workspace apart from the tape, with copies of the leaves and gradients of its own, so that several threads can work at
/// the same time, and in other numbers than the tape's.
package struct SeparateWorkspace {
  /// What is done there as anywhere.
  package let programs: Workspace
  /// Makes leaves and inputs what they are on the tape now; it is given all numbers on the tape, which must be leaves.
  package let readTape: (_ leaves: UnsafeMutableBufferPointer<Double>) -> Void
  /// Adds the gradients of a run of leaves to those of `target`, and leaves zeros.
  package let addGradients: (_ leaves: Vector, _ target: UnsafeMutablePointer<Double>) -> Void
  /// Moves the gradients of a run of leaves to a shard, and leaves zeros.
  package let moveGradients: (_ leaves: Vector, _ shard: ShardGradients) -> Void

  init<Number: ProgramNumber>(_ memory: SeparateMemory<Number>) {
    programs = Workspace(
      set: { $3.set($0, count: $1, at: $2, in: memory.room(for: $3)) },
      replay: { $0.run(memory.room(for: $0)) },
      backward: { $0.backward(memory.room(for: $0), seed: Number($1)) },
      result: { Double(memory.room(for: $1).data[$1.resultPlaces[$0]]) }
    )
    readTape = { memory.readTape($0) }
    addGradients = { memory.addGradients(of: $0, to: $1) }
    moveGradients = { memory.moveGradients(of: $0, to: $1) }
  }
}
