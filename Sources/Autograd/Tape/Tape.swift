import Basics

/// The record of a computation: every number it produced and every operation that made one from others.
///
/// A tape is a list. A number is appended when it is computed, so its parents always stand before it, and
/// ``Value/backward(seed:)`` is one loop from the end to the beginning: no sort, no recursion, no set of visited values.
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
/// A tape holds at most 2³¹ − 1 values and must outlive the handles to them: the program stops with a message where one is
/// used later. It is not safe to use from several threads at once.
public final class Tape {
  package let storage: UnsafeMutablePointer<TapeStorage>

  /// A tape without values, with room to grow.
  public init() { storage = StoragePool.take() }

  deinit { StoragePool.keep(storage) }

  // MARK: Leaves

  /// Appends a number that was not computed from others: a leaf of the graph.
  public func value(_ data: Double) -> Value {
    let position = storage.pointee.appendValues(1)
    storage.pointee.data.base[position] = data
    return Value(storage, position)
  }

  /// Appends a run of leaves.
  public func vector(_ elements: [Double]) -> Vector {
    let position = storage.pointee.appendValues(elements.count)
    for (offset, element) in elements.enumerated() { storage.pointee.data.base[position + offset] = element }
    return Vector(storage, position, count: elements.count)
  }

  /// Appends `rows · columns` leaves, row by row, asking for each number in that order.
  ///
  /// They are appended when all have been given, so `element` may itself append to the tape.
  public func matrix(rows: Int, columns: Int, _ element: () -> Double) -> Matrix {
    require(
      rows > 0 && columns > 0,
      "a matrix needs at least one row and one column, not \(rows)×\(columns)"
    )
    require(
      rows <= Int(Int32.max) / columns,
      "a tape has no room for the \(rows)×\(columns) elements of a matrix"
    )
    let numbers = (0..<rows * columns).map { _ in element() }
    return Matrix(storage, vector(numbers).position, rows: rows, columns: columns)
  }

  /// Appends a whole number that chooses what an operation reads, such as a token id.
  ///
  /// The number is data, not part of the graph's shape: the same recorded graph can be computed again with another.
  public func input(_ index: Int) -> Input {
    Input(storage, storage.pointee.appendInput(index), epoch: storage.pointee.epochs.newest)
  }

  /// Everything from `position` to the end of the tape, as one vector over those values.
  ///
  /// Nothing is copied: leaves that were appended one after the other, such as the matrices of a model, are one run.
  public func run(from position: Int) -> Vector {
    require(position >= 0 && position <= valueCount, "position \(position) is not in 0...\(valueCount)")
    return Vector(
      storage,
      position,
      count: valueCount - position,
      epoch: storage.pointee.epochs.ofValue(at: valueCount - 1)
    )
  }

  // MARK: Going back

  /// A place on a tape to which it can be rewound.
  public struct Mark: Equatable {
    let storage: UnsafeMutablePointer<TapeStorage>
    package let extent: TapeStorage.Extent
    /// The epoch of what was appended last before the mark.
    let epoch: UInt32
  }

  /// The present end of the tape.
  public var mark: Mark {
    let end = storage.pointee.end
    return Mark(storage: storage, extent: end, epoch: storage.pointee.epochs.before(end))
  }

  /// Forgets everything appended since `mark` was taken, and keeps the memory.
  ///
  /// Handles of forgotten values must not be used again: the program stops with a message when one is.
  public func rewind(to mark: Mark) {
    storage.check(mark)
    storage.pointee.rewind(to: mark.extent)
  }

  // MARK: Recording

  /// Whether operations are being recorded.
  ///
  /// Values computed while this is false have no parents and no gradient.
  public var isRecording: Bool { storage.pointee.isRecording }

  /// Runs `body` with recording off: the same computation, but nothing is kept to differentiate it.
  public func withoutRecording<Result, Failure: Error>(
    _ body: () throws(Failure) -> Result
  ) throws(Failure) -> Result {
    let wasRecording = isRecording
    storage.pointee.isRecording = false
    defer { storage.pointee.isRecording = wasRecording }
    return try body()
  }

  /// Computes again everything that was recorded between two marks, from what leaves and inputs hold now.
  ///
  ///     let a = tape.value(2)
  ///     let start = tape.mark
  ///     let b = a * a
  ///     a.data = 3
  ///     tape.recompute(from: start, to: tape.mark)
  ///     print(b.data)  // 9.0
  ///
  /// A maximum is found anew and an input read anew, so this is the same computation with other data. Nothing is allocated.
  /// A program of the Replay module goes backward too, and is much faster.
  public func recompute(from start: Mark, to end: Mark) {
    storage.check(start)
    storage.check(end)
    require(
      start.extent.recordCount <= end.extent.recordCount,
      "there is nothing on the tape from \(start.extent.recordCount) to \(end.extent.recordCount) operations"
    )
    for index in start.extent.recordCount..<end.extent.recordCount { storage.pointee.recompute(index) }
  }

  /// Sets all gradients to zero, those of leaves too.
  public func clearGradients() { storage.pointee.clearGradients() }

  // MARK: Size

  /// How many values the tape holds.
  public var valueCount: Int { storage.pointee.end.valueCount }

  /// How many operations the tape holds.
  ///
  /// One operation may produce many values.
  public var recordCount: Int { storage.pointee.end.recordCount }

  /// The memory that the tape's present contents take, in bytes: 16 for a value, 32 for an operation, 4 for an operand.
  public var byteCount: Int {
    valueCount * 2 * MemoryLayout<Double>.stride + recordCount * MemoryLayout<Record>.stride
      + (storage.pointee.end.operandCount + storage.pointee.end.inputCount) * MemoryLayout<Int32>.stride
  }

  /// How many multiply–adds the recorded operations take to compute once: one for each term of a dot product, a
  /// matrix–vector product, a weighted sum or attention.
  ///
  /// Going backward takes twice as many, and where FlashAttention computes its scores again, those too.
  public var multiplyAddCount: Int {
    (0..<recordCount).reduce(0) { total, index in
      let record = storage.pointee.records.base[index]
      switch record.operation {
      case .dot, .dots, .weightedSum, .matrixVector: return total + Int(record.count) * Int(record.length)
      case .flashAttention:
        return total + FlashAttention.multiplyAddCount(record, storage.pointee.memory)
      case .add, .subtract, .multiply, .divide, .addConstant, .multiplyConstant, .pow, .exp, .log, .sigmoid,
        .relu,
        .copy,
        .sum, .maximum, .gather, .pick, .rotate:
        return total
      }
    }
  }
}
