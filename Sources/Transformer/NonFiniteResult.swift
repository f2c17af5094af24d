import Autograd
import Basics

/// The first number that is infinite or no number among those a model computes while it reads a text.
public struct NonFiniteResult: Error, Equatable, Sendable, CustomStringConvertible {
  /// How many tokens had been read before the one that it is computed for.
  public let position: Int
  /// The value with its operation, such as `v81 = dot(v70…v75, v70…v75) = inf, gradient 0.0`.
  public let value: String
  /// The first parameter that is not finite, or else the one farthest from 0: `wte[3,2] = 1e+200`.
  public let parameter: String
  /// Whether that parameter is finite.
  let parameterIsFinite: Bool

  /// What is not finite, where, and the parameter that may be the cause.
  public var description: String {
    """
    the first operation whose result is not finite is \(value), at position \(position); \
    \(parameterIsFinite ? "the parameter farthest from 0 is" : "the first parameter that is not finite is") \(parameter)
    """
  }
}

extension LanguageModel {
  /// Reads a document as ``loss(of:)`` does, and gives the first result that is not finite; nil where all are.
  public func firstNonFiniteResult(reading tokens: [Int]) -> NonFiniteResult? {
    firstNonFiniteResult(reading: tokens, readsLast: false)
  }

  /// Reads a document as ``TrainableModel/loss(of:)`` does, and gives the first result that is not finite; nil where all are.
  ///
  /// Nothing stays on the tape.
  ///
  /// - Parameters:
  ///   - tokens: at least one.
  ///   - readsLast: whether the last token, which a loss only predicts, is read too.
  public func firstNonFiniteResult(reading tokens: [Int], readsLast: Bool) -> NonFiniteResult? {
    require(
      tape.isRecording,
      "what is not recorded can't be searched for the first result that is not finite"
    )
    let start = tape.mark
    var state = initialState()
    defer {
      release(state)
      tape.rewind(to: start)
    }
    let inputs = tokens.prefix(contextLength + 1).map { tape.input($0) }
    for position in 0..<min(readsLast ? inputs.count : inputs.count - 1, contextLength) {
      let mark = tape.mark
      let logits = logits(after: inputs[position], state: &state)
      if position + 1 < inputs.count { _ = logits.negativeLogProbability(of: inputs[position + 1]) }
      if let value = tape.firstNonFiniteResult(after: mark) {
        return nonFiniteResult(value, position: position)
      }
    }
    return nil
  }
}

extension TrainableModel {
  /// What is told of a result that is not finite.
  func nonFiniteResult(_ value: Value, position: Int) -> NonFiniteResult {
    let (name, number) = extremeParameter
    return NonFiniteResult(
      position: position,
      value: "\(value)",
      parameter: "\(name) = \(number)",
      parameterIsFinite: number.isFinite
    )
  }

  /// Whether some parameter is so large that numbers computed from it may be too large for one.
  ///
  /// That needn't show in the logits: an infinite norm makes a vector of zeros, and a score of −∞ a weight of 0.
  public var mayOverflow: Bool { !(extremeParameter.number.magnitude <= 1e30) }

  /// The first parameter that is not finite, or else the one farthest from 0.
  private var extremeParameter: (name: String, number: Double) {
    var extreme = (name: "", number: 0.0)
    for named in namedParameters {
      let columns = named.matrix.columns
      for (index, number) in named.matrix.elements.data.enumerated()
      where extreme.number.isFinite && !(number.magnitude <= extreme.number.magnitude) {
        extreme = ("\(named.name)[\(index / columns),\(index % columns)]", number)
      }
    }
    return extreme
  }
}
