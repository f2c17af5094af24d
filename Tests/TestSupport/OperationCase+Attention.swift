import Autograd
import Foundation

/// The operations that attention brought: pairs turned by angles, and attention of one query in tiles.
extension OperationCase {
  /// cos and sin of 0.4 and of 2.5 radians.
  private static let table = [0.4, 2.5].flatMap { [Foundation.cos($0), Foundation.sin($0)] }

  static let rotations: [OperationCase] = [
    .init("v rotated", .rotate, [0.7, -2.3, 1.9, -0.4], constants: table) {
      Array($0.rotated(by: $1))
    } _: {
      turned($0, [0.4, 2.5])
    },
    .init("v rotated by one angle", .rotate, [0.7, -2.3], constants: table) {
      Array($0.rotated(by: $1[2..<4]))
    } _: {
      turned($0, [2.5])
    },
    .init("v rotated, a table twice", .rotate, [0.7, -2.3, 1.9, -0.4, 3.1, 0.6, -1.3, 2.2], constants: table)
    {
      Array($0.rotated(by: $1))
    } _: {
      turned($0, [0.4, 2.5, 0.4, 2.5])
    },
  ]

  /// Each pair as a complex number times e^(iθ).
  private static func turned(_ x: [Double], _ angles: [Double]) -> [Double] {
    angles.enumerated().flatMap { pair, angle in
      let (real, imaginary) = (x[2 * pair], x[2 * pair + 1])
      let (radius, phase) = (hypot(real, imaginary), atan2(imaginary, real))
      return [radius * Foundation.cos(phase + angle), radius * Foundation.sin(phase + angle)]
    }
  }

  private static let operands = [
    0.7, -1.3, 0.9, -0.4, 1.1, 0.6, -0.8, 0.3, 1.7, -0.2, 0.5, -1.1, 1.3, 0.4, -0.6, 0.8, -1.7, 0.35, 1.2,
    -0.9, 0.55,
  ]

  /// The query and the scale stand in front; `keys` and `values` say where each of them begins.
  private static func flash(
    _ form: String,
    query: Int = 0,
    keys: [Int],
    width keyWidth: Int,
    values: [Int],
    width valueWidth: Int,
    tile: Int
  ) -> OperationCase {
    let scale = 20
    return .init("flash attention, \(form)", .flashAttention, operands) { v in
      let result = flashAttention(
        query: v[query..<query + keyWidth],
        keys: keys.map { v[$0..<$0 + keyWidth] },
        values: values.map { v[$0..<$0 + valueWidth] },
        scale: v[scale],
        tileSize: tile
      )
      return Array(result.output) + [result.logSumExp]
    } _: { x in
      let exponentials = keys.map { key in
        Foundation.exp(x[scale] * (0..<keyWidth).reduce(0) { $0 + x[query + $1] * x[key + $1] })
      }
      let total = exponentials.reduce(0, +)
      let output = (0..<valueWidth).map { i in
        zip(exponentials, values).reduce(0) { $0 + $1.0 / total * x[$1.1 + i] }
      }
      return output + [Foundation.log(total)]
    }
  }

  static let flashAttentions: [OperationCase] = [
    flash("equal distances", keys: [2, 4, 6], width: 2, values: [8, 11, 14], width: 3, tile: 2),
    flash("keys backwards", keys: [6, 4, 2], width: 2, values: [8, 11, 14], width: 3, tile: 3),
    flash("keys in between values", keys: [2, 7, 12], width: 2, values: [4, 9, 14], width: 3, tile: 1),
    flash("unequal distances of keys", keys: [2, 4, 9], width: 2, values: [11, 14, 17], width: 3, tile: 2),
    flash("unequal distances of values", keys: [2, 4, 6], width: 2, values: [17, 8, 12], width: 3, tile: 2),
    flash("one key", keys: [2], width: 2, values: [8], width: 3, tile: 4),
    flash("five wide, values of one", keys: [5, 10], width: 5, values: [15, 17], width: 1, tile: 1),
    flash("keys that are values", keys: [2, 4, 6], width: 2, values: [2, 4, 6], width: 2, tile: 2),
    flash(
      "values that are part of keys",
      keys: [3, 6, 11],
      width: 3,
      values: [3, 6, 11],
      width: 2,
      tile: 2
    ),
    flash("a query that is a key", keys: [0, 2, 4], width: 2, values: [8, 11, 14], width: 3, tile: 2),
    flash("a query that is a value", query: 8, keys: [2, 4], width: 2, values: [8, 8], width: 2, tile: 2),
    flash("one key twice", keys: [2, 2, 5], width: 2, values: [8, 11, 14], width: 3, tile: 2),
    flash("the scale in a value", keys: [2, 4], width: 2, values: [18, 12], width: 3, tile: 2),
  ]
}
