import Inspection
import Testing

@Suite("Spread over seeds")
struct SeedSpreadTests {
  @Test("Mean and standard deviation of figures worked out by hand")
  func byHand() throws {
    // Deviations −2, −1, 0, 3 from the mean 5: squares sum to 14, and 14 / 3 is under the root.
    let spread = try #require(SeedSpread([3, 4, 5, 8]))
    #expect(spread.count == 4 && spread.mean == 5)
    #expect(spread.minimum == 3 && spread.maximum == 8)
    #expect(abs((spread.standardDeviation ?? 0) - 2.160246899469287) < 1e-15)
  }

  @Test("One figure has no deviation, equal ones have none to speak of, no figures no spread")
  func few() throws {
    #expect(SeedSpread([]) == nil)
    let one = try #require(SeedSpread([1.5]))
    #expect(one.mean == 1.5 && one.standardDeviation == nil && one.minimum == 1.5 && one.maximum == 1.5)
    let equal = try #require(SeedSpread([0.1, 0.1, 0.1]))
    #expect(equal.mean == 0.1 && equal.standardDeviation == 0)
  }

  @Test("A figure that is not finite makes mean and deviation nan", arguments: [Double.nan, .infinity])
  func notFinite(figure: Double) throws {
    let spread = try #require(SeedSpread([1, figure]))
    #expect(spread.mean.isNaN && spread.standardDeviation?.isNaN == true && spread.maximum.isNaN)
  }
}
