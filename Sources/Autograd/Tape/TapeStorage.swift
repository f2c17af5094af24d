import Basics

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
  mutating func noteReplay(of program: Int) { replayed = Replayed(program: program, epoch: epochs.newest) }

  /// Whether the numbers beyond the end are those of a program.
  func holdsReplay(of program: Int) -> Bool { replayed.program == program && replayed.epoch == epochs.newest }

  /// Lengths of the buffers.
  struct Extent: Equatable {
    var valueCount = 0
    var recordCount = 0
    var operandCount = 0
    var inputCount = 0

    /// All together, which grows with whatever is appended.
    var total: Int { valueCount + recordCount + operandCount + inputCount }
  }

  /// Whether operations are being recorded.
  var isRecording = true

  /// How many of the records, from the first, may have left gradients in their results.
  var differentiatedCount = 0

  /// Which parts of the tape belong to which stretch between rewinds.
  private(set) var epochs = Epochs()

  /// Up to where there is room for values whose gradients are zero.
  private var clearedCapacity = 0 { didSet { updateAppendLimit() } }
  /// How many calls are working in the buffers, which must stay where they are meanwhile.
  private var borrowerCount = 0 { didSet { updateAppendLimit() } }
  /// Up to where values can be appended at once: nowhere while the buffers are lent.
  private var appendLimit = 0

  private mutating func updateAppendLimit() { appendLimit = borrowerCount == 0 ? clearedCapacity : 0 }

  /// Whether the tape that owned the storage is gone.
  private(set) var isClosed = false
  /// The next storage whose tape is gone, where this is one: see ``StoragePool``.
  var nextInPool: UnsafeMutablePointer<TapeStorage>?

  /// Gives the buffers back.
  mutating func close() {
    requireNotLent()
    data.deallocate()
    grad.deallocate()
    records.deallocate()
    operands.deallocate()
    inputs.deallocate()
    end = Extent()
    epochs.beginTape()
    isClosed = true
  }

  /// Makes the storage that of a new tape.
  mutating func reopen() {
    var opened = TapeStorage()
    opened.epochs = epochs
    opened.epochs.beginTape()
    opened.issuedProgramCount = issuedProgramCount
    self = opened
  }

  // MARK: Lending

  /// Notes that a call works in the buffers: until it is done nothing may be appended or taken away.
  mutating func lend() { borrowerCount += 1 }

  /// Notes that it is done.
  mutating func takeBack() { borrowerCount -= 1 }

  private func requireNotLent() {
    require(
      borrowerCount == 0,
      "nothing can be appended to a tape or taken from it while its numbers are being worked on in place"
    )
  }

  // MARK: Appending

  /// Makes room for `count` values and returns the position of the first.
  @inline(__always)
  mutating func appendValues(_ count: Int) -> Int {
    let position = end.valueCount
    if position + count > appendLimit { growValues(by: count) }
    end.valueCount = position + count
    return position
  }

  @inline(never)
  private mutating func growValues(by count: Int) {
    requireNotLent()
    reserveValues(end.valueCount + count)
    (grad.base + end.valueCount).update(repeating: 0, count: grad.capacity - end.valueCount)
    clearedCapacity = grad.capacity
  }

  private mutating func reserveValues(_ count: Int) {
    if count > data.capacity { requireNotLent() }
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
    if clearedCapacity > end.valueCount { clearedCapacity = end.valueCount }
    replayed.wentBackward = true
  }

  /// Appends a stretch that was recorded at this place before, with the given records, numbers and gradients.
  mutating func append(
    _ stretch: Stretch,
    records newRecords: [Record],
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
    records.reserve(end.recordCount + newRecords.count, used: end.recordCount)
    for record in newRecords {
      records.base[end.recordCount] = record
      end.recordCount += 1
    }
    differentiatedCount = end.recordCount
    epochs.resume(stretch.epoch, until: end)
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
    inputs.base[end.inputCount] = Input.number(index)
    end.inputCount += 1
    return end.inputCount - 1
  }

  mutating func rewind(to extent: Extent) {
    requireNotLent()
    (grad.base + extent.valueCount).update(repeating: 0, count: end.valueCount - extent.valueCount)
    end = extent
    differentiatedCount = min(differentiatedCount, end.recordCount)
    epochs.begin(at: extent)
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
