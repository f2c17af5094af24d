import Basics

/// One query's attention over keys and values, computed in tiles.
///
///     sⱼ = s · q·kⱼ,   wⱼ = exp(sⱼ − L),   L = ln Σⱼ exp(sⱼ),   y = Σⱼ wⱼ vⱼ
///
/// Only y and the log-sum-exp L are kept: `valueWidth` + 1 values in one operation, whatever the number of keys. Going backward
/// computes every wⱼ again from L.
package struct FlashAttention {
  package let query: Int
  package let scale: Int
  package let keyWidth: Int
  package let valueWidth: Int
  package let count: Int
  package let tileSize: Int
  /// Where keys and values begin: see ``Run``.
  private let list: UnsafePointer<Int32>

  /// One query's attention.
  ///
  /// - Parameters:
  ///   - query: where the query begins.
  ///   - scale: where the factor s stands.
  ///   - keyWidth: how many elements the query and each key have.
  ///   - valueWidth: how many elements each value has.
  ///   - count: how many keys and values there are.
  ///   - tileSize: how many of them are read before the running maximum is corrected.
  ///   - runs: the runs in which keys and values stand, five numbers each.
  package init(
    query: Int,
    scale: Int,
    keyWidth: Int,
    valueWidth: Int,
    count: Int,
    tileSize: Int,
    runs: UnsafePointer<Int32>
  ) {
    self.query = query
    self.scale = scale
    self.keyWidth = keyWidth
    self.valueWidth = valueWidth
    self.count = count
    self.tileSize = tileSize
    list = runs
  }

  /// The runs of keys and values, in the order in which they are attended.
  package var runs: Runs {
    @inline(__always) get { Runs(list, count: count) }
  }

  /// Online softmax: the running maximum m, the sum l of exponentials and the unnormalized output are corrected by
  /// exp(m − m′) whenever a tile raises the maximum to m′.
  ///
  /// Source: "FlashAttention", Dao et al. 2022, algorithm 1; "Online normalizer calculation for softmax", Milakov and
  /// Gimelshein 2018.
  package func evaluate(_ data: UnsafeMutablePointer<Double>, into y: UnsafeMutablePointer<Double>) {
    var maximum = -Double.infinity
    var sum = 0.0
    y.update(repeating: 0, count: valueWidth)
    var keys = Pairs(runs)
    var values = Pairs(runs)
    withUnsafeTemporaryAllocation(of: Double.self, capacity: tileSize) { scores in
      for start in stride(from: 0, to: count, by: tileSize) {
        let tile = 0..<min(tileSize, count - start)
        var larger = maximum
        for j in tile {
          guard let key = keys.next()?.key else { return }
          scores[j] = data[scale] * DotProducts.dot(data + query, data + key, keyWidth)
          larger = max(larger, scores[j])
        }
        let correction = ElementaryFunctions.exp(maximum - larger)
        sum *= correction
        for i in 0..<valueWidth { y[i] *= correction }
        for j in tile {
          guard let value = values.next()?.value else { return }
          let weight = ElementaryFunctions.exp(scores[j] - larger)
          sum += weight
          DotProducts.addProduct(weight, data + value, to: y, valueWidth)
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
  package func propagate(
    _ data: UnsafeMutablePointer<Double>,
    _ grad: UnsafeMutablePointer<Double>,
    result: Int,
    differentiatesScale: Bool = true
  ) {
    let g = grad + result
    let common = g[valueWidth] - DotProducts.dot(g, data + result, valueWidth)
    let logSumExp = data[result + valueWidth]
    let factor = data[scale]
    for (key, value) in Pairs(runs) {
      let raw = DotProducts.dot(data + query, data + key, keyWidth)
      let weight = ElementaryFunctions.exp(factor * raw - logSumExp)
      let scoreGradient = weight * (DotProducts.dot(g, data + value, valueWidth) + common)
      DotProducts.addProduct(weight, g, to: grad + value, valueWidth)
      DotProducts.addProduct(scoreGradient * factor, data + key, to: grad + query, keyWidth)
      DotProducts.addProduct(scoreGradient * factor, data + query, to: grad + key, keyWidth)
      if differentiatesScale { grad[scale] += scoreGradient * raw }
    }
  }

  /// The derivatives of element `index` of the result, or of the log-sum-exp after the last, with respect to what it was
  /// computed from: the query, then each key with its value, then the scale.
  func localDerivatives(
    of index: Int,
    _ data: UnsafeMutablePointer<Double>,
    result: Int
  ) -> [LocalDerivative] {
    let logSumExp = data[result + valueWidth]
    let factor = data[scale]
    var queryDerivatives = [Double](repeating: 0, count: keyWidth)
    var scaleDerivative = 0.0
    var derivatives: [LocalDerivative] = []
    for (key, value) in Pairs(runs) {
      let raw = DotProducts.dot(data + query, data + key, keyWidth)
      let weight = ElementaryFunctions.exp(factor * raw - logSumExp)
      let scoreDerivative =
        index == valueWidth ? weight : weight * (data[value + index] - data[result + index])
      for i in 0..<keyWidth {
        queryDerivatives[i] += scoreDerivative * factor * data[key + i]
        let derivative = scoreDerivative * factor * data[query + i]
        derivatives.append(LocalDerivative(position: key + i, derivative: derivative))
      }
      if index < valueWidth {
        derivatives.append(LocalDerivative(position: value + index, derivative: weight))
      }
      scaleDerivative += scoreDerivative * raw
    }
    let ofQuery = queryDerivatives.enumerated().map {
      LocalDerivative(position: query + $0.offset, derivative: $0.element)
    }
    return ofQuery + derivatives + [LocalDerivative(position: scale, derivative: scaleDerivative)]
  }
}
