extension Vector {
  /// The elements less the largest of them, aᵢ − maxⱼ aⱼ: none is above 0, and one is 0.
  ///
  /// Two operations, n + 1 values. No exponential of them overflows, and the sum of all exponentials is at least 1.
  public func lessMaximum() -> Vector { self - maximum() }

  /// The softmax wᵢ = exp(aᵢ − m) / Σⱼ exp(aⱼ − m) with m = maxⱼ aⱼ, which keeps every exponential at most 1.
  ///
  /// Five operations after the maximum's, 3n + 3 values in all.
  public func softmax() -> Vector {
    let exponentials = lessMaximum().exp()
    return exponentials * exponentials.sum().pow(-1)
  }

  /// The negative logarithm of the probability that softmax gives the element that `index` names: the loss of a token whose
  /// logits these are.
  ///
  ///     −ln softmax(a)ₜ = ln Σᵢ exp(aᵢ − m) − (aₜ − m),   m = maxᵢ aᵢ
  ///
  /// It is finite wherever the answer is a number that a `Double` can hold, even where the probability itself is too small
  /// for one: the logarithm is taken of the sum only, which is between 1 and n. Its gradient is softmax(a) less 1 at t.
  ///
  /// Six operations after the maximum's, 2n + 5 values in all.
  ///
  /// Source: "Accurately computing the log-sum-exp and softmax functions", Blanchard, Higham and Higham 2021.
  public func negativeLogProbability(of index: Input) -> Value {
    let shifted = lessMaximum()
    return shifted.exp().sum().log() - shifted[index]
  }
}
