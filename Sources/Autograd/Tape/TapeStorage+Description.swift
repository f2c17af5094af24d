extension TapeStorage {
  /// How the value at `position` was computed, in terms of the values it was computed from; nil for a leaf.
  func expression(at position: Int) -> String? {
    record(producing: position).map { expression(of: $0.record, at: position - Int($0.record.result)) }
  }

  /// An operation as a formula: of result `index`, or of the whole run where `index` is nil.
  func expression(of record: Record, at index: Int?) -> String {
    let memory = memory
    var a: String { Elementwise.first(record, at: index) }
    var b: String { Elementwise.second(record, at: index) }
    switch record.operation {
    case .add: return "\(a) + \(b)"
    case .subtract: return "\(a) - \(b)"
    case .multiply: return "\(a) * \(b)"
    case .divide: return "\(a) / \(b)"
    case .addConstant: return "\(a) + \(record.constant)"
    case .multiplyConstant: return "\(a) * \(record.constant)"
    case .pow: return "pow(\(a), \(record.constant))"
    case .exp, .log, .relu, .copy: return "\(record.operation)(\(a))"
    case .sum: return Sum.expression(record, at: index, memory)
    case .maximum: return Maximum.expression(record, at: index, memory)
    case .dot: return Dot.expression(record, at: index, memory)
    case .dots: return Dots.expression(record, at: index, memory)
    case .weightedSum: return WeightedSum.expression(record, at: index, memory)
    case .matrixVector: return MatrixVector.expression(record, at: index, memory)
    case .gather: return Gather.expression(record, at: index, memory)
    case .pick: return Pick.expression(record, at: index, memory)
    case .rotate: return Rotation.expression(record, at: index, memory)
    case .flashAttention: return FlashAttention.expression(record, at: index, memory)
    }
  }

  /// Consecutive values by their positions: `v16…v19`.
  package static func run(_ position: Int, _ count: Int) -> String {
    count == 1 ? "v\(position)" : count == 0 ? "nothing" : "v\(position)…v\(position + count - 1)"
  }
}
