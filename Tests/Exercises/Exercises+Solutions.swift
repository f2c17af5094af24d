import Autograd
import Foundation

// Look here when you have tried.

extension Exercises {
  /// All exercises, solved.
  static var solutions: Exercises {
    var answers = Exercises()
    answers.dotProduct = dot
    answers.softmax = normalized
    answers.scores = scaledScores
    answers.weightedSum = mix
    answers.attention = attend
    answers.storedHead = { head, queryHeadCount, storedHeadCount in
      head / (queryHeadCount / storedHeadCount)
    }
    answers.causalWeights = { scores in
      scores.enumerated().map { query, row in
        normalized(Array(row[...query])) + row[(query + 1)...].map { _ in 0 }
      }
    }
    answers.cachedAttention = { query, key, value, keys, values in
      keys.append(key)
      values.append(value)
      return attend(query, keys, values)
    }
    answers.reorderedOutputs = { outputs, order in order.map { outputs[$0] } }
    answers.onlineSoftmax = { largest, sum, score in
      let newLargest = max(largest, score)
      return (newLargest, sum * exp(largest - newLargest) + exp(score - newLargest))
    }
    answers.softmaxGradient = backThroughSoftmax
    answers.scaleGradient = { query, keys, values, scale, outputGradient in
      let raw = keys.map { dot(query, $0) }
      let weights = normalized(raw.map { scale * $0 })
      return dot(backThroughSoftmax(weights, values.map { dot(outputGradient, $0) }), raw)
    }
    answers.scaleGradientOnTape = { scale, loss in
      let tape = Tape()
      let scale = tape.value(scale)
      loss(scale).backward()
      return scale.grad
    }
    answers.attentionOnTape = { query, keys, values, scale in
      let exponentials = keys.map { (Autograd.dot(query, $0) * scale).exp() }
      let sum = exponentials.dropFirst().reduce(exponentials[0], +)
      let weights = exponentials.map { $0 / sum }
      return values[0].indices.map { index in
        let terms = zip(weights, values).map { $0 * $1[index] }
        return terms.dropFirst().reduce(terms[0], +)
      }
    }
    return answers
  }

  static func dot(_ x: [Double], _ y: [Double]) -> Double { zip(x, y).map(*).reduce(0, +) }

  static func normalized(_ scores: [Double]) -> [Double] {
    let largest = scores.max() ?? 0
    let exponentials = scores.map { exp($0 - largest) }
    let sum = exponentials.reduce(0, +)
    return exponentials.map { $0 / sum }
  }

  static func scaledScores(_ query: [Double], _ keys: [[Double]]) -> [Double] {
    keys.map { dot(query, $0) / Double(query.count).squareRoot() }
  }

  static func mix(_ weights: [Double], _ values: [[Double]]) -> [Double] {
    values[0].indices.map { index in dot(weights, values.map { $0[index] }) }
  }

  static func attend(_ query: [Double], _ keys: [[Double]], _ values: [[Double]]) -> [Double] {
    mix(normalized(scaledScores(query, keys)), values)
  }

  /// w (g − ḡ), where ḡ = Σ w g.
  static func backThroughSoftmax(_ weights: [Double], _ gradients: [Double]) -> [Double] {
    let mean = dot(weights, gradients)
    return zip(weights, gradients).map { $0 * ($1 - mean) }
  }
}
