import Autograd

extension Program: CustomStringConvertible {
  /// The instructions in order, a line each: what is done for how many operations, in how many rows of how many values.
  ///
  /// Going backward, an instruction adds to the gradients of its operands, or stores them where it is the first to write.
  public var description: String {
    var lines = "\(recording.records.count) operations in \(instructions.count) instructions"
    for instruction in instructions {
      let range = instruction.rowRange
      lines += "\n\(instruction.name) of \(counted(Int(instruction.recordCount), "operation")): "
      lines += counted(range.count, "row") + widths(range.map { instruction.resultCount(rows[$0]) })
      if instruction.storesFirst || instruction.storesSecond {
        lines += ", storing \(operandGradients(instruction.storesFirst, instruction.storesSecond))"
      }
    }
    return lines
  }

  private func counted(_ count: Int, _ noun: String) -> String { "\(count) \(noun)\(count == 1 ? "" : "s")" }

  private func widths(_ widths: [Int]) -> String {
    guard let least = widths.min(), let most = widths.max() else { return "" }
    return least == most ? " of \(counted(least, "value"))" : " of \(least) to \(most) values"
  }
}

extension Instruction {
  /// What is done, in the words of ``Operation``.
  var name: String {
    pattern == .single ? "\(operation)" : pattern.name
  }

  /// How many values a row gives.
  func resultCount(_ row: Row) -> Int {
    switch pattern {
    case .logProbability: return 1
    case .softmax, .normalization: return Int(row.count)
    case .single: break
    }
    return switch operation {
    case .sum, .maximum, .dot, .pick: 1
    case .gather, .weightedSum, .matrixVector, .flashAttention: Int(width)
    case .add, .subtract, .multiply, .divide, .addConstant, .multiplyConstant, .pow, .exp, .log, .sigmoid,
      .relu, .copy,
      .dots,
      .rotate:
      Int(row.count)
    }
  }
}

/// The gradients of the first operand, the second or both, in words.
func operandGradients(_ first: Bool, _ second: Bool) -> String {
  switch (first, second) {
  case (true, true): "both gradients"
  case (true, false): "the gradient of its first operand"
  case (false, true): "the gradient of its second operand"
  case (false, false): "no gradient"
  }
}
