import Basics
import Foundation
import TestSupport
import Testing

@testable import Inspection

/// Singular values beside numpy's, and beside what they must be.
@Suite("Singular values")
struct SingularValuesTests {
  /// L has `rows` rows, R `others`, both `columns` columns.
  struct Known: Sendable, CustomTestStringConvertible {
    let rows: Int
    let others: Int
    let columns: Int
    /// What numpy 2.4 gives.
    ///
    ///     import math, numpy
    ///     def numbers(rows, columns, phase):
    ///         return numpy.array([[math.sin((i + 1) * (j + 2) * phase) for j in range(columns)] for i in range(rows)])
    ///     for rows, others, columns in [(5, 7, 3), (2, 6, 4), (9, 9, 9), (6, 5, 1)]:
    ///         a = numbers(rows, columns, 0.37) @ numbers(others, columns, 0.91).T
    ///         print(rows, others, columns, [float(x) for x in
    ///               numpy.linalg.svd(a, compute_uv=False)[:min(rows, others, columns)]])
    let values: [Double]

    var testDescription: String { "\(rows) × \(columns) × \(others)" }
    var left: [[Double]] { numbers(rows, columns, phase: 0.37) }
    var right: [[Double]] { numbers(others, columns, phase: 0.91) }
  }

  static let known = [
    Known(rows: 5, others: 7, columns: 3, values: [4.189683241066885, 2.075601211216027, 0.950623576550868]),
    Known(rows: 2, others: 6, columns: 4, values: [3.177906893906665, 0.5665692982753712]),
    Known(
      rows: 9,
      others: 9,
      columns: 9,
      values: [
        8.106977464845695, 6.995749209038711, 5.465394127900654, 3.955044899428139, 2.718698770876532,
        1.2848593318771617, 0.9138296475957756, 0.0029731116028188834, 4.813567257415932e-06,
      ]
    ),
    Known(rows: 6, others: 5, columns: 1, values: [2.888961301473068]),
  ]

  static func numbers(_ rows: Int, _ columns: Int, phase: Double) -> [[Double]] {
    (1...rows).map { i in (0..<columns).map { sin(Double(i * ($0 + 2)) * phase) } }
  }

  @Test("They are numpy's", arguments: known)
  func numpy(known: Known) {
    #expect(agree(singularValues(ofProduct: known.left, known.right), known.values, within: 1e-13))
  }

  @Test(
    "Their squares sum to the square of the product's norm, whichever factor stands first",
    arguments: known
  )
  func norms(known: Known) {
    let product = known.left.map { row in known.right.map { innerProduct(row, $0) } }
    for values in [
      singularValues(ofProduct: known.left, known.right), singularValues(ofProduct: known.right, known.left),
    ] {
      #expect(agree(norm(values), norm(product.joined()), within: 1e-13))
      #expect(values == values.sorted(by: >))
    }
  }

  @Test("Of a product that has fewer independent columns, the last are 0")
  func rankOne() {
    let values = singularValues(ofProduct: [[1, 2], [2, 4], [3, 6]], [[1, 0], [0, 1]])
    let length = Double(70).squareRoot()
    #expect(agree(values, [length, 0], within: 1e-14))
    #expect(singularValues(ofProduct: [[0, 0]], [[1, 2], [3, 4]]) == [0])
  }

  @Test("Numbers that are not finite end it")
  func notFinite() {
    #expect(singularValues(ofProduct: [[.nan, 1], [2, 3]], [[1, 2], [3, 4]]).count == 2)
    #expect(singularValues(ofProduct: [[.infinity, 1], [2, 3]], [[1, 2], [3, 4]]).count == 2)
  }
}

private func numbers(_ rows: Int, _ columns: Int, phase: Double) -> [[Double]] {
  SingularValuesTests.numbers(rows, columns, phase: phase)
}
