import TestSupport
import Testing

@testable import Drawing

@Suite("Film strips")
struct FilmStripTests {
  static func strip(frameCount: Int) -> FilmStrip {
    FilmStrip(
      title: "patterns",
      timeTitle: "step",
      times: (0..<frameCount).map { "\($0 * 10)" },
      rows: ["e", "<m>"],
      strips: ["one", "two"].map { name in
        .init(name, frames: (0..<frameCount).map { [[1, nil], [0.25, Double($0) / Double(frameCount)]] })
      }
    )
  }

  @Test("Evenly spread places begin with the first, end with the last, and are as far apart as they can be")
  func evenly() {
    for total in 1...40 {
      for count in 2...45 {
        let places = evenlySpread(count, of: total)
        #expect(places.count == min(count, total))
        #expect(places.first == 0 && places.last == total - 1)
        let gaps = zip(places, places.dropFirst()).map { $1 - $0 }
        #expect((gaps.max() ?? 0) - (gaps.min() ?? 0) <= 1)
        #expect(gaps.allSatisfy { $0 > 0 })
      }
    }
    #expect(evenlySpread(1, of: 9) == [8])
    #expect(evenlySpread(0, of: 9) == [])
  }

  @Test("Every frame stands under its time, shaded, with hidden cells as dots")
  func lines() {
    let strip = FilmStrip(
      title: "patterns",
      timeTitle: "step",
      times: ["0", "100"],
      rows: ["e", "<m>"],
      strips: [.init("head", frames: [[[1, nil], [0.5, 0.5]], [[1, nil], [0, 0.75]]])]
    )
    #expect(
      strip.lines(maximumWidth: 60) == [
        "head",
        "step  0     100",
        "e     ██··  ██··",
        "<m>   ▒▒▒▒    ▓▓",
        "shading: ░░ 0.25, ▒▒ 0.50, ▓▓ 0.75, ██ 1.00; · hidden",
      ]
    )
    #expect(strip.lines(maximumWidth: 40).last == "shading: ▒▒ 0.50, ██ 1.00; · hidden")
  }

  @Test(
    "No line of frames is wider than there is room, and the frames that are drawn are told",
    arguments: [24, 40, 80]
  )
  func width(width: Int) {
    let strip = Self.strip(frameCount: 30)
    let lines = strip.lines(maximumWidth: width)
    let drawn = strip.drawnTimes(maximumWidth: width)
    #expect(drawn.first == 0 && drawn.last == 29 && drawn.count < 30)
    let headers = lines.filter { $0.hasPrefix("step") }
    #expect(headers.count == 2)
    for header in headers {
      #expect(header.split(separator: " ").dropFirst() == drawn.map { strip.times[$0][...] }[...])
    }
    let rows = lines.filter { $0.hasPrefix("e") || $0.hasPrefix("<m>") || $0.hasPrefix("step") }
    #expect(rows.count == 6)
    #expect(rows.allSatisfy { displayWidth(of: $0) <= width })
  }

  @Test("In ASCII there is nothing but ASCII, and in colour a cell has its background")
  func glyphs() {
    let strip = Self.strip(frameCount: 3)
    #expect(strip.lines(maximumWidth: 60, glyphs: .ascii).joined().unicodeScalars.allSatisfy { $0.isASCII })
    let coloured = strip.lines(maximumWidth: 60, style: .ansi).joined()
    #expect(coloured.contains("48;5;18;38;5;231m"))
    #expect(!coloured.contains("█"))
  }

  @Test("The picture has a cell for each number of the frames that are drawn, and their captions")
  func picture() {
    let strip = Self.strip(frameCount: 20)
    let markup = ParsedMarkup(strip.svg(frameCount: 5).description)
    #expect(markup.isWellFormed)
    // Three numbers in each of 5 frames of 2 strips, the rims of the frames, and the paper.
    #expect(markup.names.count { $0 == "rect" } == 3 * 5 * 2 + 5 * 2 + 1)
    for step in [0, 50, 100, 140, 190] { #expect(markup.text.contains("step \(step)")) }
  }
}

@Suite("State strips")
struct StateStripTests {
  static let strip = StateStrip(
    title: "roles",
    timeTitle: "step",
    times: (0..<12).map { "\($0 * 100)" },
    states: [
      .init("a", "after", colour: 1), .init("x", "mixed", colour: nil), .init("z", "never", colour: 2),
    ],
    rows: [("0.0", [1, 1] + Array(repeating: 0, count: 10)), ("0.1", Array(repeating: 1, count: 12))]
  )

  @Test(
    "A letter stands for each state at each time, under the first and the last, with the letters that occur below"
  )
  func lines() {
    #expect(
      Self.strip.lines(maximumWidth: 40) == [
        "step  0       1100",
        "0.0   xxaaaaaaaaaa",
        "0.1   xxxxxxxxxxxx",
        "a after, x mixed",
      ]
    )
  }

  @Test("Where there is no room for all times, evenly spread ones are drawn")
  func narrow() {
    let lines = Self.strip.lines(maximumWidth: 12)
    #expect(lines[1] == "0.0   xaaaaa")
    #expect(lines.dropFirst().allSatisfy { displayWidth(of: $0) <= 12 })
  }

  @Test("The picture has a letter for each head and time, and one for each state that occurs")
  func picture() {
    let markup = ParsedMarkup(Self.strip.svg().description)
    #expect(markup.isWellFormed)
    #expect(markup.names.count { $0 == "rect" } == 12 * 2 + 2 + 1)
    #expect(markup.text.contains("0.0, step 200: after"))
    #expect(!markup.text.contains("never"))
  }
}
