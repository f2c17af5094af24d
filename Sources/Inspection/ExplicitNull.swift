/// A value that is encoded as null where it is nil, so that a document has the same keys whatever the figures are.
///
/// Swift leaves the key of an optional out otherwise.
@propertyWrapper
public struct ExplicitNull<Wrapped> {
  /// The value, or nil, which is encoded as `null`.
  public var wrappedValue: Wrapped?

  /// Wraps a value, or nil.
  public init(wrappedValue: Wrapped?) { self.wrappedValue = wrappedValue }
}

extension ExplicitNull: Equatable where Wrapped: Equatable {}

extension ExplicitNull: Sendable where Wrapped: Sendable {}

#if hasFeature(Embedded)
/// Embedded Swift has no encoders: what can be encoded elsewhere has only this name there.
public protocol Encodable {}

extension ExplicitNull: Encodable where Wrapped: Encodable {}
#else
extension ExplicitNull: Encodable where Wrapped: Encodable {
  /// Encodes the value, or null.
  public func encode(to encoder: any Encoder) throws {
    var container = encoder.singleValueContainer()
    try container.encode(wrappedValue)
  }
}
#endif
