import Attention
import Autograd
import Report

/// What one query of one head leaves on the tape.
struct KernelReport {
  let text: String

  private static let headWidth = 16
  private static let keyCounts = [16, 64, 256, 1024]

  init() {
    let kernels: [(name: String, kernel: AttentionKernel)] = [
      ("softmax", .softmax), ("flash, tiles of 16", .flash(tileSize: 16)),
    ]
    var table = Table(
      columns: [.init("kernel"), .init("keys", alignment: .right)]
        + ["nodes", "records", "bytes"].map { .init($0, alignment: .right) }
    )
    for (name, kernel) in kernels {
      for count in Self.keyCounts {
        let tape = Tape()
        func vectors() -> [Vector] {
          (0..<count).map { position in
            tape.vector((0..<Self.headWidth).map { 1 / Double(1 + position + $0) })
          }
        }
        let (keys, values) = (vectors(), vectors())
        let query = tape.vector((0..<Self.headWidth).map { Double($0) })
        let scale = tape.value(0.25)
        let (nodes, records, bytes) = (tape.valueCount, tape.recordCount, tape.byteCount)
        _ = kernel.attend(query, keys, values, scale)
        table.append([
          name,
          NumberFormat.grouped(count),
          NumberFormat.grouped(tape.valueCount - nodes),
          NumberFormat.grouped(tape.recordCount - records),
          NumberFormat.grouped(tape.byteCount - bytes),
        ])
      }
    }
    text = """
      One query of one head of width \(Self.headWidth), on a tape where keys and values stand already.

      \(table.drawn())
      """
  }
}
