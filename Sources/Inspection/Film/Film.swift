import Attention
import Autograd
import Transformer

/// How a training changes what a model makes of one text: a frame for each snapshot.
public struct Film: Equatable, Sendable, Encodable {
  /// The snapshots in the order of their steps.
  public private(set) var frames: [Frame]

  /// What one snapshot makes of the text.
  public struct Frame: Equatable, Sendable, Encodable {
    /// After how many steps of training the snapshot was taken.
    public let step: Int
    /// L, the mean loss of the text in nats per token.
    public let loss: Double
    /// ∂L/∂s of the model's own scale, in nats per token: the sum over all heads, those that ``Film/filter(_:)`` leaves out
    /// included.
    public let scaleGradient: Double
    /// The layers in order, in each its heads.
    public fileprivate(set) var heads: [Head]
  }

  /// What one head of a snapshot does in the text.
  public struct Head: Equatable, Sendable, Encodable {
    /// The layer, counted from 0.
    public let layer: Int
    /// The head, counted from 0.
    public let head: Int
    /// The pattern softmax(scores), a row for each query, nil where a key is hidden.
    public let pattern: [[Double?]]
    /// What the head mostly does.
    public let role: HeadRole
    /// Σ ∂L/∂s over the head's positions, in nats per token, by backpropagation.
    public let scaleGradient: Double
  }

  /// A film of frames of one text, in the order of their steps.
  public init(frames: [Frame]) {
    self.frames = frames
  }

  /// The film without the heads that a test rules out.
  public func filter(_ isIncluded: (Head) -> Bool) -> Film {
    var film = self
    for index in film.frames.indices { film.frames[index].heads.removeAll { !isIncluded($0) } }
    return film
  }
}

extension Film.Frame {
  /// The frame of a snapshot that has read the text.
  ///
  /// - Parameters:
  ///   - step: after how many steps it was taken.
  ///   - pass: what it computed.
  public init(step: Int, _ pass: ForwardPass) {
    let configuration = pass.model.configuration
    self.step = step
    loss = pass.loss.data
    scaleGradient = ScaleGradients.total(pass)
    heads = (0..<configuration.layerCount).flatMap { layer in
      (0..<configuration.headCount).map { Film.Head(pass, layer: layer, head: $0) }
    }
  }
}

extension Film.Head {
  fileprivate init(_ pass: ForwardPass, layer: Int, head: Int) {
    let pattern = pass.cells(layer: layer, head: head) { $0.patternNumbers }
    self.layer = layer
    self.head = head
    self.pattern = pattern
    role = HeadRole(of: pattern, tokens: pass.tokens)
    scaleGradient = (0..<pass.count).reduce(0) { sum, position in
      sum + pass.head(head, layer: layer, position: position).scale.grad
    }
  }
}
