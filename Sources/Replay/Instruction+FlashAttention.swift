import Autograd

/// What `Builder` lists of a row of FlashAttention, from the place on that the row names as its second operand: the scale, the width of
/// keys, the tile size, whether a gradient is wanted of the scale, and runs of keys and values.
extension FlashAttention {
  /// How many numbers stand before the runs.
  static var listedCount: Int { 4 }

  /// Whether a gradient is wanted of the scale.
  @inline(__always)
  static func differentiatesScale(_ row: Row, _ operands: UnsafePointer<Int32>) -> Bool {
    operands[Int(row.second) + 3] != 0
  }

  /// The operands of one row of an instruction.
  @inline(__always)
  init(_ instruction: Instruction, _ row: Row, _ operands: UnsafePointer<Int32>) {
    let list = operands + Int(row.second)
    self.init(
      query: Int(row.first),
      scale: Int(list[0]),
      keyWidth: Int(list[1]),
      valueWidth: Int(instruction.width) - 1,
      count: Int(row.count),
      tileSize: Int(list[2]),
      runs: list + Self.listedCount
    )
  }
}

extension Row {
  /// The runs of keys and values of a row of FlashAttention.
  func flashRuns(_ operands: [Int32]) -> [FlashAttention.Run] {
    operands.withUnsafeBufferPointer { operands in
      guard let operands = operands.baseAddress else { return [] }
      return Array(
        FlashAttention.Runs(operands + Int(second) + FlashAttention.listedCount, count: Int(count))
      )
    }
  }
}
