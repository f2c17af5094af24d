import Autograd
import Foundation

/// A typical mistake in one exercise.
struct Mistake {
  /// The exercise, by the name of its property.
  let exercise: String
  /// What is done wrongly.
  let description: String
  /// All solutions but this one.
  let answers: Exercises

  init(_ exercise: String, _ description: String, _ make: (inout Exercises) -> Void) {
    self.exercise = exercise
    self.description = description
    var answers = Exercises.solutions
    make(&answers)
    self.answers = answers
  }
}

extension Exercises {
  static var mistakes: [Mistake] {
    ofMatching + ofMixing + ofHeads + ofMasks + ofCaches + ofGradients + ofTapes
  }

  private static var ofMatching: [Mistake] {
    [
      Mistake("dotProduct", "the cosine, which forgets how long the vectors are") {
        $0.dotProduct = { dot($0, $1) / (dot($0, $0) * dot($1, $1)).squareRoot() }
      },
      Mistake("dotProduct", "the mean of the products") {
        $0.dotProduct = { dot($0, $1) / Double($0.count) }
      },
      Mistake("softmax", "without subtracting the largest: ∞ / ∞ is no number") {
        $0.softmax = { scores in
          let sum = scores.map(exp).reduce(0, +)
          return scores.map { exp($0) / sum }
        }
      },
      Mistake("softmax", "divided by the largest exponential, not by the sum") {
        $0.softmax = { scores in scores.map { exp($0 - (scores.max() ?? 0)) } }
      },
      Mistake("scores", "divided by d, not by √d") {
        $0.scores = { query, keys in keys.map { dot(query, $0) / Double(query.count) } }
      },
      Mistake("scores", "divided by the root of the number of keys") {
        $0.scores = { query, keys in keys.map { dot(query, $0) / Double(keys.count).squareRoot() } }
      },
      Mistake("scores", "not scaled") { $0.scores = { query, keys in keys.map { dot(query, $0) } } },
    ]
  }

  private static var ofMixing: [Mistake] {
    [
      Mistake("weightedSum", "summed along the wrong axis") {
        $0.weightedSum = { weights, values in zip(weights, values).map { $0 * $1.reduce(0, +) } }
      },
      Mistake("weightedSum", "the plain mean") {
        $0.weightedSum = { weights, values in
          mix(weights.map { _ in 1 / Double(weights.count) }, values)
        }
      },
      Mistake("attention", "without the scale") {
        $0.attention = { query, keys, values in mix(normalized(keys.map { dot(query, $0) }), values) }
      },
      Mistake("attention", "keys mixed in place of values") {
        $0.attention = { query, keys, _ in attend(query, keys, keys) }
      },
      Mistake("attention", "the value with the largest weight alone") {
        $0.attention = { query, keys, values in
          let scores = scaledScores(query, keys)
          return values[scores.indices.max { scores[$0] < scores[$1] } ?? 0]
        }
      },
      Mistake("reorderedOutputs", "as if order did not matter: equivariant is not invariant") {
        $0.reorderedOutputs = { outputs, _ in outputs }
      },
      Mistake("reorderedOutputs", "the inverse order") {
        $0.reorderedOutputs = { outputs, order in
          order.indices.map { place in outputs[order.firstIndex(of: place) ?? 0] }
        }
      },
    ]
  }

  private static var ofHeads: [Mistake] {
    [
      Mistake("storedHead", "in turn, so that neighbours share none") {
        $0.storedHead = { head, _, storedHeadCount in head % storedHeadCount }
      },
      Mistake("storedHead", "divided by the number of stored heads, not by the size of a group") {
        $0.storedHead = { head, _, storedHeadCount in head / storedHeadCount }
      },
    ]
  }

  private static var ofMasks: [Mistake] {
    [
      Mistake("causalWeights", "hidden after softmax, so that rows do not sum to 1") {
        $0.causalWeights = { scores in
          scores.enumerated().map { query, row in
            normalized(row).enumerated().map { $0.offset <= query ? $0.element : 0 }
          }
        }
      },
      Mistake("causalWeights", "hidden scores set to 0, which still has a weight") {
        $0.causalWeights = { scores in
          scores.enumerated().map { query, row in
            normalized(row.enumerated().map { $0.offset <= query ? $0.element : 0 })
          }
        }
      },
      Mistake("causalWeights", "the future shown and the past hidden") {
        $0.causalWeights = { scores in
          scores.enumerated().map { query, row in
            row[..<query].map { _ in 0 } + normalized(Array(row[query...]))
          }
        }
      },
      Mistake("causalWeights", "the query's own key hidden") {
        $0.causalWeights = { scores in
          scores.enumerated().map { query, row in
            normalized(Array(row[..<max(1, query)])) + row[max(1, query)...].map { _ in 0 }
          }
        }
      },
    ]
  }

