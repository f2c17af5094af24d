/// The record of a computation: every number it produced and every operation that made one from others.
///
/// A tape is a list. A number is appended when it is computed, so its parents always stand before it, and
/// ``Value/backward(seed:)`` is one loop from the end to the beginning: no sort, no recursion, no set of visited nodes.
///
///     let tape = Tape()
///     let a = tape.value(-4.0)
///     let b = tape.value(2.0)
///     let c = a * b + b.pow(3)
///     c.backward()
///     print(c.data, a.grad, b.grad)  // 0.0 2.0 8.0
///
/// Parameters stand first and stay; each training step appends above them and then goes back with
/// ``rewind(to:)``, which keeps the memory for the next step.
///
/// A tape holds at most 2³¹ − 1 values. It is not safe to use from several threads at once.
public final class Tape {
  /// The number at each position.
  var data: Buffer<Double>
  /// ∂(the value differentiated last)/∂(the number at each position). Zero from `valueCount` on.
  var grad: Buffer<Double>
  var records: Buffer<Record>
  /// Positions of operands, for operations that read runs from several places.
  var operands: Buffer<Int32>
  /// Whole numbers that choose what is read, such as token ids: see ``Input``.
  var inputs: Buffer<Int32>

  /// How many values the tape holds.
  public internal(set) var valueCount = 0
  /// How many operations the tape holds. One operation may produce many values.
  public internal(set) var recordCount = 0
  var operandCount = 0
  var inputCount = 0

  /// Whether operations are being recorded. Values computed while this is false have no parents and no gradient.
  public private(set) var isRecording = true

  /// How many of the records, from the first, may have left gradients in their results.
  var differentiatedCount = 0

  /// Which values belong to which stretch between rewinds: `epochs[k].epoch` holds from `epochs[k].start` on.
  var epochs: [(start: Int, epoch: UInt32)] = [(0, 0)]
  private(set) var newestEpoch: UInt32 = 0

  /// An empty tape with room for some values before it grows.
  public init(capacity: Int = 1 << 13) {
    data = Buffer(capacity: capacity)
    grad = Buffer(capacity: capacity)
    records = Buffer(capacity: capacity / 8)
    operands = Buffer(capacity: capacity / 8)
    inputs = Buffer(capacity: 64)
    grad.base.initialize(repeating: 0, count: grad.capacity)
  }

  deinit {
    data.deallocate()
    grad.deallocate()
    records.deallocate()
    operands.deallocate()
    inputs.deallocate()
  }

  /// The memory that the tape's present contents take, in bytes: 16 for a value, 32 for a record, 4 for an operand.
  public var byteCount: Int {
    valueCount * 2 * MemoryLayout<Double>.stride + recordCount * MemoryLayout<Record>.stride
      + (operandCount + inputCount) * MemoryLayout<Int32>.stride
  }

  // MARK: Leaves

  /// Appends a number that was not computed from others: a leaf of the graph.
  public func value(_ data: Double) -> Value {
    let position = appendValues(1)
    self.data.base[position] = data
    return Value(tape: self, position: position)
  }

  /// Appends a run of leaves.
  public func vector(_ elements: some Collection<Double>) -> Vector {
    let position = appendValues(elements.count)
    var next = data.base + position
    for element in elements {
      next.pointee = element
      next += 1
    }
    return Vector(tape: self, position: position, count: elements.count)
  }

  /// Appends `rows · columns` leaves, row by row, asking for each number in that order.
  public func matrix(rows: Int, columns: Int, _ element: () -> Double) -> Matrix {
    precondition(rows > 0 && columns > 0, "a matrix needs at least one row and one column, not \(rows)×\(columns)")
    let position = appendValues(rows * columns)
    for offset in 0..<rows * columns { data.base[position + offset] = element() }
    return Matrix(tape: self, position: position, rows: rows, columns: columns)
  }

