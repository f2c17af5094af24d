import Testing

@testable import Drawing

@Suite("Sparkline")
struct SparklineTests {
  @Test("A rising series runs through all levels")
  func ramp() {
    let sparkline = Sparkline((0..<8).map(Double.init))
    #expect(sparkline.drawn(width: 8) == "▁▂▃▄▅▆▇█")
    #expect(sparkline.drawn(width: 8, glyphs: .ascii) == "_.-~=+*#")
  }

  @Test("A long series is drawn at the means of its parts")
  func resampling() {
    let sparkline = Sparkline([1, 3, 10, 20, 5, 5])
    #expect(sparkline.resampled(to: 3) == [2, 15, 5])
    #expect(sparkline.drawn(width: 3) == "▁█▂")
    #expect(Sparkline([1, 2, 4, 4, 5, 7]).resampled(to: 4) == [1, 3, 4, 6])
  }

  @Test("The drawing takes one column a value, and at most the width", arguments: [0, 1, 2, 3, 7, 20])
  func width(width: Int) {
    let sparkline = Sparkline([3, 1, 4, 1, 5, 9, 2.5])
    #expect(displayWidth(of: sparkline.drawn(width: width)) == min(width, 7))
  }

  @Test("Numbers that are not finite are left out")
  func nonFinite() {
    #expect(Sparkline([.nan, 0, .infinity, 7, -.infinity]).drawn(width: 8) == "▁█")
    #expect(Sparkline([.nan]).drawn(width: 8) == "")
  }

  @Test("A constant series is drawn at half height")
  func constant() {
    #expect(Sparkline([2.5, 2.5, 2.5]).drawn(width: 8) == "▄▄▄")
    #expect(Sparkline(Array(repeating: 0.1, count: 11)).drawn(width: 4) == "▄▄▄▄")
  }

  @Test("Huge differences do not overflow")
  func huge() {
    let greatest = Double.greatestFiniteMagnitude
    #expect(Sparkline([-greatest, greatest]).drawn(width: 2) == "▁█")
    #expect(Sparkline([greatest, greatest, -greatest]).drawn(width: 1) == "▄")
  }
}
