extension Value {
  /// Computes the gradient of this value with respect to every value it was computed from.
  ///
  /// Afterwards ``grad`` of any earlier value v is ∂(this)/∂v, times `seed`, by the chain rule
  ///
  ///     ∂L/∂v = Σ over the results y computed from v of ∂L/∂y · ∂y/∂v.
  ///
  /// Parents stand before their children on the tape, so when the loop from the end comes to an operation, the gradients of its
  /// results are complete. The gradients of leaves add up over several calls (a batch is one call for each document);
  /// those of computed values are those of the last call.
  ///
  /// Time: O(multiplications and additions of the forward pass). No memory beyond the tape's own.
  ///
  /// Source: reverse accumulation, Linnainmaa 1976; "Automatic differentiation in machine learning: a survey",
  /// Baydin et al. 2018, section 3.2.
  ///
  /// - Parameter seed: the gradient of the value itself; 1/N gives each of N documents its share of their mean.
  public func backward(seed: Double = 1) {
    storage.check(self)
    storage.pointee.differentiate(position, seed: seed)
  }
}