  /// Appends a whole number that chooses what an operation reads, such as a token id.
  ///
  /// The number is data, not part of the graph's shape: the same recorded graph can be computed again with another.
  public func input(_ index: Int) -> Input {
    inputs.reserve(inputCount + 1, used: inputCount)
    inputs.base[inputCount] = Int32(index)
    inputCount += 1
    return Input(tape: self, position: inputCount - 1)
  }

  // MARK: Going back

  /// A place on a tape to which it can be rewound.
  public struct Mark: Equatable, Sendable {
    let valueCount, recordCount, operandCount, inputCount: Int
  }

  /// The present end of the tape.
  public var mark: Mark {
    Mark(
      valueCount: valueCount,
      recordCount: recordCount,
      operandCount: operandCount,
      inputCount: inputCount
    )
  }

  /// Forgets everything appended since `mark` was taken, and keeps the memory.
  ///
  /// Handles of forgotten values must not be used again; a debug build stops when one is.
  public func rewind(to mark: Mark) {
    precondition(
      mark.valueCount <= valueCount && mark.recordCount <= recordCount,
      "the mark at value \(mark.valueCount) lies beyond the tape's \(valueCount) values: it was rewound before"
    )
    (grad.base + mark.valueCount).update(repeating: 0, count: valueCount - mark.valueCount)
    valueCount = mark.valueCount
    recordCount = mark.recordCount
    operandCount = mark.operandCount
    inputCount = mark.inputCount
    differentiatedCount = min(differentiatedCount, recordCount)
    while let last = epochs.last, last.start >= mark.valueCount { epochs.removeLast() }
    newestEpoch &+= 1
    epochs.append((mark.valueCount, newestEpoch))
  }

  /// Runs `body` with recording off: the same computation, but nothing is kept to differentiate it.
  public func withoutRecording<Result, Failure: Error>(
    _ body: () throws(Failure) -> Result
  ) throws(Failure) -> Result {
    let wasRecording = isRecording
    isRecording = false
    defer { isRecording = wasRecording }
    return try body()
  }

  // MARK: Appending

  /// Makes room for `count` values and returns the position of the first.
  @inline(__always)
  func appendValues(_ count: Int) -> Int {
    let end = valueCount + count
    if end > data.capacity { growValues(to: end) }
    defer { valueCount = end }
    return valueCount
  }

  @inline(never)
  private func growValues(to count: Int) {
    precondition(count <= Int(Int32.max), "a tape holds at most \(Int32.max) values, not \(count)")
    data.reserve(count, used: valueCount)
    grad.reserve(count, used: valueCount)
    (grad.base + valueCount).initialize(repeating: 0, count: grad.capacity - valueCount)
  }

  /// Computes what `record` says, appends the results, and keeps the record unless recording is off.
  ///
  /// - Returns: the position of the first result.
  @inline(__always)
  func append(_ record: Record) -> Int {
    var record = record
    let position = appendValues(Int(record.count))
    record.result = Int32(truncatingIfNeeded: position)
    if isRecording {
      records.reserve(recordCount + 1, used: recordCount)
      records.base[recordCount] = record
      recordCount += 1
    }
    evaluate(record)
    return position
  }

  /// Appends positions to the list of operands and returns where they begin in it.
  func appendOperands(_ vectors: [Vector]) -> Int {
    let start = operandCount
    operands.reserve(start + vectors.count, used: start)
    for vector in vectors {
      check(vector)
      operands.base[operandCount] = Int32(truncatingIfNeeded: vector.position)
      operandCount += 1
    }
    return start
  }

  // MARK: Finding

  /// The record that produced the value at `position`, or nil for a leaf. O(log n) in the number of records.
  func record(producing position: Int) -> (index: Int, record: Record)? {
    var low = 0
    var high = recordCount
    while low < high {
      let middle = (low + high) / 2
      if Int(records.base[middle].result) <= position { low = middle + 1 } else { high = middle }
    }
    guard low > 0 else { return nil }
    let record = records.base[low - 1]
    return position < Int(record.result) + Int(record.count) ? (low - 1, record) : nil
  }
}
