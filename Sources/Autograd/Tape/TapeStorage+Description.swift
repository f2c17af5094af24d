extension TapeStorage {
  /// How the value at `position` was computed, in terms of the values it was computed from; nil for a leaf.
  func expression(at position: Int) -> String? {
    record(producing: position).map { expression(of: $0.record, at: position - Int($0.record.result)) }
  }

  /// An operation as a formula: of result `index`, or of the whole run where `index` is nil.
  func expression(of record: Record, at index: Int?) -> String {
    let first = Int(record.first)
    let second = Int(record.second)
    let length = Int(record.length)
    let a = operand(first, record.firstStride, record, index)
    let b = operand(second, record.secondStride, record, index)

    switch record.operation {
    case .add: return "\(a) + \(b)"
    case .subtract: return "\(a) - \(b)"
    case .multiply: return "\(a) * \(b)"
    case .divide: return "\(a) / \(b)"
    case .addConstant: return "\(a) + \(record.constant)"
    case .multiplyConstant: return "\(a) * \(record.constant)"
    case .pow: return "pow(\(a), \(record.constant))"
    case .exp, .log, .relu, .copy: return "\(record.operation)(\(a))"
    case .sum, .maximum: return "\(record.operation)(\(Self.run(first, length)))"
    case .dot: return "dot(\(Self.run(first, length)), \(Self.run(second, length)))"
    case .matrixVector:
      let rows = index.map { Self.run(first + $0 * length, length) }
      return
        "dot(\(rows ?? "rows of \(Self.run(first, length * Int(record.count)))"), \(Self.run(second, length)))"
    case .dots:
      let others = index.map { Self.run(Int(operands.base[second + $0]), length) }
      return "dot(\(Self.run(first, length)), \(others ?? "\(record.count) vectors"))"
    case .weightedSum:
      let element = index.map { "element \($0) of " } ?? ""
      return "weightedSum(\(Self.run(first, length)), \(element)\(length) vectors)"
    case .gather:
      let element = index.map { "element \($0) of " } ?? ""
      return "gather(\(element)row \(record.choice) of the matrix at v\(first))"
    case .rotate: return "rotate(\(Self.run(first, Int(record.count))), angles at v\(second))"
    case .flashAttention:
      let element = index.map { $0 == Int(record.count) - 1 ? "log-sum-exp of " : "element \($0) of " } ?? ""
      let attention = flashAttention(of: record)
      return "flashAttention(\(element)\(Self.run(first, attention.keyWidth)), \(length) keys)"
    case .pick: return "pick(element \(record.choice) of \(Self.run(first, length)))"
    }
  }

  /// An operand of an operation on single values: of result `index`, or of the whole run.
  private func operand(_ start: Int, _ stride: UInt8, _ record: Record, _ index: Int?) -> String {
    if stride == 0 { return "v\(start)" }
    return index.map { "v\(start + $0)" } ?? Self.run(start, Int(record.count))
  }

  static func run(_ position: Int, _ count: Int) -> String {
    count == 1 ? "v\(position)" : count == 0 ? "nothing" : "v\(position)…v\(position + count - 1)"
  }
}
