import Basics

extension Vector {
  /// The sum Σᵢ aᵢ, in one value.
  public func sum() -> Value { reduced(.sum) }

  /// The mean (1/n) Σᵢ aᵢ, in two values.
  public func mean() -> Value {
    require(!isEmpty, "a vector without elements has no mean")
    return sum() / Double(count)
  }

  /// The largest element, as a number without a derivative: what softmax subtracts, and a shift changes nothing there.
  public func maximum() -> Value {
    require(!isEmpty, "a vector without elements has no maximum")
    return reduced(.maximum)
  }

  /// The element that `index` names: the score of a target, where the target is data.
  public subscript(index: Input) -> Value {
    storage.check(index)
    let number = index.index
    require(
      number >= 0 && number < count,
      "the input \(number) names no element of a vector of \(count)"
    )
    return reduced(.pick, second: index.position, constant: Double(number))
  }

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

/// The dot product Σᵢ aᵢ bᵢ of two vectors of one length, in one value.
public func dot(_ left: Vector, _ right: Vector) -> Value {
  left.storage.check(right)
  require(
    left.count == right.count,
    "vectors of \(left.count) and \(right.count) values have no dot product"
  )
  return left.reduced(.dot, second: right.position)
}

/// The dot products yⱼ = Σᵢ aᵢ bⱼᵢ of one vector with several of its length: a query's raw scores against keys.
///
/// One operation, one value for each of `others`.
public func dots(_ vector: Vector, _ others: [Vector]) -> Vector {
  let storage = vector.storage
  storage.check(vector)
  for other in others {
    storage.check(other)
    require(
      other.count == vector.count,
      "vectors of \(vector.count) and \(other.count) values have no dot product"
    )
  }
  return storage.appendVector(
    Record(
      operation: .dots,
      count: Int32(others.count),
      first: Int32(vector.position),
      second: Int32(storage.pointee.appendOperands(others.lazy.map { $0.position })),
      length: Int32(vector.count)
    )
  )
}

/// The weighted sum yᵢ = Σⱼ wⱼ vⱼᵢ of vectors of one length: values summed under an attention pattern.
///
/// One operation, one value for each element of a vector.
public func weightedSum(_ weights: Vector, _ vectors: [Vector]) -> Vector {
  let storage = weights.storage
  storage.check(weights)
  require(
    weights.count == vectors.count,
    "\(weights.count) weights can't weigh \(vectors.count) vectors"
  )
  guard let width = vectors.first?.count else {
    stop("a weighted sum needs at least one vector")
  }
  for vector in vectors {
    storage.check(vector)
    require(vector.count == width, "vectors of \(width) and \(vector.count) values can't be added")
  }
  return storage.appendVector(
    Record(
      operation: .weightedSum,
      count: Int32(width),
      first: Int32(weights.position),
      second: Int32(storage.pointee.appendOperands(vectors.lazy.map { $0.position })),
      length: Int32(weights.count)
    )
  )
}
