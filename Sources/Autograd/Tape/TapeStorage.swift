/// What a tape holds, in flat buffers.
///
/// Handles point at the storage and not at the ``Tape`` that owns it, so that passing them around costs no reference
/// counting, and reading a buffer no check for overlapping access.
struct TapeStorage {
  /// The number at each position.
  var data = Buffer<Double>()
  /// ∂(the value differentiated last)/∂(the number at each position).
  ///
  /// Zero from the end up to ``clearedCapacity``.
  var grad = Buffer<Double>()
  /// The operations, in the order in which they were computed.
  var records = Buffer<Record>()
  /// Positions of operands, for operations that read runs from several places.
  var operands = Buffer<Int32>()
  /// Whole numbers that choose what is read, such as token ids: see ``Input``.
  var inputs = Buffer<Int32>()

  /// How much of each buffer is in use.
  var end = Extent()

  /// Whose numbers stand beyond the end.
  var replayed = Replayed()

  /// The last replay of a program, which counts as long as nothing was appended since.
  struct Replayed: Equatable {
    var program = 0
    var epoch: UInt32 = 0
    /// Whether its gradients stand there too.
    var wentBackward = false
  }

  private var issuedProgramCount = 0

  /// A number for a new program, another than all before.
  mutating func issueProgramNumber() -> Int {
    issuedProgramCount += 1
    return issuedProgramCount
  }

  /// Notes that a program has computed its numbers.
  mutating func noteReplay(of program: Int) { replayed = Replayed(program: program, epoch: issuedEpochs) }

  /// Whether the numbers beyond the end are those of a program.
  func holdsReplay(of program: Int) -> Bool { replayed.program == program && replayed.epoch == issuedEpochs }

  /// Lengths of the buffers.
  struct Extent: Equatable {
    var valueCount = 0
    var recordCount = 0
    var operandCount = 0
    var inputCount = 0
  }

  /// Whether operations are being recorded.
  var isRecording = true

  /// Up to where values can be appended, because there is room for them and their gradients are zero.
  private(set) var clearedCapacity = 0

  /// How many of the records, from the first, may have left gradients in their results.
  var differentiatedCount = 0

  /// Which values belong to which stretch between rewinds: `epochs[k].epoch` holds from `epochs[k].start` on.
  private(set) var epochs: [(start: Int, epoch: UInt32)] = [(0, 0)]
  private(set) var newestEpoch: UInt32 = 0
  private var issuedEpochs: UInt32 = 0

  /// Whether the tape that owned the storage is gone.
  ///
  /// Only debug builds keep the storage to tell.
  var isClosed = false

  func deallocate() {
    data.deallocate()
    grad.deallocate()
    records.deallocate()
    operands.deallocate()
    inputs.deallocate()
  }

  /// Makes room for `count` values and returns the position of the first.
  @inline(__always)
  mutating func appendValues(_ count: Int) -> Int {
    let position = end.valueCount
    if position + count > clearedCapacity { growValues(to: position + count) }
    end.valueCount = position + count
    return position
  }

  @inline(never)
  private mutating func growValues(to count: Int) {
    reserveValues(count)
    (grad.base + end.valueCount).update(repeating: 0, count: grad.capacity - end.valueCount)
    clearedCapacity = grad.capacity
  }

  private mutating func reserveValues(_ count: Int) {
    precondition(count <= Int(Int32.max), "a tape holds at most \(Int32.max) values, not \(count)")
    data.reserve(count, used: end.valueCount)
    grad.reserve(count, used: end.valueCount)
  }

  /// Makes room beyond the end, in which a ``Program`` works without appending anything.
  mutating func reserveBeyondEnd(values: Int, inputs inputCount: Int) {
    if values + readAhead > data.capacity {
      reserveValues(values + readAhead)
      clearedCapacity = end.valueCount
    }
    inputs.reserve(inputCount, used: end.inputCount)
  }

  /// Notes that gradients beyond the end will be written.
  mutating func noteBackward() {
    clearedCapacity = min(clearedCapacity, end.valueCount)
    replayed.wentBackward = true
  }

  /// Appends a stretch that was recorded at this place before, with the given numbers and gradients.
  mutating func append(
    _ stretch: Stretch,
    data newData: [Double],
    grad newGrad: [Double],
    inputs newInputs: [Int32]
  ) {
    let position = appendValues(stretch.valueCount)
    for offset in 0..<stretch.valueCount {
      data.base[position + offset] = newData[offset]
      grad.base[position + offset] = newGrad[offset]
    }
    _ = appendOperands((0..<stretch.operandCount).lazy.map { Int(stretch.operands[$0]) })
    for input in newInputs { _ = appendInput(Int(input)) }
    records.reserve(end.recordCount + stretch.records.count, used: end.recordCount)
    for record in stretch.records {
      records.base[end.recordCount] = record
      end.recordCount += 1
    }
    differentiatedCount = end.recordCount
    epochs[epochs.count - 1].epoch = stretch.epoch
    // What follows is not of the stretch.
    issuedEpochs &+= 1
    newestEpoch = issuedEpochs
    epochs.append((end.valueCount, newestEpoch))
  }

  /// Computes what `record` says, appends the results, and keeps the record unless recording is off.
  ///
  /// - Returns: the position of the first result.
  @inline(__always)
  mutating func append(_ record: Record) -> Int {
    var record = record
    let position = appendValues(Int(record.count))
    record.result = Int32(truncatingIfNeeded: position)
    if isRecording {
      records.reserve(end.recordCount + 1, used: end.recordCount)
      records.base[end.recordCount] = record
      end.recordCount += 1
    }
    evaluate(record)
    return position
  }

  /// Appends positions, or other numbers an operation needs, to the list of operands and returns where they begin in it.
  mutating func appendOperands(_ numbers: some Collection<Int>) -> Int {
    let start = end.operandCount
    operands.reserve(start + numbers.count, used: start)
    for number in numbers {
      operands.base[end.operandCount] = Int32(truncatingIfNeeded: number)
      end.operandCount += 1
    }
    return start
  }

  mutating func appendInput(_ index: Int) -> Int {
    inputs.reserve(end.inputCount + 1, used: end.inputCount)
    inputs.base[end.inputCount] = Int32(index)
    end.inputCount += 1
    return end.inputCount - 1
  }

  mutating func rewind(to extent: Extent) {
    (grad.base + extent.valueCount).update(repeating: 0, count: end.valueCount - extent.valueCount)
    end = extent
    differentiatedCount = min(differentiatedCount, end.recordCount)
    while let last = epochs.last, last.start >= extent.valueCount { epochs.removeLast() }
    issuedEpochs &+= 1
    newestEpoch = issuedEpochs
    epochs.append((extent.valueCount, newestEpoch))
  }

  /// The stretch between rewinds to which the value at `position` belongs; 0 for what comes before all values.
  func epoch(at position: Int) -> UInt32 {
    guard position >= 0 else { return 0 }
    var index = epochs.count - 1
    while index > 0, epochs[index].start > position { index -= 1 }
    return epochs[index].epoch
  }

  /// The record that produced the value at `position`, or nil for a leaf.
  ///
  /// O(log n) in the number of records.
  func record(producing position: Int) -> (index: Int, record: Record)? {
    var low = 0
    var high = end.recordCount
    while low < high {
      let middle = (low + high) / 2
      if Int(records.base[middle].result) <= position { low = middle + 1 } else { high = middle }
    }
    guard low > 0 else { return nil }
    let record = records.base[low - 1]
    return position < Int(record.result) + Int(record.count) ? (low - 1, record) : nil
  }
}
