import Autograd
import Replay
import Transformer

/// The gradient check of a model on a text, matrix by matrix: backpropagation beside central differences.
///
/// See ``/Autograd/GradientCheck`` for the quotient, its step and its error. The quotient itself is off where the third
/// derivative is large, as at a steep softmax, and where a step crosses a kink of relu. Taken with twice the step it is then
/// another number: an error no larger than ``Matrix/quotientError`` shows no wrong gradient.
public struct MatrixCheck: Equatable, Sendable, Encodable {
  /// L, in nats per token.
  public let loss: Double
  /// The parameter matrices in microgpt.py's order, and at the end the attention scale as a matrix of one element.
  public let matrices: [Matrix]
  /// The largest relative error of all.
  public let worstRelativeError: Double

  /// The check of one matrix.
  public struct Matrix: Equatable, Sendable, Encodable {
    /// The matrix's name in microgpt.py, such as `layer0.attn_wq`.
    public let name: String
    /// How many elements it has.
    public let elementCount: Int
    /// How many of them were varied, evenly spread.
    public let checkedCount: Int
    /// The largest relative error.
    public let worstRelativeError: Double
    /// The row of the element with that error.
    public let row: Int
    /// The column of the element with that error.
    public let column: Int
    /// ∂L/∂(that element) by backpropagation.
    public let backpropagated: Double
    /// ∂L/∂(that element) by central difference.
    public let difference: Double
    /// How far the quotient with step h is from the one with 2h, relative as the error is: about three times the truncation,
    /// h²/6 times the third derivative, or what rounding or a kink of relu does.
    public let quotientError: Double
  }

  /// Checks the gradient of a document's loss.
  ///
  /// - Parameters:
  ///   - model: whose gradient is checked.
  ///   - tokens: at least two.
  ///   - largestCount: how many elements of a matrix are varied at most; each takes two forward computations.
  ///   - progress: is told how many elements of how many in all were varied.
  public init(
    _ model: GPT,
    tokens: [Int],
    largestCount: Int,
    progress: (_ done: Int, _ total: Int) -> Void = { _, _ in }
  ) {
    let gradients = Self.gradients(of: model, tokens: tokens)
    self.init(model, tokens: tokens, largestCount: largestCount, gradients: gradients, progress: progress)
  }

  /// The gradients of all matrices by backpropagation, in their order, and at the end that of the scale.
  static func gradients(of model: GPT, tokens: [Int]) -> [[Double]] {
    model.withForwardPass(over: tokens) { pass in
      model.namedParameters.map { $0.matrix.elements.grad } + [[ScaleGradients.total(pass)]]
    }
  }

  /// Checks the given gradients.
  init(
    _ model: GPT,
    tokens: [Int],
    largestCount: Int,
    gradients: [[Double]],
    progress: (_ done: Int, _ total: Int) -> Void = { _, _ in }
  ) {
    precondition(largestCount > 0, "checking \(largestCount) elements of a matrix says nothing")
    let tape = model.tape
    // Replaying is the quickest way to compute the same loss from other parameters.
    let program = tape.program(differentiating: model.parameterVector) { [model.loss(of: tokens)] }
    func replayedLoss() -> Double {
      program.replay(program.recordedInputs)
      return program.result(0)
    }
    var named = model.namedParameters.map {
      (name: $0.name, elements: $0.matrix.elements, columns: $0.matrix.columns)
    }
    named.append(("scale", tape.run(from: model.attentionScale.position).prefix(1), 1))
    let total = named.reduce(0) { $0 + min(largestCount, $1.elements.count) }
    var done = 0
    matrices = zip(named, gradients).map { named, gradient in
      let elements = named.elements
      let count = min(largestCount, elements.count)
      let check = GradientCheck(
        comparisons: (0..<count).map { number in
          let offset = number * elements.count / count
          let leaf = elements[elements.startIndex + offset]
          defer {
            done += 1
            progress(done, total)
          }
          return GradientCheck.Comparison(
            index: offset,
            backpropagated: gradient[offset],
            difference: GradientCheck.difference(leaf, step: GradientCheck.step(at: leaf.data), replayedLoss)
          )
        }
      )
      guard let worst = check.worst else { preconditionFailure("'\(named.name)' has no elements") }
      let leaf = elements[elements.startIndex + worst.index]
      let wider = GradientCheck.difference(leaf, step: 2 * GradientCheck.step(at: leaf.data), replayedLoss)
      return Matrix(
        name: named.name,
        elementCount: elements.count,
        checkedCount: count,
        worstRelativeError: worst.relativeError,
        row: worst.index / named.columns,
        column: worst.index % named.columns,
        backpropagated: worst.backpropagated,
        difference: worst.difference,
        quotientError: GradientCheck.Comparison(
          index: worst.index,
          backpropagated: wider,
          difference: worst.difference
        ).relativeError
      )
    }
    loss = replayedLoss()
    worstRelativeError = matrices.reduce(0) { max($0, $1.worstRelativeError) }
  }
}
