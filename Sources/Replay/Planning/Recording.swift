import Autograd
import Basics

/// What a tape holds from a mark to its end, with everything that it reads: what a program is made from.
final class Recording {
  /// How much of the tape lies before it.
  let start: TapeStorage.Extent
  /// How many values it holds.
  let valueCount: Int
  /// Its operations, as they stand on the tape but for where lists of operands begin: ``operands(of:)`` gives those.
  ///
  /// Like other lists here it is plain memory, which the passes read many times for each operation.
  let records: UnsafeBufferPointer<Record>
  /// The lists of FlashAttention's operands, in which the second operand of such a record is an index.
  ///
  /// Those of other operations are vectors, which ``series`` has: with softmax at a context of 1,024 their lists take 33 MB.
  private let flashOperands: UnsafeMutablePointer<Int32>
  /// How many numbers ``flashOperands`` has.
  private let flashOperandCount: Int
  /// What its inputs were when it was recorded.
  let inputs: [Int32]
  /// Which inputs from before its beginning it reads.
  let earlierInputs: [Int32]
  /// The numbers at the positions that no operation produces.
  let constants: [(position: Int, data: Double)]
  /// The vectors that are read by operations which read several.
  let series: [VectorSeries]
  /// Which of them each operation reads, one after the other.
  private let vectorRuns: UnsafeBufferPointer<VectorRun>
  /// Where in ``vectorRuns`` those of each operation begin, and one past the last.
  private let runStarts: UnsafeBufferPointer<Int32>
  /// The first operation that ends behind each sixteenth position: from there it is at most sixteen to the one that produced a value.
  private let firstRecords: UnsafeBufferPointer<Int32>
  /// The epoch to which its values belonged.
  let epoch: UInt32

  /// What lies on the tape beyond `start`.
  init(_ storage: TapeStorage, from start: TapeStorage.Extent) {
    self.start = start
    valueCount = storage.end.valueCount - start.valueCount
    let records = UnsafeMutableBufferPointer(
      mutating: Self.copy(
        UnsafeBufferPointer(
          start: storage.records.base + start.recordCount,
          count: storage.end.recordCount - start.recordCount
        )
      )
    )
    self.records = UnsafeBufferPointer(records)
    inputs = Array(
      UnsafeBufferPointer(
        start: storage.inputs.base + start.inputCount,
        count: storage.end.inputCount - start.inputCount
      )
    )
    var earlierInputs: [Int32] = []
    for record in records where record.readsInput && record.second < start.inputCount {
      if !earlierInputs.contains(record.second) { earlierInputs.append(record.second) }
    }
    self.earlierInputs = earlierInputs
    var firstRecords: [Int32] = []
    firstRecords.reserveCapacity(valueCount / 16 + 1)
    var constants: [(position: Int, data: Double)] = []
    var next = start.valueCount
    func addConstants(before end: Int) {
      while next < end {
        constants.append((next, storage.data.base[next]))
        next += 1
      }
    }
    for (index, record) in records.enumerated() {
      addConstants(before: Int(record.result))
      next = Int(record.result) + Int(record.count)
      while start.valueCount + 16 * firstRecords.count < next { firstRecords.append(Int32(index)) }
    }
    addConstants(before: start.valueCount + valueCount)
    self.constants = constants
    self.firstRecords = Self.copy(firstRecords)
    var finder = SeriesFinder()
    var runStarts: [Int32] = []
    runStarts.reserveCapacity(records.count + 1)
    var flashOperands: [Int32] = []
    for (index, record) in records.enumerated() {
      runStarts.append(Int32(finder.runs.count))
      finder.append(record, storage.operands.base)
      guard record.operation == .flashAttention else { continue }
      let attention = FlashAttention(record, storage.operands.base + Int(record.second))
      records[index].second = Int32(flashOperands.count)
      for number in attention.operands { flashOperands.append(Int32(number)) }
    }
    runStarts.append(Int32(finder.runs.count))
    flashOperandCount = flashOperands.count
    self.flashOperands = .allocate(capacity: flashOperandCount)
    self.flashOperands.initialize(from: flashOperands, count: flashOperandCount)
    self.runStarts = Self.copy(runStarts)
    vectorRuns = Self.copy(finder.runs)
    series = finder.series
    epoch = storage.epochs.newest
  }

  deinit {
    records.deallocate()
    flashOperands.deallocate()
    vectorRuns.deallocate()
    runStarts.deallocate()
    firstRecords.deallocate()
  }

  private static func copy<Element: BitwiseCopyable>(
    _ elements: some Collection<Element>
  ) -> UnsafeBufferPointer<Element> {
    let copy = UnsafeMutableBufferPointer<Element>.allocate(capacity: elements.count)
    _ = copy.initialize(from: elements)
    return UnsafeBufferPointer(copy)
  }

