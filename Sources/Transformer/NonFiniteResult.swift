import Autograd

/// The first number that is infinite or no number among those a model computes while it reads a text.
public struct NonFiniteResult: Error, Equatable, Sendable, CustomStringConvertible {
  /// How many tokens had been read before the one that it is computed for.
  public let position: Int
  /// The value with its operation, such as `v81 = dot(v70…v75, v70…v75) = inf, gradient 0.0`.
  public let value: String
  /// The first parameter that is not finite, or else the one farthest from 0: `wte[3,2] = 1e+200`.
  public let parameter: String

  /// What is not finite, where, and the parameter that may be the cause.
  public var description: String {
    """
    the first operation whose result is not finite is \(value), at position \(position); \
    the parameter farthest from 0 is \(parameter)
    """
  }
}

extension LanguageModel {
  /// Reads a document as ``loss(of:)`` does, and gives the first result that is not finite; nil where all are.
  ///
  /// Nothing stays on the tape.
  ///
  /// - Parameter tokens: at least one; the loss of the last is not computed, for nothing follows it.
  public func firstNonFiniteResult(reading tokens: [Int]) -> NonFiniteResult? {
    let start = tape.mark
    var state = initialState()
    defer {
      release(state)
      tape.rewind(to: start)
    }
    let inputs = tokens.prefix(contextLength + 1).map { tape.input($0) }
    for position in 0..<max(1, inputs.count - 1) {
      let mark = tape.mark
      let logits = logits(after: inputs[position], state: &state)
      if position + 1 < inputs.count { _ = logits.negativeLogProbability(of: inputs[position + 1]) }
      if let value = tape.firstNonFiniteResult(after: mark) {
        return NonFiniteResult(position: position, value: "\(value)", parameter: extremeParameter)
      }
    }
    return nil
  }

  private var extremeParameter: String {
    var extreme = (name: "", number: 0.0)
    for named in namedParameters {
      let columns = named.matrix.columns
      for (index, number) in named.matrix.elements.data.enumerated()
      where extreme.number.isFinite && !(number.magnitude <= extreme.number.magnitude) {
        extreme = ("\(named.name)[\(index / columns),\(index % columns)]", number)
      }
    }
    return "\(extreme.name) = \(extreme.number)"
  }
}
