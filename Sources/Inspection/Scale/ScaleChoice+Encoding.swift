import Transformer

#if hasFeature(Embedded)
extension ScaleChoice: Encodable {}
#else
extension ScaleChoice: Encodable {
  /// Encodes the ``formula``, as a string.
  public func encode(to encoder: any Encoder) throws {
    var container = encoder.singleValueContainer()
    try container.encode(formula)
  }
}
#endif
