import Basics

/// What makes the tape longer, and what cuts it.
extension TapeStorage {
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
    let needed = end.valueCount + count
    reserveValues(needed)
    // Not all of the capacity, half of which may never be used: memory that nobody writes to takes no room.
    let cleared = min(grad.capacity, needed + needed / 8 + 64)
    (grad.base + end.valueCount).update(repeating: 0, count: cleared - end.valueCount)
    clearedCapacity = cleared
  }

  /// Makes room for `count` values in all, whatever stands there.
  mutating func reserveValues(_ count: Int) {
    if count > data.capacity { requireNotLent() }
    data.reserve(count, used: end.valueCount)
    grad.reserve(count, used: end.valueCount)
  }

  /// Computes an operation, appends its results, and keeps it unless recording is off.
  ///
  /// The parameters are the fields of its ``Record``.
  ///
  /// - Returns: the position of the first result.
  @inline(__always)
  mutating func append(
    _ operation: Operation,
    count: Int = 1,
    first: Int,
    firstStride: UInt8 = 1,
    second: Int = 0,
    secondStride: UInt8 = 1,
    length: Int = 0,
    constant: Double = 0
  ) -> Int {
    let position = appendValues(count)
    let record = Record(
      operation: operation,
      firstStride: firstStride,
      secondStride: secondStride,
      count: Int32(count),
      result: Int32(truncatingIfNeeded: position),
      first: Int32(first),
      second: Int32(second),
      length: Int32(length),
      constant: constant
    )
    if isRecording {
      records.reserve(end.recordCount + 1, used: end.recordCount)
      records.base[end.recordCount] = record
      end.recordCount += 1
    }
    evaluate(record)
    return position
  }

  /// Appends positions, or other numbers an operation needs, to the list of operands and returns where they begin in it.
  package mutating func appendOperands(_ numbers: some Collection<Int>) -> Int {
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
}
