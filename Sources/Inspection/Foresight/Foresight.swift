import Attention
import Autograd
import Basics
import Transformer

/// What a model makes of a text when its queries see later tokens too, beside what it makes of it by itself.
///
/// The token to be predicted after position t is read at position t + 1, so whoever sees that position is told the answer. The
/// last token that is predicted is read nowhere.
public struct Foresight: Equatable, Sendable {
  /// The model itself.
  public let covered: Reading
  /// The same parameters without a mask: ``/Transformer/UncoveredGPT``.
  public let uncovered: Reading
  /// The patterns without a mask: the layers in order, in each its heads.
  public let heads: [Head]

  /// What is predicted along the text.
  public struct Reading: Equatable, Sendable {
    /// For each position the probability of the token that came.
    public let probabilities: [Double]
    /// For each position −ln p(the token that came), in nats.
    public let losses: [Double]
    /// The mean of the losses, in nats per token.
    public var loss: Double { losses.reduce(0, +) / Double(losses.count) }
  }

  /// What one head attends to where nothing is hidden.
  public struct Head: Equatable, Sendable {
    /// The layer, counted from 0.
    public let layer: Int
    /// The head, counted from 0.
    public let head: Int
    /// A row for each query, in it a weight for every position; a row sums to 1.
    public let pattern: [[Double]]

    /// The mean, over all queries but the last, of the weight on the next position: the one that has read the answer.
    public var weightOnNext: Double {
      let rows = pattern.dropLast()
      guard !rows.isEmpty else { return 0 }
      return rows.enumerated().reduce(0) { $0 + $1.element[$1.offset + 1] } / Double(rows.count)
    }
  }

  /// Reads a text of at least two tokens in both ways; nothing stays on the tape.
  public init(_ model: GPT, text tokens: [Int]) {
    let mark = model.tape.mark
    defer { model.tape.rewind(to: mark) }
    let uncovered = UncoveredGPT(model)
    let count = min(tokens.count - 1, model.contextLength)
    (covered, self.uncovered, heads) = model.tape.withoutRecording {
      let inputs = tokens.prefix(count).map { model.tape.input($0) }
      let activations = uncovered.activations(reading: inputs)
      let heads = activations[0].blocks.indices.flatMap { layer in
        activations[0].blocks[layer].attention.heads.indices.map { head in
          Head(
            layer: layer,
            head: head,
            pattern: activations.map { $0.blocks[layer].attention.heads[head].patternNumbers }
          )
        }
      }
      return (
        Reading(model.tokenLosses(of: tokens)), Reading(uncovered.tokenLosses(of: tokens)), heads
      )
    }
  }
}

extension Foresight.Reading {
  fileprivate init(_ losses: [Value]) {
    self.losses = losses.map { $0.data }
    probabilities = self.losses.map { ElementaryFunctions.exp(-$0) }
  }
}
