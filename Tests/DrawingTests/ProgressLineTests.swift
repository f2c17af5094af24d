import Testing

@testable import Drawing

@Suite("Progress line")
struct ProgressLineTests {
  let line = ProgressLine(
    step: 100,
    total: 1000,
    loss: 2.65129,
    stepsPerSecond: 16_987,
    secondsLeft: 1.4,
    recentLosses: [3, 2.5, 2.75, 2, 1]
  )

  @Test("For pipes the line says all in words")
  func plain() {
    #expect(line.plain == "step 100/1000  smoothed loss 2.6513  17,000 steps/s  0:01 left")
    #expect(ProgressLine(step: 1, total: 9).plain == "step 1/9")
    #expect(ProgressLine(step: 1, total: 9, stepsPerSecond: .infinity, secondsLeft: .nan).plain == "step 1/9")
  }

  @Test(
    "Speeds are rounded to three digits",
    arguments: [
      (16_987, "17,000"), (999.6, "1,000"), (236.4, "236"), (99.97, "100"), (12.37, "12.4"), (0.347, "0.35"),
      (1_234_567, "1,230,000"),
    ] as [(Double, String)]
  )
  func speed(stepsPerSecond: Double, expected: String) {
    let line = ProgressLine(step: 1, total: 9, stepsPerSecond: stepsPerSecond)
    #expect(line.plain == "step 1/9  \(expected) steps/s")
  }

  @Test("No line is wider than the terminal", arguments: -1...120)
  func width(width: Int) {
    let lines = [
      line, ProgressLine(step: 1_000_000, total: 1_000_000, loss: .nan, recentLosses: [1]),
      ProgressLine(step: 7, total: 10_000, loss: 1e30, stepsPerSecond: 0.01, secondsLeft: 1e6),
      ProgressLine(step: 0, total: 0),
    ]
    for line in lines {
      for style in [Style.plain, .ansi] {
        for glyphs in [GlyphSet.unicode, .ascii] {
          let drawn = line.drawn(width: width, style: style, glyphs: glyphs)
          #expect(displayWidth(of: drawn) <= max(0, width))
          #expect(width < 1 || !drawn.isEmpty)
        }
      }
    }
  }

  @Test("Parts go in order of least importance as the width shrinks")
  func parts() {
    let drawn = { width in line.drawn(width: width) }
    #expect(
      drawn(100) == "▕█▎          ▏   100/1000  smoothed loss 2.6513  17,000 steps/s  0:01 left  █▇█▅▁"
    )
    #expect(drawn(78).contains("smoothed loss 2.6513  17,000 steps/s  0:01 left  █"))
    #expect(drawn(77).contains("0  loss 2.6513  17,000 steps/s  0:01 left  █"))
    #expect(drawn(70) == "▕▋     ▏   100/1000  loss 2.6513  17,000 steps/s  0:01 left  █▇█▅▁")
    #expect(drawn(60) == "▕▊      ▏   100/1000  loss 2.6513  17,000 steps/s  0:01 left")
    #expect(drawn(45) == "▕▊       ▏   100/1000  loss 2.6513  0:01 left")
    #expect(drawn(32) == "▕▋     ▏   100/1000  loss 2.6513")
    #expect(drawn(22) == " 100/1000  loss 2.6513")
    #expect(drawn(17) == "100/1000  2.6513")
    #expect(drawn(15) == "100/1000 2.6513")
    #expect(drawn(14) == "100/1000")
    #expect(drawn(7) == "100")
    #expect(drawn(2) == "1…")
    #expect(drawn(0) == "")
  }

  @Test("In ASCII the line is made of ASCII alone")
  func ascii() {
    let drawn = line.drawn(width: 70, glyphs: .ascii)
    #expect(drawn == "[#     ]   100/1000  loss 2.6513  17,000 steps/s  0:01 left  #*#=_")
  }

  @Test("Styles change the colours and nothing else")
  func styled() {
    let plain = line.drawn(width: 80)
    var shown = ""
    for case .text(let text) in textSegments(of: line.drawn(width: 80, style: .ansi)) { shown += text }
    #expect(shown == plain)
  }
}
