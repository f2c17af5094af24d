import Basics

extension FlashAttention {
  /// The operands of an operation: scale, width of keys and tile size begin its part of the list of operands, and the runs of keys
  /// and values follow.
  package init(_ record: Record, _ list: UnsafePointer<Int32>) {
    self.init(
      query: Int(record.first),
      scale: Int(list[0]),
      keyWidth: Int(list[1]),
      valueWidth: Int(record.count) - 1,
      count: Int(record.length),
      tileSize: Int(list[2]),
      runs: list + 3
    )
  }

  /// What ``init(_:_:)`` reads from the list of operands.
  package var operands: [Int] { [scale, keyWidth, tileSize] + runs.flatMap { $0.list } }
}

extension FlashAttention {
  @inline(__always)
  static func evaluate(_ record: Record, _ memory: TapeMemory) {
    FlashAttention(record, memory.list(record)).evaluate(memory.data, into: memory.y(record))
  }

  @inline(__always)
  static func propagate(_ record: Record, _ memory: TapeMemory) {
    FlashAttention(record, memory.list(record))
      .propagate(memory.data, memory.grad, result: Int(record.result))
  }

  static func localDerivatives(_ record: Record, of index: Int, _ memory: TapeMemory) -> [LocalDerivative] {
    FlashAttention(record, memory.list(record))
      .localDerivatives(of: index, memory.data, result: Int(record.result))
  }

  /// How many multiply–adds one query takes.
  static func multiplyAddCount(_ record: Record, _ memory: TapeMemory) -> Int {
    let attention = FlashAttention(record, memory.list(record))
    return (attention.keyWidth + attention.valueWidth) * attention.count
  }
}

/// Attention of one query without storing its pattern: the result of `weightedSum(softmax(dots(q, K) · s), V)`.
///
///     y = Σⱼ wⱼ vⱼ,   w = softmax(s · q·kⱼ)
///
/// One operation and as many values as a value is wide plus one, the log-sum-exp of the scores, which the backward pass needs:
/// the tape grows with the number of queries and not with the number of keys. Keys and values that stand at equal
/// distances on the tape take five numbers in the list of operands, however many they are. Time: O(keys · widths); backward twice that, and the scores once more.
///
/// Source: "FlashAttention: Fast and Memory-Efficient Exact Attention with IO-Awareness", Dao et al. 2022.
///
/// - Parameters:
///   - query: the query q.
///   - keys: at least one, each as wide as the query.
///   - values: as many, all of one width.
///   - scale: the factor s.
///   - tileSize: how many keys are read before the running maximum is corrected. The result depends on it by rounding only.
/// - Returns: y, and the log-sum-exp as a value of its own.
public func flashAttention(
  query: Vector,
  keys: [Vector],
  values: [Vector],
  scale: Value,
  tileSize: Int
) -> (output: Vector, logSumExp: Value) {
  let storage = query.storage
  storage.check(query)
  storage.check(scale)
  require(
    keys.count == values.count && tileSize > 0,
    "\(keys.count) keys with \(values.count) values can't be attended in tiles of \(tileSize)"
  )
  guard let width = values.first?.count else { stop("attention needs at least one key") }
  for (key, value) in zip(keys, values) {
    storage.check(key)
    storage.check(value)
    require(
      key.count == query.count && value.count == width,
      "a query of \(query.count) and values of \(width) do not go with a key of \(key.count) and a value of \(value.count)"
    )
  }
  let runs = FlashAttention.Run.runs(keys: keys.map { $0.position }, values: values.map { $0.position })
  // A tile larger than all keys is all keys; the list of operands holds 32-bit numbers.
  let operands = [scale.position, query.count, min(tileSize, keys.count)] + runs.flatMap { $0.list }
  let list = storage.pointee.appendOperands(operands)
  let start = storage.pointee.append(
    .flashAttention,
    count: width + 1,
    first: query.position,
    second: list,
    length: keys.count
  )
  return (Vector(storage, start, count: width), Value(storage, start + width))
}
