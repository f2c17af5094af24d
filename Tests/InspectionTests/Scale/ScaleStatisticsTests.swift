import Inspection
import TestSupport
import Testing
import Transformer

@Suite("Scale statistics")
struct ScaleStatisticsTests {
  static let statistics = ScaleStatistics(headWidths: [1, 16, 256], keyCount: 16, queryCount: 300)

  func row(_ headWidth: Int, _ rule: ScaleChoice) throws -> ScaleStatistics.Row {
    try #require(Self.statistics.rows.first { $0.headWidth == headWidth && $0.rule == rule })
  }

  @Test("raw scores have the standard deviation √d, and scaled ones 1", arguments: [1, 16, 256])
  func deviations(headWidth: Int) throws {
    let root = Double(headWidth).squareRoot()
    for rule in ScaleStatistics.rules {
      let row = try row(headWidth, rule)
      #expect((row.rawDeviation / root - 1).magnitude < 0.1)
      #expect(agree(row.scaledDeviation, row.scale * row.rawDeviation, within: 1e-12))
    }
    #expect((try row(headWidth, .inverseRoot).scaledDeviation - 1).magnitude < 0.1)
  }

  @Test("the rules are one where the width is 1")
  func widthOne() throws {
    let rows = try ScaleStatistics.rules.map { try row(1, $0) }
    #expect(
      rows.allSatisfy { $0.entropy == rows[0].entropy && $0.scoreGradientNorm == rows[0].scoreGradientNorm }
    )
  }

  @Test("wide heads without a scale saturate: one weight near 1, a small Jacobian, small gradients")
  func saturation() throws {
    let raw = try row(256, .none)
    let scaled = try row(256, .inverseRoot)
    let flat = try row(256, .inverse)
    #expect(raw.largestWeight > 0.9 && raw.largestWeight <= 1)
    #expect(raw.entropy < 0.3)
    #expect(raw.jacobianNorm < scaled.jacobianNorm / 2)
    #expect(raw.scoreGradientNorm < scaled.scoreGradientNorm / 2)
    #expect(flat.entropy > 2.75 && flat.entropy < 2.772_59)  // ln 16 = 2.77259
  }

  @Test("figures of a pattern that is known: with one key everything is exact")
  func oneKey() {
    for row in ScaleStatistics(headWidths: [4], keyCount: 1, queryCount: 10).rows {
      #expect(
        row.entropy == 0 && row.largestWeight == 1 && row.jacobianNorm == 0 && row.scoreGradientNorm == 0
      )
    }
  }

  @Test("a width's figures depend on the seed and not on the other widths")
  func reproducible() {
    let alone = ScaleStatistics(headWidths: [16], keyCount: 16, queryCount: 300)
    #expect(alone.rows == Self.statistics.rows.filter { $0.headWidth == 16 })
    let other = ScaleStatistics(headWidths: [16], keyCount: 16, queryCount: 300, seed: 7)
    #expect(other.rows != alone.rows)
  }

  @Test("even weights: the Jacobian's norm is √(n − 1) / n")
  func evenJacobian() throws {
    // With s = 1/d and a wide head the pattern is nearly even.
    let row = try #require(
      ScaleStatistics(headWidths: [1 << 14], keyCount: 9, queryCount: 20).rows.first { $0.rule == .inverse }
    )
    #expect((row.jacobianNorm - 8.0.squareRoot() / 9).magnitude < 1e-3)
  }
}
