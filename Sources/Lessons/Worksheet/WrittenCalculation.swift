import Inspection

/// The calculation as it is written on paper: every result is rounded, and the next step goes on with what is written.
struct WrittenCalculation {
  let given: Worksheet.Given
  let steps: Worksheet.Steps

  init(_ row: AttentionRow, outputGradient: [Double]) {
    let scale = WrittenNumber(row.scale)
    let query = row.query.map { WrittenNumber(hundredthsOf: $0) }
    let keys = row.keys.map { $0.key.map { WrittenNumber(hundredthsOf: $0) } }
    let values = row.keys.map { $0.value.map { WrittenNumber(hundredthsOf: $0) } }
    let arriving = outputGradient.map { WrittenNumber(hundredthsOf: $0) }
    given = Worksheet.Given(
      scale: scale.number,
      query: query.map { $0.number },
      positions: row.keys.map { $0.position },
      keys: keys.map { $0.map { $0.number } },
      values: values.map { $0.map { $0.number } },
      outputGradient: arriving.map { $0.number }
    )
    let softmax = WrittenSoftmax(keys.map { .innerProduct(query, $0) }, scale: scale)
    let backward = WrittenBackward(softmax, values.map { .innerProduct(arriving, $0) })
    steps = Worksheet.Steps(
      keys: keys.indices.map { Self.key($0, softmax, backward) },
      largestScore: softmax.largest.number,
      total: softmax.total.number,
      output: arriving.indices.map { column in
        WrittenNumber.innerProduct(softmax.weights, values.map { $0[column] }).number
      },
      meanGradient: backward.mean.number,
      scaleGradient: backward.contributions.reduce(.zero, +).number
    )
  }

  private static func key(_ index: Int, _ softmax: WrittenSoftmax, _ backward: WrittenBackward)
    -> Worksheet.Steps.Key
  {
    Worksheet.Steps.Key(
      rawScore: softmax.rawScores[index].number,
      score: softmax.scores[index].number,
      lessLargest: softmax.lessLargest[index].number,
      exponential: softmax.exponentials[index].number,
      weight: softmax.weights[index].number,
      weightGradient: backward.gradients[index].number,
      lessMean: backward.lessMean[index].number,
      scoreGradient: backward.scoreGradients[index].number,
      contribution: backward.contributions[index].number
    )
  }
}

/// From the raw scores to the weights.
private struct WrittenSoftmax {
  let rawScores, scores, lessLargest, exponentials, weights: [WrittenNumber]
  let largest, total: WrittenNumber

  init(_ rawScores: [WrittenNumber], scale: WrittenNumber) {
    self.rawScores = rawScores
    scores = rawScores.map { scale * $0 }
    let largest = scores.max() ?? .zero
    lessLargest = scores.map { $0 - largest }
    exponentials = lessLargest.map { $0.exp }
    let total = exponentials.reduce(.zero, +)
    weights = exponentials.map { $0 / total }
    self.largest = largest
    self.total = total
  }
}

/// From the gradients of the weights to what each position adds to that of the scale.
private struct WrittenBackward {
  let gradients, lessMean, scoreGradients, contributions: [WrittenNumber]
  let mean: WrittenNumber

  init(_ softmax: WrittenSoftmax, _ gradients: [WrittenNumber]) {
    self.gradients = gradients
    let mean = WrittenNumber.innerProduct(softmax.weights, gradients)
    lessMean = gradients.map { $0 - mean }
    scoreGradients = zip(softmax.weights, lessMean).map { $0 * $1 }
    contributions = zip(softmax.rawScores, scoreGradients).map { $0 * $1 }
    self.mean = mean
  }
}
