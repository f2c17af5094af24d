import Attention

/// Why an intervention changes nothing in a model.
public enum InterventionError: Error, Equatable, Sendable, CustomStringConvertible {
  /// There is no such layer.
  case noSuchLayer(Int, layerCount: Int)
  /// There is no such head.
  case noSuchHead(Int, headCount: Int)
  /// The model reads no such position.
  case noSuchPosition(Int, contextLength: Int)
  /// The model computes nothing of that name, or not for a layer or a head.
  case noSuchActivation(ActivationName, layer: Int?, head: Int?)

  /// The reason, with the numbers and what would be accepted.
  public var description: String {
    switch self {
    case .noSuchLayer(let layer, let count):
      "there is no layer \(layer); the model has \(Self.counted(count, "layer"))"
    case .noSuchHead(let head, let count):
      "there is no head \(head); each layer has \(Self.counted(count, "head"))"
    case .noSuchPosition(let position, let length):
      "there is no position \(position); the model reads \(Self.counted(length, "position"))"
    case .noSuchActivation(let name, let layer, let head):
      "the model computes no '\(name)'" + (layer.map { " in layer \($0)" } ?? "")
        + (head.map { " for head \($0)" } ?? "") + Self.reason(name)
    }
  }

  private static func counted(_ count: Int, _ noun: String) -> String {
    count == 1 ? "one, \(noun) 0" : "\(count) \(noun)s, 0 to \(count - 1)"
  }

  private static func reason(_ name: ActivationName) -> String {
    switch name {
    case .scores, .pattern:
      "; FlashAttention, for one, keeps neither scores nor pattern: choose the kernel softmax"
    case .key, .value: "; latent attention stores a latent in their place"
    case .latent: "; without latent attention keys and values are stored"
    default: ""
    }
  }
}
