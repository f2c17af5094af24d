/// What is encoded as one text.
public protocol EncodedAsText: Encodable {
  /// The text.
  var encodedText: String { get }
}

#if !hasFeature(Embedded)
extension EncodedAsText {
  /// Encodes the text.
  public func encode(to encoder: any Encoder) throws {
    var container = encoder.singleValueContainer()
    try container.encode(encodedText)
  }
}
#endif
