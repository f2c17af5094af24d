import Autograd
import Basics
import Lanes

/// The buffers of a separate workspace.
final class SeparateMemory<Number: ProgramNumber> {
  private let tape: Tape
  // Only one worker at a time comes here; to check that at every access takes 2 % of a batch of 16 short documents.
  @exclusivity(unchecked) private var data = Buffer<Number>()
  @exclusivity(unchecked) private var grad = Buffer<Number>()
  @exclusivity(unchecked) private var inputs = Buffer<Int32>()
  private var leafCount = 0
  /// How many inputs the tape itself has.
  private var inputCount = 0

  init(_ tape: Tape) { self.tape = tape }

  deinit {
    data.deallocate()
    grad.deallocate()
    inputs.deallocate()
  }

  /// Makes inputs and leaves what they are on the tape now, and the gradients of leaves zero if they were never used.
  func readTape(_ leaves: UnsafeMutableBufferPointer<Double>) {
    inputCount = tape.storage.pointee.end.inputCount
    inputs.reserve(inputCount, used: 0)
    inputs.base.update(from: tape.storage.pointee.inputs.base, count: inputCount)
    guard let numbers = leaves.baseAddress else { return }
    reserve(values: leaves.count, inputs: 0)
    if leafCount < leaves.count {
      (grad.base + leafCount).update(repeating: 0, count: leaves.count - leafCount)
    }
    leafCount = leaves.count
    let target = data.base
    for index in 0..<leaves.count { target[index] = Number(numbers[index]) }
  }

  /// Adds and clears in one pass, because memory is what it waits for.
  func addGradients(of leaves: Vector, to target: UnsafeMutablePointer<Double>) {
    let source = gradients(of: leaves)
    for index in 0..<leaves.count {
      target[index] += Double(source[index])
      source[index] = 0
    }
  }

  func moveGradients(of leaves: Vector, to shard: ShardGradients) {
    let source = gradients(of: leaves)
    let target = shard.numbers(Number.self)
    for index in 0..<leaves.count {
      target[index] = source[index]
      source[index] = 0
    }
  }

  static func add(
    _ shards: ArraySlice<ShardGradients>,
    _ range: Range<Int>,
    to target: UnsafeMutablePointer<Double>
  ) {
    // As many at a time as stay in the nearest cache until all shards are added.
    for start in stride(from: range.lowerBound, to: range.upperBound, by: 2048) {
      let end = min(start + 2048, range.upperBound)
      for shard in shards {
        let source = shard.numbers(Number.self)
        for index in start..<end { target[index] += Double(source[index]) }
      }
    }
  }

  private func gradients(of leaves: Vector) -> UnsafeMutablePointer<Number> {
    require(
      leaves.storage == tape.storage && leaves.position + leaves.count <= leafCount,
      "a workspace has no gradients of v\(leaves.position) and the \(leaves.count) from there"
    )
    return grad.base + leaves.position
  }

  /// The memory, with room for a program.
  func room(for program: Program) -> ProgramMemory<Number> {
    require(program.precision == Number.precision, "a program was planned for numbers of another precision")
    reserve(values: program.placeCount, inputs: program.inputEnd)
    return ProgramMemory(data: data.base, grad: grad.base, inputs: inputs.base)
  }

  private func reserve(values: Int, inputs count: Int) {
    data.reserve(values + Number.readAhead, used: leafCount)
    grad.reserve(values + Number.readAhead, used: leafCount)
    inputs.reserve(count, used: inputCount)
  }
}
