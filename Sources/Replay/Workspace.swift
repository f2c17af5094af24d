import Autograd
import Basics
import Lanes

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
  /// How many inputs the tape itself has.
  private var inputCount = 0

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

  /// Makes inputs what they are on the tape now.
  ///
  /// It must be called before others work with the tape, which from then on only the tape's own workspace looks at.
  package func readInputs() {
    guard isSeparate else { return }
    inputCount = tape.storage.pointee.end.inputCount
    inputs.reserve(inputCount, used: 0)
    inputs.base.update(from: tape.storage.pointee.inputs.base, count: inputCount)
  }

  /// Makes leaves what they are on the tape now, and their gradients zero if they were never used.
  ///
  /// - Parameter leaves: all numbers on the tape, which must hold nothing but leaves.
  package func readLeaves(_ leaves: UnsafeMutableBufferPointer<Double>) {
    guard isSeparate, let numbers = leaves.baseAddress else { return }
    reserve(values: leaves.count, inputs: 0)
    if leafCount < leaves.count {
      (grad.base + leafCount).update(repeating: 0, count: leaves.count - leafCount)
    }
    leafCount = leaves.count
    data.base.update(from: numbers, count: leaves.count)
  }

  /// Moves the gradients of a run of leaves to `target`, and leaves zeros.
  package func takeGradients(of leaves: Vector, into target: UnsafeMutablePointer<Double>) {
    require(
      leaves.storage == tape.storage && (!isSeparate || leaves.position + leaves.count <= leafCount),
      "a workspace has no gradients of v\(leaves.position) and the \(leaves.count) from there"
    )
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

  private func reserve(values: Int, inputs count: Int) {
    data.reserve(values + readAhead, used: leafCount)
    grad.reserve(values + readAhead, used: leafCount)
    inputs.reserve(count, used: inputCount)
  }
}
