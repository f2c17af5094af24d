/// Memory in which the programs of a tape run: the tape's own, or a copy of its leaves with gradients apart from them, so
/// that several threads can work at the same time.
///
/// Only one of several workspaces may be that of the tape itself.
package final class Workspace {
  private let tape: Tape
  let isSeparate: Bool
  private var data = Buffer<Double>()
  private var grad = Buffer<Double>()
  private var inputs = Buffer<Int32>()
  private var leafCount = 0

  /// Memory for the programs of a tape.
  package init(_ tape: Tape, isSeparate: Bool) {
    self.tape = tape
    self.isSeparate = isSeparate
  }

  deinit {
    data.deallocate()
    grad.deallocate()
    inputs.deallocate()
  }

  /// Makes leaves and inputs what they are on the tape now, and the leaves' gradients zero if they were never used.
  ///
  /// The tape must hold nothing else.
  package func refresh() {
    guard isSeparate else { return }
    let count = tape.valueCount
    if leafCount < count {
      reserve(values: count, inputs: 0)
      (grad.base + leafCount).update(repeating: 0, count: count - leafCount)
      leafCount = count
    }
    data.base.update(from: tape.storage.pointee.data.base, count: count)
    let inputCount = tape.storage.pointee.end.inputCount
    reserve(values: count, inputs: inputCount)
    inputs.base.update(from: tape.storage.pointee.inputs.base, count: inputCount)
  }

  /// Moves the gradients of a run of leaves to `target`, and leaves zeros.
  package func takeGradients(of leaves: Vector, into target: UnsafeMutablePointer<Double>) {
    let source = (isSeparate ? grad.base : tape.storage.pointee.grad.base) + leaves.position
    target.update(from: source, count: leaves.count)
    source.update(repeating: 0, count: leaves.count)
  }

  /// Makes room for a program.
  package func reserve(_ program: Program) {
    if isSeparate {
      reserve(values: program.placeCount, inputs: program.inputEnd)
    } else {
      _ = program.tapeMemory()
    }
  }

  func memory(for program: Program) -> ProgramMemory {
    guard isSeparate else { return program.tapeMemory() }
    reserve(values: program.placeCount, inputs: program.inputEnd)
    return ProgramMemory(data: data.base, grad: grad.base, inputs: inputs.base)
  }

  private func reserve(values: Int, inputs inputCount: Int) {
    data.reserve(values + readAhead, used: leafCount)
    grad.reserve(values + readAhead, used: leafCount)
    inputs.reserve(inputCount, used: min(inputs.capacity, tape.storage.pointee.end.inputCount))
  }
}
