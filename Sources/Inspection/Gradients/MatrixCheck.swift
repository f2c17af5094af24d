import Autograd
import Transformer

/// The gradient check of a model on a text, matrix by matrix: backpropagation beside central differences.
///
/// See ``Autograd/GradientCheck`` for the quotient, its step and its error. Where a step crosses a kink of relu the
/// quotient means nothing, and a large error there is no wrong gradient.
public struct MatrixCheck: Equatable, Sendable, Encodable {
  /// L, in nats per token.
  public let loss: Double
  /// The parameter matrices in microgpt.py's order, and at the end the attention scale as a matrix of one element.
  public let matrices: [Matrix]
  /// The largest relative error of all.
  public let worstRelativeError: Double

  /// The check of one matrix.
  public struct Matrix: Equatable, Sendable, Encodable {
    /// The matrix's name.
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
  }

  /// Checks the gradient of a document's loss.
  ///
  /// - Parameters:
  ///   - tokens: at least two.
  ///   - largestCount: how many elements of a matrix are varied at most; each takes two forward computations.
  public init(_ model: GPT, tokens: [Int], largestCount: Int) {
    precondition(largestCount > 0, "checking \(largestCount) elements of a matrix says nothing")
    let tape = model.tape
    var named = model.namedParameters.map { ($0.name, $0.matrix.elements, $0.matrix.columns) }
    named.append(("scale", tape.run(from: model.attentionScale.position).prefix(1), 1))
    matrices = named.map { name, elements, columns in
      let count = min(largestCount, elements.count)
      let offsets = (0..<count).map { $0 * elements.count / count }
      let leaves = offsets.map { elements[elements.startIndex + $0] }
      let check = tape.checkGradients(of: leaves) { model.loss(of: tokens) }
      guard let worst = check.worst else { preconditionFailure("'\(name)' has no elements") }
      return Matrix(
        name: name,
        elementCount: elements.count,
        checkedCount: count,
        worstRelativeError: worst.relativeError,
        row: offsets[worst.index] / columns,
        column: offsets[worst.index] % columns,
        backpropagated: worst.backpropagated,
        difference: worst.difference
      )
    }
    let mark = tape.mark
    loss = tape.withoutRecording { model.loss(of: tokens).data }
    tape.rewind(to: mark)
    worstRelativeError = matrices.reduce(0) { max($0, $1.worstRelativeError) }
  }
}
