import Autograd
import Basics

/// The parameters of a model under their names.
///
/// They stand side by side on the tape, so they are also one ``vector``. Those of a GPT have microgpt.py's names and order:
/// `wte`, `wpe`, `lm_head`, then each layer's.
public struct GPTParameters {
  /// All matrices with their names, in order.
  public let named: [NamedMatrix]
  /// All parameters as one run, in order.
  public let vector: Vector
  /// Where each name stands in `named`: a model may have many layers.
  private let indices: [String: Int]

  /// Appends the parameters of these shapes to `tape`, asking for each number in order.
  init(_ shapes: [ParameterShape], on tape: Tape, _ parameter: () -> Double) {
    // All are asked for before the first is appended: whoever gives them may use the tape, too.
    let numbers = shapes.flatMap { (0..<$0.count).map { _ in parameter() } }
    let start = tape.valueCount
    var next = 0
    named = shapes.map { shape in
      let matrix = tape.matrix(rows: shape.rows, columns: shape.columns) {
        defer { next += 1 }
        return numbers[next]
      }
      return NamedMatrix(name: shape.name, matrix: matrix)
    }
    vector = tape.run(from: start)
    indices = Dictionary(uniqueKeysWithValues: shapes.enumerated().map { ($1.name, $0) })
  }

  /// The matrix of that name, or nil where the model has none, such as `wpe` with rotary positions.
  public func optional(_ name: String) -> Matrix? {
    indices[name].map { named[$0].matrix }
  }

  /// The norm whose weights have that name, without weights where the model has none.
  func norm(_ name: String) -> RMSNorm { RMSNorm(weight: optional(name)?[0]) }

  /// The matrix of that name, which the model must have.
  public subscript(name: String) -> Matrix {
    guard let matrix = optional(name) else { stop("the model has no matrix '\(name)'") }
    return matrix
  }
}
