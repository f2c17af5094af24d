import Autograd
import Basics

/// What a tape holds from a mark to its end, with everything that it reads: what a program is made from.
final class Recording {
  /// How much of the tape lies before it.
  let start: TapeStorage.Extent
  /// How many values it holds.
  let valueCount: Int
  /// Its operations, as they stand on the tape.
  let records: [Record]
  /// Its part of the list of operands.
  let operands: UnsafeMutablePointer<Int32>
  /// How many numbers ``operands`` has.
  let operandCount: Int
  /// What its inputs were when it was recorded.
  let inputs: [Int32]
  /// Which inputs from before its beginning it reads.
  let earlierInputs: [Int32]
  /// The numbers at the positions that no operation produces.
  let constants: [(position: Int, data: Double)]
  /// Which operation produced the value at each position, counted from ``start``; −1 for a constant.
  let producers: [Int32]
  /// The epoch to which its values belonged.
  let epoch: UInt32

  /// What lies on the tape beyond `start`.
  init(_ storage: TapeStorage, from start: TapeStorage.Extent) {
    self.start = start
    valueCount = storage.end.valueCount - start.valueCount
    records = Self.array(storage.records, start.recordCount..<storage.end.recordCount)
    let operandCount = storage.end.operandCount - start.operandCount
    operands = .allocate(capacity: operandCount)
    operands.initialize(from: storage.operands.base + start.operandCount, count: operandCount)
    self.operandCount = operandCount
    inputs = Self.array(storage.inputs, start.inputCount..<storage.end.inputCount)
    var earlierInputs: [Int32] = []
    for record in records where record.readsInput && record.second < start.inputCount {
      if !earlierInputs.contains(record.second) { earlierInputs.append(record.second) }
    }
    self.earlierInputs = earlierInputs
    var producers = [Int32](repeating: -1, count: valueCount)
    for (index, record) in records.enumerated() {
      let first = Int(record.result) - start.valueCount
      for offset in first..<first + Int(record.count) { producers[offset] = Int32(index) }
    }
    self.producers = producers
    constants = producers.enumerated().filter { $0.element < 0 }.map { offset, _ in
      (start.valueCount + offset, storage.data.base[start.valueCount + offset])
    }
    epoch = storage.epochs.newest
  }

  deinit { operands.deallocate() }

  private static func array<Element>(_ buffer: Buffer<Element>, _ range: Range<Int>) -> [Element] {
    Array(UnsafeBufferPointer(start: buffer.base + range.lowerBound, count: range.count))
  }

  /// Where in ``operands`` the vectors stand that an operation of `dots` or `weightedSum` reads.
  func list(of record: Record) -> Range<Int> {
    let begin = Int(record.second) - start.operandCount
    return begin..<begin + Int(record.operation == .dots ? record.count : record.length)
  }

  /// The operands of an operation of FlashAttention.
  func flashAttention(of record: Record) -> FlashAttention {
    FlashAttention(record, operands + (Int(record.second) - start.operandCount))
  }

  /// The memory it takes, in bytes.
  var byteCount: Int {
    records.count * MemoryLayout<Record>.stride
      + (operandCount + inputs.count + producers.count) * MemoryLayout<Int32>.stride
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

  /// The operations that produced the values of a run, from the first to the last; nil for a run of leaves or constants.
  @inline(__always)
  func producers(of position: Int, _ count: Int) -> ClosedRange<Int>? {
    guard count > 0 else { return nil }
    let offset = position - start.valueCount
    guard offset >= 0 else {
      require(offset + count <= 0, mixture(position, count))
      return nil
    }
    let low = Int(producers[offset])
    let high = Int(producers[offset + count - 1])
    if low != high || low < 0 {
      let isConstant = low < 0
      require(
        producers[offset..<offset + count].allSatisfy { ($0 < 0) == isConstant },
        mixture(position, count)
      )
    }
    return low < 0 ? nil : low...high
  }

  private func mixture(_ position: Int, _ count: Int) -> String {
    "v\(position) and the \(count) from there are leaves and results in one run, which a program can't read"
  }
}