  /// The vectors that an operation reads if it reads several: for FlashAttention first the keys and then the values.
  func vectorRuns(of index: Int) -> Slice<UnsafeBufferPointer<VectorRun>> {
    vectorRuns[Int(runStarts[index])..<Int(runStarts[index + 1])]
  }

  /// The operands of an operation of FlashAttention.
  func flashAttention(of record: Record) -> FlashAttention {
    FlashAttention(record, flashOperands + Int(record.second))
  }

  /// The list of an operation's operands on the tape; nil if it has none.
  func operands(of index: Int) -> [Int]? {
    switch records[index].operation {
    case .dots, .weightedSum:
      vectorRuns(of: index).flatMap { run in
        let start = Int(run.start)
        return series[Int(run.series)].positions[start..<start + Int(run.count)].map { Int($0) }
      }
    case .flashAttention: flashAttention(of: records[index]).operands
    case .add, .subtract, .multiply, .divide, .addConstant, .multiplyConstant, .pow, .exp, .log, .sigmoid,
      .relu, .copy,
      .sum, .maximum, .dot, .matrixVector, .gather, .pick, .rotate:
      nil
    }
  }

  /// The memory it takes, in bytes.
  var byteCount: Int {
    records.count * MemoryLayout<Record>.stride
      + (flashOperandCount + inputs.count + firstRecords.count + runStarts.count)
      * MemoryLayout<Int32>.stride
      + vectorRuns.count * MemoryLayout<VectorRun>.stride
      + series.reduce(0) { $0 + $1.positions.count } * MemoryLayout<Int32>.stride
  }

  /// How many choices each input has, those before its beginning included: one more than the largest number it may be.
  var inputLimits: [Int32] {
    var limits = [Int32](repeating: .max, count: start.inputCount + inputs.count)
    for record in records where record.readsInput {
      let input = Int(record.second)
      limits[input] = min(limits[input], record.length)
    }
    return limits
  }

  /// Where the input that an operation reads stands while a program runs.
  ///
  /// One from before its beginning may be changed between forward and backward; it is copied behind the others at each replay.
  func inputPlace(of record: Record) -> Int32 {
    guard let index = earlierInputs.firstIndex(of: record.second) else { return record.second }
    return Int32(start.inputCount + inputs.count + index)
  }

  /// The operation that produced the value at a position; nil for a leaf or a constant.
  @inline(__always)
  func producer(of position: Int) -> Int? {
    let offset = position - start.valueCount
    guard offset >= 0, offset / 16 < firstRecords.count else { return nil }
    var index = Int(firstRecords[offset / 16])
    while Int(records[index].result) + Int(records[index].count) <= position {
      index += 1
      if index == records.count { return nil }
    }
    return Int(records[index].result) <= position ? index : nil
  }

  /// The operations that produced the values of a run, from the first to the last; nil for a run of leaves or constants.
  @inline(__always)
  func producers(of position: Int, _ count: Int) -> ClosedRange<Int>? {
    guard count > 0 else { return nil }
    let end = position + count
    guard position >= start.valueCount else {
      require(end <= start.valueCount, mixture(position, count))
      return nil
    }
    guard let low = producer(of: position) else {
      // It reads constants; the next result must stand behind them.
      require((position..<end).allSatisfy { producer(of: $0) == nil }, mixture(position, count))
      return nil
    }
    var high = low
    while Int(records[high].result) + Int(records[high].count) < end {
      let next = Int(records[high].result) + Int(records[high].count)
      high += 1
      require(high < records.count && Int(records[high].result) == next, mixture(position, count))
    }
    return low...high
  }

  private func mixture(_ position: Int, _ count: Int) -> String {
    "v\(position) and the \(count) from there are leaves and results in one run, which a program can't read"
  }
}

extension SeriesFinder {
  /// Appends the vectors that an operation reads, whose list begins in `operands` where its second operand says.
  fileprivate mutating func append(_ record: Record, _ operands: UnsafePointer<Int32>) {
    let list = operands + Int(record.second)
    switch record.operation {
    case .dots: append(count: Int(record.count), width: Int(record.length)) { list[$0] }
    case .weightedSum: append(count: Int(record.length), width: Int(record.count)) { list[$0] }
    case .flashAttention:
      let attention = FlashAttention(record, list)
      for run in attention.runs {
        let distance = Int32(run.keyDistance)
        append(count: run.count, width: attention.keyWidth, distance: distance) {
          Int32(run.key &+ $0 &* run.keyDistance)
        }
      }
      for run in attention.runs {
        let distance = Int32(run.valueDistance)
        append(count: run.count, width: attention.valueWidth, distance: distance) {
          Int32(run.value &+ $0 &* run.valueDistance)
        }
      }
    case .add, .subtract, .multiply, .divide, .addConstant, .multiplyConstant, .pow, .exp, .log, .sigmoid,
      .relu, .copy,
      .sum, .maximum, .dot, .matrixVector, .gather, .pick, .rotate:
      break
    }
  }
}
