extension Record {
  /// Names every run of values that the operation reads.
  ///
  /// - Parameter list: the operation's part of the list of operands, where it has one.
  @inlinable @inline(__always)
  package func forEachOperand(
    _ list: @autoclosure () -> UnsafePointer<Int32>,
    _ body: (_ position: Int, _ count: Int, _ role: OperandRole) -> Void
  ) {
    switch operation {
    case .add, .subtract, .multiply, .divide: Elementwise.forEachOperandOfTwo(self, body)
    case .addConstant, .multiplyConstant, .pow, .exp, .log, .relu, .copy:
      Elementwise.forEachOperandOfOne(self, body)
    case .sum: Sum.forEachOperand(of: self, body)
    case .maximum: Maximum.forEachOperand(of: self, body)
    case .dot: Dot.forEachOperand(of: self, body)
    case .dots: Dots.forEachOperand(of: self, list(), body)
    case .weightedSum: WeightedSum.forEachOperand(of: self, list(), body)
    case .matrixVector: MatrixVector.forEachOperand(of: self, body)
    case .gather: Gather.forEachOperand(of: self, body)
    case .pick: Pick.forEachOperand(of: self, body)
    case .rotate: Rotation.forEachOperand(of: self, body)
    case .flashAttention: FlashAttention.forEachOperand(of: self, list(), body)
    }
  }
}
