import Attention
import Autograd
import Transformer

/// What one layer's heads make of each token by itself: the vectors whose products are the tables of ``Circuits``.
///
/// They are computed by the model's own operations, so that they are what a text's are.
struct CircuitFactors {
  private let layout: HeadLayout
  private let scale: Double
  /// For each token the queries, keys and values of all heads.
  private let allQueries: [[Double]]
  private let allKeys: [[Double]]
  private let allValues: [[Double]]

  /// Computes the vectors for a query and a key at two positions.
  init(_ model: GPT, layer: Int, query: Int, key: Int) {
    let tape = model.tape
    let mark = tape.mark
    defer { tape.rewind(to: mark) }
    // As latent attention is defined, with the values that the latents stand for.
    let projection = model.projection(layer: layer, absorbsLatents: false)
    let tokens = 0..<model.configuration.vocabularySize
    layout = projection.layout
    scale = model.attentionScale.data
    (allQueries, allKeys, allValues) = tape.withoutRecording {
      let stored = tokens.map {
        projection.unpack(projection.entry(model.attentionInput(of: $0, at: key, layer: layer), key))
      }
      return (
        tokens.map { projection.query(model.attentionInput(of: $0, at: query, layer: layer), query).data },
        stored.map { $0.key.data },
        stored.map { $0.value.data }
      )
    }
  }

  /// For each token the head's query, times the scale.
  func queries(of head: Int) -> [[Double]] {
    allQueries.map { $0[layout.querySlice(of: head)].map { $0 * scale } }
  }

  /// For each token the head's key.
  func keys(of head: Int) -> [[Double]] {
    allKeys.map { Array($0[layout.keySlice(of: layout.keyValueHead(for: head))]) }
  }

  /// For each token the head's value.
  func values(of head: Int) -> [[Double]] {
    allValues.map { Array($0[layout.valueSlice(of: layout.keyValueHead(for: head))]) }
  }
}

/// What one layer's heads write, in logits.
struct CircuitReadouts {
  /// For each head, for each token what each element of the head's output adds to that token's logit.
  private let readouts: [[[Double]]]
  /// Whether a final norm divides what heads write before it becomes logits.
  let areNormalizedLater: Bool

  /// Computes them by the model's own operations; a final norm's weights count, and what it divides by does not.
  init(_ model: GPT, layer: Int) {
    let tape = model.tape
    let mark = tape.mark
    defer { tape.rewind(to: mark) }
    let projection = model.projection(layer: layer, absorbsLatents: false)
    let layout = projection.layout
    let finalWeight = model.parameters.optional("final_norm")
    areNormalizedLater = model.configuration.shape.hasFinalNorm
    readouts = tape.withoutRecording {
      (0..<layout.queryHeadCount).map { head in
        let logits = (0..<layout.valueWidth).map { element in
          let outputs = (0..<layout.queryHeadCount).map { other in
            tape.vector((0..<layout.valueWidth).map { other == head && $0 == element ? 1 : 0 })
          }
          let output = projection.output(outputs)
          return (model.parameters["lm_head"] * (finalWeight.map { output * $0[0] } ?? output)).data
        }
        return (0..<model.configuration.vocabularySize).map { token in logits.map { $0[token] } }
      }
    }
  }

  /// For each token what each element of the head's output adds to its logit.
  func callAsFunction(of head: Int) -> [[Double]] { readouts[head] }
}
