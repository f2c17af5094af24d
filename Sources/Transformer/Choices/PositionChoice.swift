/// How a position makes itself known to the model.
public enum PositionChoice: Equatable, Sendable {
  /// A learned vector for each position is added to the token's: microgpt's.
  case learned
  /// Queries and keys are turned by angles that grow with the position, with wavelengths to the given base.
  case rotary(base: Double)

  /// The base of the wavelengths in the paper.
  public static let standardBase = 10_000.0
}
