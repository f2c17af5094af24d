import Drawing

extension Worksheet {
  /// How to work, a paragraph each.
  public var instructions: [String] {
    [
      "You need a pocket calculator that has eˣ. Write every result with three decimals, and go on with what you have written. "
        + "Round a sum once, at its end, and a half away from zero: 0.1235 becomes 0.124. Two checks: the weights w sum to 1, and the "
        + "numbers w (g − ḡ) to 0, but for rounding.",
      "The scale s is \(shown(given.scale, 3)). L is the mean loss of the text. All gradients are in units of \(gradientUnit); they "
        + "are proportional to what arrives, so the unit only moves the point. ∂L/∂s is the part of this head and this query; the "
        + "model’s own s gets the sum over all of them.",
    ]
  }

  /// In what gradients are given: `0.01 nats per token`.
  private var gradientUnit: String {
    var (power, decimals) = (1.0, 0)
    while power < gradientFactor { (power, decimals) = (power * 10, decimals + 1) }
    return shown(1 / gradientFactor, decimals) + (decimals == 0 ? " nat per token" : " nats per token")
  }

  /// What is asked at the end of the sheet.
  public static let question = "4. Would a larger or a smaller s lower the loss of this text?"

  /// The answer to it.
  public var answer: String {
    let gradient = solution.scaleGradient
    if gradient == 0 {
      return given.positions.count == 1
        ? "4. Neither: the query sees one position, whose weight is 1 whatever s is, so ∂L/∂s is 0."
        : "4. Neither, as far as three decimals tell: ∂L/∂s is 0.000."
    }
    return gradient > 0
      ? "4. A smaller one: ∂L/∂s is above 0, so the loss grows with s."
      : "4. A larger one: ∂L/∂s is below 0, so the loss falls as s grows."
  }

  /// How the tables of the solutions are read.
  public var solutionNotes: [String] {
    [
      "In each box first the number that comes out with the rounded numbers of the sheet, below it the engine’s, which rounds "
        + "nothing. No two differ by more than \(shown(largestDifference, 5)).",
      "In nats per token ∂L/∂s is \(NumberFormat.significant(solution.scaleGradient / gradientFactor)) by hand and "
        + "\(NumberFormat.significant(engine.scaleGradient / gradientFactor)) by the engine’s backpropagation.",
    ]
  }
}
