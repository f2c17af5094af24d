import Autograd

/// What a program means, worked off one operation after the other: slow, plain, and what the kernels are held to.
///
/// The program's memory is a run of values on a tape of its own, so that places are positions there. Each row of an
/// instruction is written out as the operations it stands for, which are computed and differentiated by the rules that every
/// tape goes by. Nothing is fused, stored where others add, or left out because nobody wants it.
package struct Interpreter {
  private let program: Program
  private let tape = Tape()
  private let memory: Vector
  private let operations: [Record]

  /// Computes everything that a program would, from the leaves as they are now and the given inputs.
  package init(_ program: Program, inputs: [Int]) {
    self.program = program
    memory = tape.vector(Array(repeating: 0, count: program.placeCount))
    let recording = program.recording
    for position in 0..<recording.start.valueCount {
      memory[position].data = program.storage.pointee.data.base[position]
    }
    for (place, constant) in zip(program.layout.constantPlaces, recording.constants) {
      memory[Int(place)].data = constant.data
    }
    let before = (0..<recording.start.inputCount).map { Int(program.storage.pointee.inputs.base[$0]) }
    let choices = before + inputs + recording.earlierInputs.map { before[Int($0)] }
    var writer = OperationWriter(program, choices, tape.storage)
    for instruction in program.instructions { writer.write(instruction) }
    operations = writer.operations
    for operation in operations { tape.storage.pointee.evaluate(operation) }
  }

  /// Goes backward from all results, each with the given gradient.
  package func backward(seed: Double = 1) {
    memory.clearGradients()
    for place in program.resultPlaces { memory[place].grad += seed }
    for operation in operations.reversed() { tape.storage.pointee.propagate(operation) }
  }

  /// The result of this index.
  package func result(_ index: Int) -> Double { memory[program.resultPlaces[index]].data }

  /// The number of the value that stood at a position of the tape when the program was recorded.
  package func data(at position: Int) -> Double { memory[program.layout.place(of: position)].data }

  /// Its gradient.
  package func grad(at position: Int) -> Double { memory[program.layout.place(of: position)].grad }
}
