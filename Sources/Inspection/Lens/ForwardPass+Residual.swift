import Attention
import Autograd
import Transformer

/// A part of the model that writes to the residual stream.
public enum ResidualPart: String, CaseIterable, Sendable, Encodable {
  /// The normalized embedding of token and position, with which the stream begins.
  case embedding
  /// A layer's attention.
  case attention
  /// A layer's feed-forward part.
  case feedForward = "feed_forward"
}

extension ForwardPass {
  /// The residual stream at a position after each part, in the order of computation.
  func residualStream(at position: Int) -> [(layer: Int?, part: ResidualPart, residual: Vector)] {
    let activations = positions[position].activations
    return [(nil, .embedding, activations.normalized)]
      + activations.blocks.enumerated().flatMap { layer, block in
        [(layer, .attention, block.middle), (layer, .feedForward, block.output)]
      }
  }

  /// What each head of a layer adds to the residual stream at a position, as wide as the embedding.
  ///
  ///     W_o (0, …, z_h, …, 0)
  ///
  /// With latent attention the values' up-projection comes before W_o. The heads' additions sum to what attention adds.
  public func headAdditions(layer: Int, position: Int) -> [[Double]] {
    let tape = model.tape
    let mark = tape.mark
    defer { tape.rewind(to: mark) }
    return tape.withoutRecording {
      let heads = positions[position].activations.blocks[layer].attention.heads
      let projection = model.projection(layer: layer, absorbsLatents: absorbsLatents(layer: layer, position))
      return heads.indices.map { head in
        projection.output(
          heads.indices.map { other in
            let output = heads[other].output
            return other == head ? output : tape.vector(Array(repeating: 0, count: output.count))
          }
        ).data
      }
    }
  }

  /// Whether heads attend to the stored latents themselves, and not to values that were rebuilt of them.
  func absorbsLatents(layer: Int, _ position: Int) -> Bool {
    let visible = visiblePositions(layer: layer, position: position)[0]
    let value = head(0, layer: layer, position: position).values[0]
    return value.position == positions[visible].stored[layer].value.position
  }
}

extension GPT {
  /// How a layer makes queries, keys and values, and an output of what heads read.
  ///
  /// The angles of rotary positions are appended to the tape.
  func projection(layer: Int, absorbsLatents: Bool) -> Projection {
    var parts = AttentionParts(configuration.attention)
    parts.absorbsLatents = absorbsLatents
    return Projection(configuration, layer: layer, parameters, RotaryTable(configuration, on: tape), parts)
  }
}
