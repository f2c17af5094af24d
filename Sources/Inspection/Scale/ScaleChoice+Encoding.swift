import Transformer

extension ScaleChoice: EncodedAsText {
  /// The ``formula``.
  public var encodedText: String { formula }
}
