import Autograd
import Replay
import Transformer

/// What the loss of one document takes: recorded, and as a program.
struct RecordedSizes {
  let values: Int
  let operations: Int
  let tapeBytes: Int
  let instructions: Int
  let programBytes: Int

  init(_ model: GPT, document: [Int]) {
    let tape = model.tape
    let mark = tape.mark
    let before = (values: tape.valueCount, operations: tape.recordCount, bytes: tape.byteCount)
    _ = model.loss(of: document)
    values = tape.valueCount - before.values
    operations = tape.recordCount - before.operations
    tapeBytes = tape.byteCount - before.bytes
    tape.rewind(to: mark)
    let program = tape.program(differentiating: model.parameterVector) { [model.loss(of: document)] }
    instructions = program.instructionCount
    programBytes = program.byteCount + 2 * MemoryLayout<Double>.stride * values
  }
}
