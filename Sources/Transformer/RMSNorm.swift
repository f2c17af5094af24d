import Autograd

/// ε, which keeps the norm of a vector of zeros from dividing by 0.
package let rmsNormEpsilon = 1e-5

extension Vector {
  /// The vector divided by the root of its mean square.
  ///
  ///     yᵢ = xᵢ · (x·x / n + ε)^−½,   ε = 10⁻⁵
  ///
  /// without learned weights, as in microgpt. Five operations, n + 4 nodes.
  ///
  /// Source: "Root Mean Square Layer Normalization", Zhang and Sennrich 2019, equation 4.
  public func rmsNormalized() -> Vector {
    self * (dot(self, self) / Double(count) + rmsNormEpsilon).pow(-0.5)
  }
}

/// RMSNorm as a part of a model, with a learned weight for each element or without.
///
///     norm(x)ᵢ = wᵢ xᵢ · (x·x / n + ε)^−½,   ε = 10⁻⁵
///
/// Source: "Root Mean Square Layer Normalization", Zhang and Sennrich 2019, equation 4, whose gain g is w here.
struct RMSNorm {
  /// w, one for each element; nil where every weight is 1 and stays so.
  let weight: Vector?

  /// norm(x), as wide as x.
  func callAsFunction(_ x: Vector) -> Vector {
    let normalized = x.rmsNormalized()
    return weight.map { normalized * $0 } ?? normalized
  }
}
