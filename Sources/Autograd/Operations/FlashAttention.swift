import Basics

/// One query's attention over keys and values, computed in tiles.
///
///     sⱼ = s · q·kⱼ,   wⱼ = exp(sⱼ − L),   L = ln Σⱼ exp(sⱼ),   y = Σⱼ wⱼ vⱼ
///
/// Only y and the log-sum-exp L are kept: `valueWidth` + 1 nodes in one record, whatever the number of keys. Going backward
/// computes every wⱼ again from L.
struct FlashAttention {
  let query: Int
  let scale: Int
  let keyWidth: Int
  let valueWidth: Int
  let count: Int
  let tileSize: Int
  let keys: Positions
  let values: Positions

  /// Where vectors begin on the tape: at equal distances, which takes two numbers, or in a list.
  enum Positions {
    case regular(first: Int, distance: Int)
    case listed(UnsafePointer<Int32>)

    @inline(__always)
    subscript(index: Int) -> Int {
      switch self {
      case .regular(let first, let distance): first + index * distance
      case .listed(let positions): Int(positions[index])
      }
    }
  }

  /// Online softmax: the running maximum m, the sum l of exponentials and the unnormalized output are corrected by
  /// exp(m − m′) whenever a tile raises the maximum to m′.
  ///
  /// Source: "FlashAttention", Dao et al. 2022, algorithm 1; "Online normalizer calculation for softmax", Milakov and
  /// Gimelshein 2018.
  func evaluate(_ data: UnsafeMutablePointer<Double>, into y: UnsafeMutablePointer<Double>) {
    var maximum = -Double.infinity
    var sum = 0.0
    y.update(repeating: 0, count: valueWidth)
    withUnsafeTemporaryAllocation(of: Double.self, capacity: tileSize) { scores in
      for start in stride(from: 0, to: count, by: tileSize) {
        let tile = 0..<min(tileSize, count - start)
        var larger = maximum
        for j in tile {
          scores[j] = score(start + j, data)
          larger = max(larger, scores[j])
        }
        let correction = ElementaryFunctions.exp(maximum - larger)
        sum *= correction
        for i in 0..<valueWidth { y[i] *= correction }
        for j in tile {
          let weight = ElementaryFunctions.exp(scores[j] - larger)
          sum += weight
          Kernels.addProduct(weight, data + values[start + j], to: y, valueWidth)
        }
        maximum = larger
      }
    }
    for i in 0..<valueWidth { y[i] /= sum }
    y[valueWidth] = maximum + ElementaryFunctions.log(sum)
  }

  /// With g = ∂L/∂y, h = ∂L/∂(log-sum-exp) and D = g·y.
  ///
  ///     ∂L/∂vⱼ += wⱼ g,   ∂L/∂sⱼ = wⱼ (g·vⱼ − D + h)
  ///     ∂L/∂q += Σⱼ ∂L/∂sⱼ s kⱼ,   ∂L/∂kⱼ += ∂L/∂sⱼ s q,   ∂L/∂s += Σⱼ ∂L/∂sⱼ q·kⱼ
  ///
  /// Source: Dao et al. 2022, algorithm 4.
  ///
  /// - Parameter differentiatesScale: whether ∂L/∂s is wanted; if not it stays as it is.
  func propagate(
    _ data: UnsafeMutablePointer<Double>,
    _ grad: UnsafeMutablePointer<Double>,
    result: Int,
    differentiatesScale: Bool = true
  ) {
    let g = grad + result
    let common = g[valueWidth] - Kernels.dot(g, data + result, valueWidth)
    let logSumExp = data[result + valueWidth]
    let factor = data[scale]
    for j in 0..<count {
      let raw = Kernels.dot(data + query, data + keys[j], keyWidth)
      let weight = ElementaryFunctions.exp(factor * raw - logSumExp)
      let scoreGradient = weight * (Kernels.dot(g, data + values[j], valueWidth) + common)
      Kernels.addProduct(weight, g, to: grad + values[j], valueWidth)
      Kernels.addProduct(scoreGradient * factor, data + keys[j], to: grad + query, keyWidth)
      Kernels.addProduct(scoreGradient * factor, data + query, to: grad + keys[j], keyWidth)
      if differentiatesScale { grad[scale] += scoreGradient * raw }
    }
  }