  private static var ofCaches: [Mistake] {
    [
      Mistake("cachedAttention", "nothing is kept for the next step") {
        $0.cachedAttention = { query, key, value, keys, values in
          attend(query, keys + [key], values + [value])
        }
      },
      Mistake("cachedAttention", "asked before the new key and value are stored") {
        $0.cachedAttention = { query, key, value, keys, values in
          let output = keys.isEmpty ? value : attend(query, keys, values)
          keys.append(key)
          values.append(value)
          return output
        }
      },
      Mistake("cachedAttention", "the query stored in place of the key") {
        $0.cachedAttention = { query, _, value, keys, values in
          keys.append(query)
          values.append(value)
          return attend(query, keys, values)
        }
      },
      Mistake("onlineSoftmax", "the old sum is not rescaled when a larger score comes") {
        $0.onlineSoftmax = { largest, sum, score in
          (max(largest, score), sum + exp(score - max(largest, score)))
        }
      },
      Mistake("onlineSoftmax", "the first largest score is kept for good") {
        $0.onlineSoftmax = { largest, sum, score in (largest, sum + exp(score - largest)) }
      },
    ]
  }

  private static var ofGradients: [Mistake] {
    [
      Mistake("softmaxGradient", "through the own weight alone: every weight depends on every score") {
        $0.softmaxGradient = { weights, gradients in zip(weights, gradients).map { $0 * (1 - $0) * $1 } }
      },
      Mistake("softmaxGradient", "without ḡ") {
        $0.softmaxGradient = { weights, gradients in zip(weights, gradients).map(*) }
      },
      Mistake("softmaxGradient", "less the plain mean of g, not the weighted one") {
        $0.softmaxGradient = { weights, gradients in
          let mean = gradients.reduce(0, +) / Double(gradients.count)
          return zip(weights, gradients).map { $0 * ($1 - mean) }
        }
      },
      Mistake("scaleGradient", "without the sum: the key with the largest weight alone") {
        $0.scaleGradient = { query, keys, values, scale, outputGradient in
          let raw = keys.map { dot(query, $0) }
          let weights = normalized(raw.map { scale * $0 })
          let best = weights.indices.max { weights[$0] < weights[$1] } ?? 0
          return backThroughSoftmax(weights, values.map { dot(outputGradient, $0) })[best] * raw[best]
        }
      },
      Mistake("scaleGradient", "times the scaled scores, not q·k") {
        $0.scaleGradient = { query, keys, values, scale, outputGradient in
          let scores = keys.map { scale * dot(query, $0) }
          return dot(
            backThroughSoftmax(normalized(scores), values.map { dot(outputGradient, $0) }),
            scores
          )
        }
      },
      Mistake("scaleGradient", "with 1/√d in place of s") {
        $0.scaleGradient = { query, keys, values, _, outputGradient in
          let weights = normalized(scaledScores(query, keys))
          let gradients = backThroughSoftmax(weights, values.map { dot(outputGradient, $0) })
          return dot(gradients, keys.map { dot(query, $0) })
        }
      },
    ]
  }

  private static var ofTapes: [Mistake] {
    [
      Mistake("scaleGradientOnTape", "never gone backward: the gradient is still 0") {
        $0.scaleGradientOnTape = { scale, loss in
          let tape = Tape()
          let scale = tape.value(scale)
          _ = loss(scale)
          return scale.grad
        }
      },
      Mistake("scaleGradientOnTape", "the loss, not its gradient") {
        $0.scaleGradientOnTape = { scale, loss in
          let tape = Tape()
          return loss(tape.value(scale)).data
        }
      },
      Mistake("attentionOnTape", "the scale as a number, which gets no gradient") {
        $0.attentionOnTape = { query, keys, values, scale in
          let exponentials = keys.map { (Autograd.dot(query, $0) * scale.data).exp() }
          let sum = exponentials.dropFirst().reduce(exponentials[0], +)
          return values[0].indices.map { index in
            let terms = zip(exponentials, values).map { $0 / sum * $1[index] }
            return terms.dropFirst().reduce(terms[0], +)
          }
        }
      },
      Mistake("attentionOnTape", "the weights as numbers: right output, no gradient to query and keys") {
        $0.attentionOnTape = { query, keys, values, scale in
          let weights = normalized(keys.map { Autograd.dot(query, $0).data * scale.data })
          return values[0].indices.map { index in
            let terms = zip(weights, values).map { $0 * $1[index] }
            return terms.dropFirst().reduce(terms[0], +)
          }
        }
      },
    ]
  }
}
