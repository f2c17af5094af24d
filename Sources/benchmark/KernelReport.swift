import Attention
import Autograd
import Drawing

/// What one query of one head leaves on the tape.
enum KernelReport {
  struct Row: BenchmarkRow {
    let kernel: String
    let keys: Int
    let nodes: Int
    let operations: Int
    let bytes: Int

    var name: String { "\(kernel), \(counted(keys, "key"))" }
  }

  private static let headWidth = 16
  private static let keyCounts = [16, 64, 256, 1024]
  private static let kernels: [(name: String, kernel: AttentionKernel)] = [
    ("softmax", .softmax), ("flash, tiles of 16", .flash(tileSize: 16)),
  ]

  static func measure() -> Figures<Row> {
    var rows: [Row] = []
    for (name, kernel) in kernels {
      for count in keyCounts { rows.append(row(name, kernel, keyCount: count)) }
    }
    return Figures(
      note: "One query of one head of width \(headWidth), on a tape where keys and values stand already.\n",
      columns: [
        .text("kernel") { $0.kernel },
        .count("keys") { $0.keys },
        .count("nodes") { $0.nodes },
        .count("operations") { $0.operations },
        .count("bytes") { $0.bytes },
      ],
      rows: rows
    )
  }

  private static func row(_ name: String, _ kernel: AttentionKernel, keyCount: Int) -> Row {
    let tape = Tape()
    func vectors() -> [Vector] {
      (0..<keyCount).map { position in tape.vector((0..<headWidth).map { 1 / Double(1 + position + $0) }) }
    }
    let (keys, values) = (vectors(), vectors())
    let query = tape.vector((0..<headWidth).map { Double($0) })
    let scale = tape.value(0.25)
    let (nodes, operations, bytes) = (tape.valueCount, tape.recordCount, tape.byteCount)
    _ = kernel.attend(query, keys, values, scale)
    return Row(
      kernel: name,
      keys: keyCount,
      nodes: tape.valueCount - nodes,
      operations: tape.recordCount - operations,
      bytes: tape.byteCount - bytes
    )
  }
}
