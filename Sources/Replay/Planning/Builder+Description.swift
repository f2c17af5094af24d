import Autograd

extension Builder: CustomStringConvertible {
  /// A line for each instruction, and under it one for each row: the places that it writes and reads.
  var description: String {
    instructions.map { instruction in
      let lines = rows[instruction.rowRange].map { "\n  \(description(of: $0, of: instruction))" }
      return instruction.name + lines.joined()
    }.joined(separator: "\n")
  }

  /// `40…43 from 32…35`: the places that a row writes, then those that it reads as its first operand and as its second.
  private func description(of row: Row, of instruction: Instruction) -> String {
    let (count, width, length) = (Int(row.count), Int(instruction.width), Int(instruction.length))
    let first: String
    var second: [String] = []
    switch instruction.operation {
    case _ where instruction.pattern != .single:
      first = places(row.first, count)
    case .add, .subtract, .multiply, .divide:
      first = places(row.first, instruction.firstStride == 0 ? 1 : count)
      second = [places(row.second, instruction.secondStride == 0 ? 1 : count)]
    case .addConstant, .multiplyConstant, .pow, .exp, .log, .sigmoid, .relu, .copy, .sum, .maximum:
      first = places(row.first, count)
    case .dot:
      first = places(row.first, count)
      second = [places(row.second, count)]
    case .pick:
      first = places(row.first, count)
      second = ["input \(row.second)"]
    case .gather:
      first = places(row.first, length * width)
      second = ["input \(row.second)"]
    case .rotate:
      first = places(row.first, count)
      second = [places(row.second, length)]
    case .matrixVector:
      first = places(instruction.matrix, width * length)
      second = [places(row.second, length)]
    case .dots:
      first = places(row.first, length)
      second = vectors(of: row, instruction).map { places($0, length) }
    case .weightedSum:
      first = places(row.first, count)
      second = vectors(of: row, instruction).map { places($0, width) }
    case .flashAttention:
      let list = operands[Int(row.second)...]
      let (scale, keyWidth) = (list[list.startIndex], list[list.startIndex + 1])
      first = places(row.first, keyWidth)
      let runs = row.flashRuns(operands)
      second =
        [places(scale, 1)]
        + runs.flatMap { run in (0..<run.count).map { places(run.key + $0 * run.keyDistance, keyWidth) } }
        + runs.flatMap { run in (0..<run.count).map { places(run.value + $0 * run.valueDistance, width - 1) }
        }
    }
    let read = [first] + (second.isEmpty ? [] : [second.joined(separator: ", ")])
    return
      "\(places(lastResult(of: row, instruction), instruction.resultCount(row))) from \(read.joined(separator: " and "))"
  }

  /// Where the vectors of a row begin.
  private func vectors(of row: Row, _ instruction: Instruction) -> [Int32] {
    (0..<row.count).map { index in
      instruction.distance == 0
        ? operands[Int(row.second + index)] : row.second + index * instruction.distance
    }
  }

  /// Where the results of a row begin, or of a pattern those of its last operation.
  private func lastResult(of row: Row, _ instruction: Instruction) -> Int32 {
    switch instruction.pattern {
    case .single, .normalization: row.result
    case .softmax: row.result + instruction.runOffsets.1
    case .logProbability: row.second + instruction.valueOffsets.3
    }
  }
}
