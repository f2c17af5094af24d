import Autograd

/// Who reads what of a recording.
struct Uses {
  /// How many operations read from each operation's results; being a result of the program counts too.
  private(set) var counts: [Int32]
  /// The first and the last of the operations that must stand side by side with each.
  private var blockStarts: [Int32]
  private var blockEnds: [Int32]

  init(_ recording: Recording, results: [Int]) {
    var counts = [Int32](repeating: 0, count: recording.records.count)
    var ends = recording.records.indices.map { Int32($0) }
    for record in recording.records {
      recording.forEachOperand(of: record) { position, count, _ in
        guard let producers = recording.producers(of: position, count) else { return }
        for producer in producers { counts[producer] += 1 }
        ends[producers.lowerBound] = max(ends[producers.lowerBound], Int32(producers.upperBound))
      }
    }
    for result in results {
      if let producer = recording.producers(of: result, 1)?.lowerBound { counts[producer] += 1 }
    }
    self.counts = counts

    // Runs that overlap are one block.
    blockStarts = recording.records.indices.map { Int32($0) }
    for index in ends.indices.dropFirst() where ends[index - 1] >= index {
      ends[index] = max(ends[index], ends[index - 1])
      blockStarts[index] = blockStarts[index - 1]
    }
    for index in ends.indices.dropLast().reversed() where ends[index] > index {
      ends[index] = ends[index + 1]
    }
    blockEnds = ends
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
