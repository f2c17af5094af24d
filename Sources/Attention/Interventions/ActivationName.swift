/// What a list of numbers that a model computes is called, in TransformerLens's manner.
public struct ActivationName: RawRepresentable, Hashable, Sendable, CustomStringConvertible {
  /// The name, without layer, head and position.
  public let rawValue: String

  /// An activation of a model of one's own.
  public init(rawValue: String) { self.rawValue = rawValue }

  /// The name.
  public var description: String { rawValue }
}

/// What attention computes.
extension ActivationName {
  /// The stored key of a position, for all stored heads.
  public static let key = ActivationName(rawValue: "key")
  /// The stored value of a position, for all stored heads.
  public static let value = ActivationName(rawValue: "value")
  /// The stored latent of a position, with the rotary key behind it if there is one: it stands in the place of key and value.
  public static let latent = ActivationName(rawValue: "latent")
  /// One head's query.
  public static let query = ActivationName(rawValue: "query")
  /// One head's scaled scores, one for each visible position.
  public static let scores = ActivationName(rawValue: "scores")
  /// One head's pattern, one weight for each visible position.
  public static let pattern = ActivationName(rawValue: "pattern")
  /// A head's output Σ pattern · value, before the output projection.
  public static let z = ActivationName(rawValue: "z")
  /// What all heads together add to the residual stream.
  public static let attentionOutput = ActivationName(rawValue: "attention_output")
}
