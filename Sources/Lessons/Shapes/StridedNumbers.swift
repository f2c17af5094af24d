/// Numbers in memory, and how an index finds one of them: what a tensor library calls a tensor.
///
///     place of [i₀, i₁, …] = Σ iₐ · strideₐ
///
/// ``viewed(as:)`` and ``transposed(_:_:)`` give other shapes to the same memory; ``repeated(_:along:)`` fills new memory.
public struct StridedNumbers: Equatable, Sendable {
  /// The numbers as they stand in memory.
  public let memory: [Double]
  /// How long each axis is.
  public let shape: [Int]
  /// How far apart neighbours along each axis stand in memory.
  public let strides: [Int]

  /// Numbers that stand in memory row after row: the last axis runs fastest.
  public init(_ memory: [Double], shape: [Int]) {
    self.init(memory, shape, Self.strides(ofRows: shape))
  }

  private init(_ memory: [Double], _ shape: [Int], _ strides: [Int]) {
    self.memory = memory
    self.shape = shape
    self.strides = strides
  }

  /// The strides of numbers that stand row after row.
  private static func strides(ofRows shape: [Int]) -> [Int] {
    var strides = [Int](repeating: 1, count: shape.count)
    for axis in shape.indices.dropLast().reversed() { strides[axis] = strides[axis + 1] * shape[axis + 1] }
    return strides
  }

  /// Where the number of an index stands in memory.
  public func place(of index: [Int]) -> Int { zip(index, strides).reduce(0) { $0 + $1.0 * $1.1 } }

  /// The number of an index.
  public subscript(_ index: Int...) -> Double { memory[place(of: index)] }

  /// The places in memory in the order of the indices, the last axis running fastest.
  public var places: [Int] {
    zip(shape, strides).reduce([0]) { places, axis in
      places.flatMap { place in (0..<axis.0).map { place + $0 * axis.1 } }
    }
  }

  /// The numbers in that order.
  public var numbers: [Double] { places.map { memory[$0] } }

  /// Whether the numbers stand in memory row after row.
  public var isInRows: Bool { strides == Self.strides(ofRows: shape) }

  /// `view`: other axes over the same memory; nil where the numbers don't stand row after row, as after a transposition, or the
  /// shape has another count.
  public func viewed(as shape: [Int]) -> StridedNumbers? {
    guard isInRows, shape.reduce(1, *) == memory.count else { return nil }
    return StridedNumbers(memory, shape: shape)
  }

  /// `transpose`: two axes change places, and their strides with them; the memory stays as it is.
  public func transposed(_ first: Int, _ second: Int) -> StridedNumbers {
    var (shape, strides) = (shape, strides)
    shape.swapAt(first, second)
    strides.swapAt(first, second)
    return StridedNumbers(memory, shape, strides)
  }

  /// `contiguous`: the same numbers written row after row into new memory.
  public func copied() -> StridedNumbers { StridedNumbers(numbers, shape: shape) }

  /// `repeat_kv` along an axis: each of its entries, `count` times in a row, in new memory.
  public func repeated(_ count: Int, along axis: Int) -> StridedNumbers {
    var (shape, strides) = (shape, strides)
    shape.insert(count, at: axis + 1)
    // A stride of 0: the same numbers again and again, until they are written out.
    strides.insert(0, at: axis + 1)
    let written = StridedNumbers(memory, shape, strides).numbers
    shape[axis] *= count
    shape.remove(at: axis + 1)
    return StridedNumbers(written, shape: shape)
  }
}
