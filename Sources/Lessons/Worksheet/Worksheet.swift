import Attention
import Autograd
import Inspection
import Transformer

/// One head's attention for one query, to be worked by hand: the numbers given, and the solution.
///
///     a = q·k,   w = exp(s a − m) / Σ exp(s a − m),   z = Σ w v
///     g = ∂L/∂w = ∂L/∂z · v,   ḡ = Σ w g,   ∂L/∂(s a) = w (g − ḡ),   ∂L/∂s = Σ a w (g − ḡ)
///
/// The solution is computed from the given numbers as they are rounded, with every result rounded as it is written down, so that
/// whoever calculates rightly gets exactly it. Beside it stands what the engine computed with all digits.
///
///     let sheet = try model.withForwardPass(over: tokens) { pass throws(WorksheetError) in
///       try Worksheet(pass, layer: 0)
///     }
public struct Worksheet: Equatable, Sendable, Encodable {
  /// The layer, counted from 0.
  public let layer: Int
  /// The head, counted from 0.
  public let head: Int
  /// The query's position, counted from 0.
  public let position: Int
  /// What gradients are multiplied by: a power of ten, so that the largest element of ∂L/∂z is from 1 to 10.
  ///
  /// The way back is linear in what arrives, so the unit only moves the point.
  public let gradientFactor: Double
  /// The numbers on the sheet.
  public let given: Given
  /// What is to be found, with three decimals.
  public let solution: Steps
  /// The same as the engine computed it, from the numbers that are not rounded.
  public let engine: Steps

  /// The numbers on the sheet: s with three decimals, all others with two.
  public struct Given: Equatable, Sendable, Encodable {
    /// s, the factor of the raw scores.
    public let scale: Double
    /// q; with rotary positions after its rotation.
    public let query: [Double]
    /// The visible positions, counted from 0, in order.
    public let positions: [Int]
    /// k of each visible position, as wide as the query.
    public let keys: [[Double]]
    /// v of each visible position.
    public let values: [[Double]]
    /// ∂L/∂z, as wide as a value, times ``Worksheet/gradientFactor``.
    public let outputGradient: [Double]
  }

  /// A sheet about a query of a text.
  ///
  /// - Parameters:
  ///   - pass: the text, read, with nothing changed on the way.
  ///   - layer: counted from 0.
  ///   - head: counted from 0; nil for the one whose ∂L/∂s at the position is farthest from 0.
  ///   - position: the query's, counted from 0; nil for the last that sees few enough positions.
  /// - Throws: ``WorksheetError`` where the numbers have no room on a sheet.
  public init(_ pass: ForwardPass, layer: Int, head: Int? = nil, position: Int? = nil)
    throws(WorksheetError)
  {
    let position = position ?? Self.lastPosition(pass, layer: layer)
    let head = head ?? Self.steepestHead(pass, layer: layer, position: position)
    let row = AttentionRow(pass, layer: layer, head: head, position: position)
    try Self.check(row, lastPosition: Self.lastPosition(pass, layer: layer))
    let activations = pass.head(head, layer: layer, position: position)
    let factor = Self.factor(for: activations.output.grad)
    let arriving = activations.output.grad.map { $0 * factor }
    let written = WrittenCalculation(row, outputGradient: arriving)
    self.layer = layer
    self.head = head
    self.position = position
    gradientFactor = factor
    given = written.given
    solution = written.steps
    engine = Steps(row, outputGradient: arriving, scaleGradient: activations.scale.grad * factor)
  }

  /// The last position whose query sees no more than a sheet has room for.
  private static func lastPosition(_ pass: ForwardPass, layer: Int) -> Int {
    (0..<pass.count).last {
      pass.visiblePositions(layer: layer, position: $0).count <= largestKeyCount
    } ?? 0
  }

  /// The head whose ∂L/∂s at a position is farthest from 0.
  private static func steepestHead(_ pass: ForwardPass, layer: Int, position: Int) -> Int {
    let gradients = (0..<pass.model.configuration.headCount).map {
      pass.head($0, layer: layer, position: position).scale.grad.magnitude
    }
    return gradients.indices.reduce(0) { gradients[$1] > gradients[$0] ? $1 : $0 }
  }

  /// The power of ten that makes the largest element at least 1 and less than 10; 1 where all are as good as zero.
  private static func factor(for gradient: [Double]) -> Double {
    let largest = gradient.reduce(0) { max($0, $1.magnitude) }
    guard largest > 1e-15 else { return 1 }
    var factor = 1.0
    while largest * factor < 1 { factor *= 10 }
    while largest * factor >= 10 { factor /= 10 }
    return factor
  }

  /// By how much a number of the solution differs at most from the engine's.
  public var largestDifference: Double {
    tables(labels: []).reduce(0) { largest, table in
      table.rows.reduce(largest) { largest, row in
        row.cells.reduce(largest) { max($0, $1.difference) }
      }
    }
  }
}
