import Autograd

extension Program: CustomStringConvertible {
  /// The instructions in order, a line each: what is done for how many operations, in how many rows of how many values.
  ///
  /// Going backward, an instruction adds to the gradients of its operands, or stores them where it is the first to write.
  public var description: String {
    var lines = "\(recording.records.count) operations in \(instructions.count) instructions"
    for instruction in instructions {
      let range = Int(instruction.rowStart)..<Int(instruction.rowStart + instruction.rowCount)
      lines += "\n\(instruction.name) of \(counted(Int(instruction.recordCount), "record")): "
      lines += counted(range.count, "row") + widths(range.map { instruction.resultCount(rows[$0]) })
      switch (instruction.storesFirst, instruction.storesSecond) {
      case (true, true): lines += ", storing both gradients"
      case (true, false): lines += ", storing the gradient of its first operand"
      case (false, true): lines += ", storing the gradient of its second operand"
      case (false, false): break
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
  fileprivate var name: String {
    switch pattern {
    case .single: "\(operation)"
    case .softmax: "softmax"
    case .logProbability: "negative log-probability"
    case .normalization: "normalization"
    }
  }

  /// How many values a row gives.
  fileprivate func resultCount(_ row: Row) -> Int {
    switch (pattern, operation) {
    case (.logProbability, _), (_, .sum), (_, .maximum), (_, .dot), (_, .pick): 1
    case (_, .gather), (_, .weightedSum), (_, .matrixVector), (_, .flashAttention): Int(width)
    default: Int(row.count)
    }
  }
}
