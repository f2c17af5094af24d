import Attention
import Autograd

/// The exercises on lists of numbers; what is expected comes from the engine.
extension Check {
  /// One query, its keys and values, for each of several seeds; widths and counts differ.
  private static func forEachQuery(
    _ ask: (_ query: [Double], _ keys: [[Double]], _ values: [[Double]], _ engine: HeadActivations) -> Verdict
  ) -> Verdict {
    .first(
      [(4, 3, 2), (2, 4, 3), (8, 5, 4)].enumerated().map { seed, size in
        var drawn = Drawn(seed: UInt64(seed))
        let query = drawn.vector(size.0)
        let (keys, values) = (drawn.vectors(size.1, width: size.0), drawn.vectors(size.1, width: size.2))
        let tape = Tape()
        return ask(query, keys, values, engine(query, keys, values, on: tape))
      }
    )
  }

  private static func engine(
    _ query: [Double],
    _ keys: [[Double]],
    _ values: [[Double]],
    on tape: Tape
  ) -> HeadActivations {
    AttentionKernel.softmax.attend(
      tape.vector(query),
      keys.map { tape.vector($0) },
      values.map { tape.vector($0) },
      tape.value(1 / Double(query.count).squareRoot())
    )
  }

  static var dotProduct: Check {
    Check("dotProduct", { $0.dotProduct }) { answer in
      forEachQuery { query, keys, _, engine in
        Verdict(
          answer(query, keys[0]),
          near: dot(engine.query, engine.keys[0]).data,
          asked: "query \(shown(query)), key \(shown(keys[0]))"
        )
      }
    }
  }

  static var softmax: Check {
    Check("softmax", { $0.softmax }) { answer in
      var drawn = Drawn(seed: 1)
      return .first(
        [drawn.vector(3), drawn.vector(5), [1000, 1001, 999.5], [-1000, -1002]].map { scores in
          let tape = Tape()
          return Verdict(
            answer(scores),
            near: tape.vector(scores).softmax().data,
            asked: "scores \(shown(scores))"
          )
        }
      )
    }
  }

  static var scores: Check {
    Check("scores", { $0.scores }) { answer in
      forEachQuery { query, keys, _, engine in
        Verdict(
          answer(query, keys),
          near: engine.scores?.data ?? [],
          asked: "query \(shown(query)), keys \(shown(keys))"
        )
      }
    }
  }

  static var weightedSum: Check {
    Check("weightedSum", { $0.weightedSum }) { answer in
      forEachQuery { _, _, values, engine in
        let weights = engine.pattern?.data ?? []
        return Verdict(
          answer(weights, values),
          near: engine.output.data,
          asked: "weights \(shown(weights)), values \(shown(values))"
        )
      }
    }
  }

  static var attention: Check {
    Check("attention", { $0.attention }) { answer in
      forEachQuery { query, keys, values, engine in
        Verdict(
          answer(query, keys, values),
          near: engine.output.data,
          asked: "query \(shown(query)), keys \(shown(keys)), values \(shown(values))"
        )
      }
    }
  }

  static var storedHead: Check {
    Check("storedHead", { $0.storedHead }) { answer in
      .first(
        [(8, 2), (6, 3), (4, 4), (4, 1)].map { count, stored in
          let layout = HeadLayout(headCount: count, keyValueHeadCount: stored, headWidth: 1)
          return Verdict(
            (0..<count).map { Double(answer($0, count, stored)) },
            near: (0..<count).map { Double(layout.keyValueHead(for: $0)) },
            asked: "heads 0 to \(count - 1) of \(count), which share \(stored)"
          )
        }
      )
    }
  }

  static var causalWeights: Check {
    Check("causalWeights", { $0.causalWeights }) { answer in
      var drawn = Drawn(seed: 2)
      let scores = drawn.vectors(4, width: 4)
      let tape = Tape()
      let expected = scores.enumerated().map { query, row in
        let visible = row.indices.filter { Mask.causal.isVisible(from: query, to: $0) }
        let weights = tape.vector(visible.map { row[$0] }).softmax().data
        return row.indices.map { key in visible.firstIndex(of: key).map { weights[$0] } ?? 0 }
      }
      return Verdict(answer(scores), near: expected, asked: "scores \(shown(scores))")
    }
  }

  static var cachedAttention: Check {
    Check("cachedAttention", { $0.cachedAttention }) { answer in
      var drawn = Drawn(seed: 3)
      let steps = (0..<4).map { _ in drawn.vectors(3, width: 2) }
      var (keys, values): ([[Double]], [[Double]]) = ([], [])
      return .first(
        steps.indices.map { step in
          let (query, key, value) = (steps[step][0], steps[step][1], steps[step][2])
          let before = shown(keys)
          let got = answer(query, key, value, &keys, &values)
          let seen = steps[...step]
          let tape = Tape()
          return Verdict(
            got,
            near: engine(query, seen.map { $0[1] }, seen.map { $0[2] }, on: tape).output.data,
            asked:
              "step \(step + 1): query \(shown(query)), key \(shown(key)), value \(shown(value)), stored keys \(before)"
          )
        }
      )
    }
  }

  static var reorderedOutputs: Check {
    Check("reorderedOutputs", { $0.reorderedOutputs }) { answer in
      var drawn = Drawn(seed: 4)
      let words = drawn.vectors(4, width: 3)
      let order = drawn.order(4)
      func outputs(_ words: [[Double]]) -> [[Double]] {
        let tape = Tape()
        return words.map { engine($0, words, words, on: tape).output.data }
      }
      return Verdict(
        answer(outputs(words), order),
        near: outputs(order.map { words[$0] }),
        asked: "outputs \(shown(outputs(words))), order \(order)"
      )
    }
  }

  static var onlineSoftmax: Check {
    Check("onlineSoftmax", { $0.onlineSoftmax }) { answer in
      let scores = [0.5, -1, 2.5, 2.5, 800, 799]
      var (largest, sum) = (scores[0], 1.0)
      return .first(
        scores.indices.dropFirst().map { index in
          let tape = Tape()
          let seen = tape.vector(Array(scores[...index]))
          let asked = "largest \(shown(largest)), sum \(shown(sum)), score \(shown(scores[index]))"
          let got = answer(largest, sum, scores[index])
          (largest, sum) = (seen.maximum().data, seen.lessMaximum().exp().sum().data)
          return Verdict([got.largest, got.sum], near: [largest, sum], asked: asked)
        }
      )
    }
  }
}
