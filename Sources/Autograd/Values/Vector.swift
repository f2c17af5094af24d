import Basics

/// A run of consecutive values on a ``Tape``: a collection of ``Value`` that operations treat as one.
///
/// Slicing a vector gives a vector over the same values. As for every Swift collection a slice keeps the indices of what
/// it was cut from: `v[4..<8]` begins at index 4.
///
///     let query = weights * x          // one operation, as many values as the matrix has rows
///     let head = query[4..<8]          // no operation: the same values
///     let score = dot(head, key)       // one operation, one value
public struct Vector {
  package let storage: UnsafeMutablePointer<TapeStorage>
  private let origin: Int32
  private let lower: Int32
  private let upper: Int32
  /// The epoch of the last value.
  package let epoch: UInt32

  /// A handle to the run that was just appended at `position`.
  @inline(__always)
  init(_ storage: UnsafeMutablePointer<TapeStorage>, _ position: Int, count: Int) {
    self.init(storage, position, count: count, epoch: storage.pointee.epochs.newest)
  }

  @inline(__always)
  init(_ storage: UnsafeMutablePointer<TapeStorage>, _ position: Int, count: Int, epoch: UInt32) {
    self.init(
      storage: storage,
      origin: Int32(truncatingIfNeeded: position),
      lower: 0,
      upper: Int32(truncatingIfNeeded: count),
      epoch: epoch
    )
  }

  @inline(__always)
  private init(
    storage: UnsafeMutablePointer<TapeStorage>,
    origin: Int32,
    lower: Int32,
    upper: Int32,
    epoch: UInt32
  ) {
    self.storage = storage
    self.origin = origin
    self.lower = lower
    self.upper = upper
    self.epoch = epoch
  }

  /// The same for another value of the run, which may be older.
  @inline(__always)
  private func epoch(at position: Int) -> UInt32 {
    storage.check(self)
    return storage.pointee.epochs.ofValue(at: position)
  }

  /// Where the first value stands on the tape.
  @inline(__always)
  public var position: Int { Int(origin) + Int(lower) }

  /// The numbers themselves, ``count`` of them, copied.
  public var data: [Double] {
    storage.check(self)
    return Array(UnsafeBufferPointer(start: storage.pointee.data.base + position, count: count))
  }

  /// Puts the numbers into an array, which keeps its memory.
  public func copyData(into numbers: inout [Double]) {
    storage.check(self)
    numbers.removeAll(keepingCapacity: true)
    numbers.append(contentsOf: UnsafeBufferPointer(start: storage.pointee.data.base + position, count: count))
  }

  /// ∂L/∂(each value): see ``Value/grad``.
  public var grad: [Double] {
    storage.check(self)
    return Array(UnsafeBufferPointer(start: storage.pointee.grad.base + position, count: count))
  }

  /// Sets the gradients of these values to zero.
  public func clearGradients() {
    storage.check(self)
    (storage.pointee.grad.base + position).update(repeating: 0, count: count)
  }

  /// Gives `body` the numbers and the gradients of the run in place, for loops over many of them such as an optimizer's.
  ///
  /// Meanwhile nothing can be appended to the tape or taken from it: the program stops with a message when `body` tries.
  public func withUnsafeMutableBuffers<Result, Failure: Error>(
    _ body: (
      _ data: UnsafeMutableBufferPointer<Double>, _ grad: UnsafeMutableBufferPointer<Double>
    ) throws(Failure) -> Result
  ) throws(Failure) -> Result {
    storage.check(self)
    storage.pointee.lend()
    defer { storage.pointee.takeBack() }
    return try body(
      UnsafeMutableBufferPointer(start: storage.pointee.data.base + position, count: count),
      UnsafeMutableBufferPointer(start: storage.pointee.grad.base + position, count: count)
    )
  }
}

extension Vector: RandomAccessCollection {
  /// The index of the first value.
  @inline(__always)
  public var startIndex: Int { Int(lower) }

  /// One past the index of the last value.
  @inline(__always)
  public var endIndex: Int { Int(upper) }

  /// How many values there are.
  @inline(__always)
  public var count: Int { Int(upper) - Int(lower) }

  /// The value at `index`.
  public subscript(index: Int) -> Value {
    require(
      index >= startIndex && index < endIndex,
      "index \(index) is not in \(startIndex)..<\(endIndex)"
    )
    let position = Int(origin) + index
    return Value(storage, position, epoch: epoch(at: position))
  }

  /// The part of the run at `offsets` from its first value, whatever index that has.
  public subscript(offsets offsets: Range<Int>) -> Vector {
    require(
      offsets.lowerBound >= 0 && offsets.upperBound <= count,
      "the offsets \(offsets.lowerBound)..<\(offsets.upperBound) are not within 0..<\(count)"
    )
    return self[startIndex + offsets.lowerBound..<startIndex + offsets.upperBound]
  }

  /// The part of the run at `bounds`, as a vector over the same values.
  public subscript(bounds: Range<Int>) -> Vector {
    require(
      bounds.lowerBound >= startIndex && bounds.upperBound <= endIndex,
      "the range \(bounds.lowerBound)..<\(bounds.upperBound) is not within \(startIndex)..<\(endIndex)"
    )
    return Vector(
      storage: storage,
      origin: origin,
      lower: Int32(truncatingIfNeeded: bounds.lowerBound),
      upper: Int32(truncatingIfNeeded: bounds.upperBound),
      epoch: epoch(at: Int(origin) + bounds.upperBound - 1)
    )
  }
}
