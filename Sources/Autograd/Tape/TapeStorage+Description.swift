extension TapeStorage {
  /// How the value at `position` was computed, in terms of the values it was computed from; nil for a leaf.
  func expression(at position: Int) -> String? {
    record(producing: position).map { expression(of: $0.record, at: position - Int($0.record.result)) }
  }

  /// An operation as a formula: of result `index`, or of the whole run where `index` is nil.
  func expression(of record: Record, at index: Int?) -> String {
    let (first, second) = (Int(record.first), Int(record.second))
    let (count, length) = (Int(record.count), Int(record.length))
    let element = index.map { "element \($0) of " } ?? ""
    var a: String { operand(first, record.firstStride, count, index) }
    var b: String { operand(second, record.secondStride, count, index) }
    switch record.operation {
    case .add: return "\(a) + \(b)"
    case .subtract: return "\(a) - \(b)"
    case .multiply: return "\(a) * \(b)"
    case .divide: return "\(a) / \(b)"
    case .addConstant: return "\(a) + \(record.constant)"
    case .multiplyConstant: return "\(a) * \(record.constant)"
    case .pow: return "pow(\(a), \(record.constant))"
    case .exp, .log, .sigmoid, .relu, .copy: return "\(record.operation)(\(a))"
    case .sum, .maximum: return "\(record.operation)(\(Self.run(first, length)))"
    case .dot: return "dot(\(Self.run(first, length)), \(Self.run(second, length)))"
    case .dots:
      let others = index.map { Self.run(Int(operands.base[second + $0]), length) }
      return "dot(\(Self.run(first, length)), \(others ?? "\(count) vectors"))"
    case .weightedSum: return "weightedSum(\(Self.run(first, length)), \(element)\(length) vectors)"
    case .matrixVector:
      let row = index.map { Self.run(first + $0 * length, length) }
      let rows = row ?? "rows of \(Self.run(first, length * count))"
      return "dot(\(rows), \(Self.run(second, length)))"
    case .gather: return "gather(\(element)row \(record.choice) of the matrix at v\(first))"
    case .pick: return "pick(element \(record.choice) of \(Self.run(first, length)))"
    case .rotate: return "rotate(\(Self.run(first, count)), angles at v\(second))"
    case .flashAttention:
      let query = Self.run(first, FlashAttention(record, memory.list(record)).keyWidth)
      let part = index == count - 1 ? "log-sum-exp of " : element
      return "flashAttention(\(part)\(query), \(length) keys)"
    }
  }

  /// An operand of an element-wise operation: of result `index`, or of the whole run.
  private func operand(_ start: Int, _ stride: UInt8, _ count: Int, _ index: Int?) -> String {
    if stride == 0 { return "v\(start)" }
    return index.map { "v\(start + $0)" } ?? Self.run(start, count)
  }

  /// Consecutive values by their positions: `v16…v19`.
  package static func run(_ position: Int, _ count: Int) -> String {
    count == 1 ? "v\(position)" : count == 0 ? "nothing" : "v\(position)…v\(position + count - 1)"
  }
}
