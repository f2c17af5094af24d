import Inspection

extension Worksheet {
  /// What is worked out, step by step; gradients are times ``Worksheet/gradientFactor``.
  public struct Steps: Equatable, Sendable, Encodable {
    /// What is worked out for each visible position, in order.
    public let keys: [Key]
    /// m, the largest score.
    public let largestScore: Double
    /// Σ e, by which each exponential is divided.
    public let total: Double
    /// z = Σ w v.
    public let output: [Double]
    /// ḡ = Σ w g.
    public let meanGradient: Double
    /// ∂L/∂s = Σ a w (g − ḡ).
    public let scaleGradient: Double

    /// What is worked out for a position.
    public struct Key: Equatable, Sendable, Encodable {
      /// a = q·k.
      public let rawScore: Double
      /// s a.
      public let score: Double
      /// s a − m.
      public let lessLargest: Double
      /// e = exp(s a − m).
      public let exponential: Double
      /// w = e / Σ e.
      public let weight: Double
      /// g = ∂L/∂w = ∂L/∂z · v.
      public let weightGradient: Double
      /// g − ḡ.
      public let lessMean: Double
      /// ∂L/∂(s a) = w (g − ḡ).
      public let scoreGradient: Double
      /// a w (g − ḡ), what the position adds to ∂L/∂s.
      public let contribution: Double
    }
  }
}

extension Worksheet.Steps {
  /// The steps as the engine has them: those of a row, and ∂L/∂s as backpropagation found it.
  init(_ row: AttentionRow, outputGradient: [Double], scaleGradient: Double) {
    let gradients = row.keys.map { key in
      zip(outputGradient, key.value).reduce(0) { $0 + $1.0 * $1.1 }
    }
    let mean = zip(row.keys, gradients).reduce(0) { $0 + $1.0.weight * $1.1 }
    keys = zip(row.keys, gradients).map { key, gradient in
      Key(
        rawScore: key.rawScore,
        score: key.score,
        lessLargest: key.score - row.largestScore,
        exponential: key.exponential,
        weight: key.weight,
        weightGradient: gradient,
        lessMean: gradient - mean,
        scoreGradient: key.weight * (gradient - mean),
        contribution: key.rawScore * key.weight * (gradient - mean)
      )
    }
    largestScore = row.largestScore
    total = row.total
    output = row.weightedSum
    meanGradient = mean
    self.scaleGradient = scaleGradient
  }
}