  /// The derivatives of element `index` of the result, or of the log-sum-exp after the last, with respect to what it was
  /// computed from: the query, then each key with its value, then the scale.
  func localDerivatives(
    of index: Int,
    _ data: UnsafeMutablePointer<Double>,
    result: Int
  ) -> [(position: Int, derivative: Double)] {
    let logSumExp = data[result + valueWidth]
    let factor = data[scale]
    var queryDerivatives = [Double](repeating: 0, count: keyWidth)
    var scaleDerivative = 0.0
    var derivatives: [(position: Int, derivative: Double)] = []
    for j in 0..<count {
      let raw = Kernels.dot(data + query, data + keys[j], keyWidth)
      let weight = ElementaryFunctions.exp(factor * raw - logSumExp)
      let scoreDerivative =
        index == valueWidth ? weight : weight * (data[values[j] + index] - data[result + index])
      for i in 0..<keyWidth {
        queryDerivatives[i] += scoreDerivative * factor * data[keys[j] + i]
        derivatives.append((keys[j] + i, scoreDerivative * factor * data[query + i]))
      }
      if index < valueWidth { derivatives.append((values[j] + index, weight)) }
      scaleDerivative += scoreDerivative * raw
    }
    let ofQuery = queryDerivatives.enumerated().map { (position: query + $0.offset, derivative: $0.element) }
    return ofQuery + derivatives + [(scale, scaleDerivative)]
  }

  @inline(__always)
  private func score(_ j: Int, _ data: UnsafeMutablePointer<Double>) -> Double {
    data[scale] * Kernels.dot(data + query, data + keys[j], keyWidth)
  }
}

extension FlashAttention {
  /// The operands of a record: scale, width of keys and tile size begin its part of the list of operands, and where keys and
  /// values are follows.
  init(_ record: Record, _ list: UnsafePointer<Int32>) {
    let count = Int(record.length)
    let isRegular = record.secondStride == 0
    let positions = list + 3
    self.init(
      query: Int(record.first),
      scale: Int(list[0]),
      keyWidth: Int(list[1]),
      valueWidth: Int(record.count) - 1,
      count: count,
      tileSize: Int(list[2]),
      keys: isRegular
        ? .regular(first: Int(positions[0]), distance: Int(positions[1])) : .listed(positions),
      values: isRegular
        ? .regular(first: Int(positions[2]), distance: Int(positions[3])) : .listed(positions + count)
    )
  }
}

extension TapeStorage {
  /// What a record on the tape reads.
  func flashAttention(of record: Record) -> FlashAttention {
    FlashAttention(record, operands.base + Int(record.second))
  }
}

/// Attention of one query without storing its pattern: the result of `weightedSum(softmax(dots(q, K) · s), V)`.
///
///     y = Σⱼ wⱼ vⱼ,   w = softmax(s · q·kⱼ)
///
/// One record and as many nodes as a value is wide plus one, the log-sum-exp of the scores, which the backward pass needs:
/// the tape grows with the number of queries and not with the number of keys. Where keys and values stand at equal
/// distances on the tape, they take no room in the list of operands either. Time: O(keys · widths); backward twice that, and the scores once more.
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
  let keyPositions = keys.map { $0.position }
  let valuePositions = values.map { $0.position }
  let keyDistance = equalDistance(of: keyPositions)
  let valueDistance = equalDistance(of: valuePositions)
  // A tile larger than all keys is all keys; the list of operands holds 32-bit numbers.
  var operands = [scale.position, query.count, min(tileSize, keys.count)]
  if let keyDistance, let valueDistance {
    operands += [keyPositions[0], keyDistance, valuePositions[0], valueDistance]
  } else {
    operands += keyPositions + valuePositions
  }
  let result = storage.appendVector(
    Record(
      operation: .flashAttention,
      secondStride: keyDistance != nil && valueDistance != nil ? 0 : 1,
      count: Int32(width + 1),
      first: Int32(query.position),
      second: Int32(storage.pointee.appendOperands(operands)),
      length: Int32(keys.count)
    )
  )
  return (result[0..<width], result[width])
}

/// The distance between neighbours if it is the same everywhere.
private func equalDistance(of positions: [Int]) -> Int? {
  guard positions.count > 1 else { return 0 }
  let distance = positions[1] - positions[0]
  let isEqual = zip(positions, positions.dropFirst()).allSatisfy { $1 - $0 == distance }
  return isEqual ? distance : nil
}
