import Attention
import Autograd
import Transformer

/// What every head of every layer reads in one text: scores, pattern, and the pattern's gradient.
public struct AttentionMaps: Equatable, Sendable, Encodable {
  /// How many tokens were read.
  public let positionCount: Int
  /// The layers in order, in each its heads.
  public private(set) var heads: [Head]

  /// One head's maps: a row for each query, in it a number for each key, nil where the key is hidden.
  public struct Head: Equatable, Sendable, Encodable {
    /// The layer, counted from 0.
    public let layer: Int
    /// The head, counted from 0.
    public let head: Int
    /// The scaled scores s · q·k.
    public let scores: [[Double?]]
    /// The pattern softmax(scores): each row sums to 1.
    public let pattern: [[Double?]]
    /// ∂L/∂pattern, in nats per token; only its differences within a row count, since the row sums to 1.
    public let gradient: [[Double?]]
    /// What the head mostly does.
    public let role: HeadRole
  }

  /// The maps without the heads that a test rules out.
  public func filter(_ isIncluded: (Head) -> Bool) -> AttentionMaps {
    var maps = self
    maps.heads.removeAll { !isIncluded($0) }
    return maps
  }

  /// The maps of a text.
  public init(_ pass: ForwardPass) {
    let configuration = pass.model.configuration
    positionCount = pass.count
    heads = (0..<configuration.layerCount).flatMap { layer in
      (0..<configuration.headCount).map { head in
        let pattern = pass.cells(layer: layer, head: head) { $0.patternNumbers }
        return Head(
          layer: layer,
          head: head,
          scores: pass.cells(layer: layer, head: head) { $0.scoreNumbers },
          pattern: pattern,
          gradient: pass.cells(layer: layer, head: head) { $0.patternGradient },
          role: HeadRole(of: pattern, tokens: pass.tokens)
        )
      }
    }
  }
}
