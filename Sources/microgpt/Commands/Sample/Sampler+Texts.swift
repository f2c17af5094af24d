import Transformer

extension Sampler {
  /// Whether all texts after one prompt are the same: one is enough, then, unless more are asked for.
  var textsAreAlike: Bool { choice == .greedy }
}
