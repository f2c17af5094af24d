/// Whether the norms of a model have weights that are learned, as it is written.
public enum NormChoice: String, CaseIterable, Sendable {
  /// RMSNorm without weights, microgpt's.
  case plain
  /// RMSNorm with a weight for each element, 1 in a new model; every norm of the model has its own.
  case weighted
}
