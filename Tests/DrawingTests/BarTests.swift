import Testing

@testable import Drawing

@Suite("Bar")
struct BarTests {
  @Test(
    "A bar is filled to the nearest eighth of a column",
    arguments: [
      (0, "    "), (1, "████"), (0.5, "██  "), (0.25, "█   "), (1.0 / 32, "▏   "), (7.0 / 32, "▉   "),
      (0.01, "    "), (0.99, "████"), (0.4, "█▋  "), (19.0 / 32, "██▍ "),
    ] as [(Double, String)]
  )
  func eighths(fraction: Double, expected: String) {
    #expect(Bar(fraction: fraction).drawn(width: 4) == expected)
  }

  @Test("In ASCII a bar is filled to the nearest column")
  func ascii() {
    #expect(Bar(fraction: 0.4).drawn(width: 4, glyphs: .ascii) == "##  ")
    #expect(Bar(fraction: 0.3).drawn(width: 4, glyphs: .ascii) == "#   ")
  }

  @Test("A bar takes exactly its width", arguments: [0.0, 0.031, 0.33, 0.77, 0.999, 1.0])
  func width(fraction: Double) {
    for width in 0...12 {
      #expect(displayWidth(of: Bar(fraction: fraction).drawn(width: width)) == width)
      #expect(displayWidth(of: Bar(fraction: fraction).drawn(width: width, glyphs: .ascii)) == width)
    }
  }

  @Test("A fraction outside 0...1 is moved to the nearer end")
  func clamping() {
    #expect(Bar(fraction: -3).fraction == 0)
    #expect(Bar(fraction: 7).fraction == 1)
    #expect(Bar(fraction: .nan).fraction == 0)
    #expect(Bar(fraction: .infinity).fraction == 1)
    #expect(Bar(fraction: 0.5).drawn(width: -1) == "")
  }
}
