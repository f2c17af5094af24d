import Basics

/// Gradients by backpropagation beside the same ones by central differences.
///
///     ∂f/∂x ≈ (f(x + h) − f(x − h)) / 2h,   h = ∛ε · max(1, |x|) ≈ 6·10⁻⁶ max(1, |x|)
///
/// whose own error has two parts: rounding, about ε |f| / h ≈ 4·10⁻¹¹ |f|, and truncation, h² f‴(x) / 6 ≈ 6·10⁻¹² f‴(x), which is
/// the larger where f bends sharply, as at a steep softmax. Elsewhere a gradient that is right agrees to 10⁻⁶ or better; one
/// that is wrong is off in the first digits. At a kink (the 0 of relu) the difference quotient means nothing.
public struct GradientCheck: Sendable {
  /// One gradient, computed in both ways.
  public struct Comparison: Sendable {
    /// Which of the leaves, counted from 0 in the order in which they were given.
    public let index: Int
    /// The gradient by backpropagation.
    public let backpropagated: Double
    /// The gradient by central difference.
    public let difference: Double

    /// Two gradients of one leaf.
    public init(index: Int, backpropagated: Double, difference: Double) {
      self.index = index
      self.backpropagated = backpropagated
      self.difference = difference
    }

    /// |b − d| / max(|b|, |d|, 10⁻³): below 10⁻³ a difference counts absolutely, because the quotient's own error does.
    public var relativeError: Double {
      let error =
        (backpropagated - difference).magnitude
        / max(backpropagated.magnitude, difference.magnitude, 1e-3)
      return error.isNaN ? .infinity : error
    }
  }

  /// A check of these comparisons, one for each leaf.
  public init(comparisons: [Comparison]) { self.comparisons = comparisons }

  /// h, the distance at which the difference quotient is taken for a leaf of the given size.
  public static func step(at centre: Double) -> Double {
    let cubeRootOfEpsilon = 6.055e-6
    return cubeRootOfEpsilon * max(1, centre.magnitude)
  }

  /// The central difference (f(x + h) − f(x − h)) / 2h for a leaf x.
  ///
  /// - Parameters:
  ///   - leaf: x, which has its number again afterwards.
  ///   - step: h.
  ///   - function: f, computed anew from the leaf's number; it is called twice.
  public static func difference(_ leaf: Value, step: Double, _ function: () -> Double) -> Double {
    let centre = leaf.data
    defer { leaf.data = centre }
    leaf.data = centre + step
    let above = function()
    leaf.data = centre - step
    let below = function()
    // What was really added may differ from `step` in the last bits.
    return (above - below) / ((centre + step) - (centre - step))
  }

  /// All comparisons, in the order of the leaves.
  public let comparisons: [Comparison]

  /// The comparison with the largest relative error; nil if no leaves were given.
  public var worst: Comparison? { comparisons.max { $0.relativeError < $1.relativeError } }

  /// The largest relative error; 0 if no leaves were given.
  public var worstRelativeError: Double { worst?.relativeError ?? 0 }
}

extension Tape {
  /// Checks backpropagation through any computation against central differences.
  ///
  ///     let check = tape.checkGradients(of: [a, b]) { a * b + b.pow(3) }
  ///     print(check.worstRelativeError)  // about 1e-10
  ///
  /// The computation is run once to be differentiated and twice for each leaf; the tape, the leaves and their gradients are
  /// afterwards as they were before.
  ///
  /// - Parameters:
  ///   - leaves: the values to vary; they must stand on the tape before the call and not be results of operations.
  ///   - function: computes one value from them. It is called 1 + 2n times for n leaves.
  public func checkGradients(of leaves: some Collection<Value>, _ function: () -> Value) -> GradientCheck {
    // Asked for once: a lazy collection may compute its values, and append to the tape, each time.
    let leaves = Array(leaves)
    let mark = mark
    let savedGradients = Array(UnsafeBufferPointer(start: storage.pointee.grad.base, count: valueCount))
    let savedCount = storage.pointee.differentiatedCount
    for leaf in leaves {
      storage.check(leaf)
      require(
        leaf.operation == nil,
        "\(leaf) was computed from others: only a leaf can be varied by itself"
      )
    }
    clearGradients()
    function().backward()
    let gradients = leaves.map { $0.grad }
    rewind(to: mark)

    let comparisons = zip(leaves, gradients).enumerated().map { index, pair in
      let (leaf, gradient) = pair
      let difference = GradientCheck.difference(leaf, step: GradientCheck.step(at: leaf.data)) {
        defer { rewind(to: mark) }
        return withoutRecording { function().data }
      }
      return GradientCheck.Comparison(index: index, backpropagated: gradient, difference: difference)
    }
    for (position, gradient) in savedGradients.enumerated() { storage.pointee.grad.base[position] = gradient }
    storage.pointee.differentiatedCount = savedCount
    return GradientCheck(comparisons: comparisons)
  }
}
