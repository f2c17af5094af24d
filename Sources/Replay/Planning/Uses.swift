import Autograd

/// Who reads what of a recording.
struct Uses {
  /// How many operations read from each operation's results; being a result of the program counts too.
  ///
  /// Of vectors that many read, such as keys, not all are counted: more than ``enough`` are as good as any.
  private(set) var counts: [Int32]
  /// More than anybody asks for.
  private static let enough = 4
  /// The first and the last of the operations that must stand side by side with each.
  private var blockStarts: [Int32]
  private var blockEnds: [Int32]

  init(_ recording: Recording, results: [Int]) {
    counts = [Int32](repeating: 0, count: recording.records.count)
    blockStarts = recording.records.indices.map { Int32($0) }
    blockEnds = blockStarts
    let memory = SeriesMemory<Bool>(seriesCount: recording.series.count)
    counts.withUnsafeMutableBufferPointer { counts in
      blockEnds.withUnsafeMutableBufferPointer { ends in
        for (index, record) in recording.records.enumerated() {
          recording.forEachOperand(of: record) { position, width, _ in
            _ = Self.count(recording, position, width, counts, ends)
          }
          for run in recording.vectorRuns(of: index) {
            let series = recording.series[Int(run.series)]
            memory.examine(run) { index in
              Self.count(recording, Int(series.positions[index]), series.width, counts, ends) ? true : nil
            }
          }
        }
      }
    }
    for result in results {
      if let producer = recording.producer(of: result) { counts[producer] += 1 }
    }

    // Runs that overlap are one block.
    for index in blockEnds.indices.dropFirst() where blockEnds[index - 1] >= index {
      blockEnds[index] = max(blockEnds[index], blockEnds[index - 1])
      blockStarts[index] = blockStarts[index - 1]
    }
    for index in blockEnds.indices.dropLast().reversed() where blockEnds[index] > index {
      blockEnds[index] = blockEnds[index + 1]
    }
  }

  /// Counts an operand, and says whether it has been counted often enough.
  @inline(__always)
  private static func count(
    _ recording: Recording,
    _ position: Int,
    _ width: Int,
    _ counts: UnsafeMutableBufferPointer<Int32>,
    _ ends: UnsafeMutableBufferPointer<Int32>
  ) -> Bool {
    guard let producers = recording.producers(of: position, width) else { return true }
    var isEnough = true
    for producer in producers {
      counts[producer] += 1
      isEnough = isEnough && counts[producer] >= enough
    }
    ends[producers.lowerBound] = max(ends[producers.lowerBound], Int32(producers.upperBound))
    return isEnough
  }

  /// The operations whose results are read as one run with those of the operation at `index`.
  func block(of index: Int) -> ClosedRange<Int> { Int(blockStarts[index])...Int(blockEnds[index]) }

  /// Whether the operations from `index` on are read as often as `expected` says, and none of them nor the next together with
  /// another.
  func are(_ expected: [Int32], from index: Int) -> Bool {
    expected.indices.allSatisfy { counts[index + $0] == expected[$0] }
      && (index...index + expected.count).allSatisfy { block(of: $0).count == 1 }
  }
}
