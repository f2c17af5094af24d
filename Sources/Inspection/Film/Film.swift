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
    public fileprivate(set) var heads: [TextReading.Head]
  }

  /// A film of frames of one text, in the order of their steps.
  public init(frames: [Frame]) {
    self.frames = frames
  }

  /// The film without the heads that a test rules out.
  public func filter(_ isIncluded: (TextReading.Head) -> Bool) -> Film {
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
    let reading = TextReading(pass)
    self.step = step
    loss = reading.loss
    scaleGradient = reading.scaleGradient
    heads = reading.heads
  }
}
