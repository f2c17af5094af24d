import Drawing
import Lessons
import Testing

@Suite("What lessons are made of")
struct ContentTests {
  @Test("Marks in literal parts give words a look; what is put in keeps its marks")
  func prose() {
    let stranger = "a*b`c\u{1B}"
    let prose: Prose = "The *scale* is `s = \(stranger)`, \(2)"
    #expect(prose.spans.map(\.text) == ["The ", "scale", " is ", "s = a*b`c\\u{1b}", ", 2"])
    #expect(prose.spans.map(\.look) == [.plain, .emphasis, .plain, .code, .plain])
  }

  @Test("A choice is judged by its letter, in either case, with or without a bracket")
  func choices() {
    let question = Question("?", ["one", "two", "three"], right: 1, reason: "so")
    #expect(["b", " B", "b)"].map(question.verdict) == [.right, .right, .right])
    #expect(question.verdict(on: "a") == .wrong)
    #expect(
      ["d", "", "two", "2"].map(question.verdict) == [.unreadable, .unreadable, .unreadable, .unreadable]
    )
  }

  @Test("A number is judged by its distance, with a point or a comma, with or without a sign of per cent")
  func numbers() {
    let question = Question("?", number: -0.5, tolerance: 0.01, reason: "so")
    #expect(["-0.5", "-0,505", "−0.495", "-0.5 %"].map(question.verdict).allSatisfy { $0 == .right })
    #expect(question.verdict(on: "0.5") == .wrong)
    #expect(["half", "nan", "inf", ""].map(question.verdict).allSatisfy { $0 == .unreadable })
  }

  @Test("The answer has as many decimals as its tolerance leaves certain")
  func decimals() {
    func answer(_ number: Double, _ tolerance: Double) -> String {
      Question("?", number: number, tolerance: tolerance, reason: "so").shortAnswer.text
    }
    #expect(answer(0.026966, 0.00051) == "0.027" && answer(0.731059, 0.0051) == "0.73")
    #expect(answer(7.3106, 0.051) == "7.3" && answer(7, 0.005) == "7" && answer(-3, 0) == "-3")
  }

  @Test("Lines of text keep to the width", arguments: [24, 40, 80, 200])
  func width(columns: Int) throws {
    let layout = TextLayout(width: columns)
    for (lesson, content) in try ReadCourse.contents() {
      for block in content.blocks {
        for line in block.lines(in: layout) {
          // A word that is too long for a line stands alone on it.
          let isWord = !line.drop { $0 == " " }.contains(" ")
          #expect(displayWidth(of: line) <= columns || isWord, "\(lesson.name): \(line)")
        }
      }
    }
  }

  @Test("At 80 columns no formula and no computation is broken")
  func unbroken() throws {
    for (lesson, content) in try ReadCourse.contents() {
      for block in content.blocks {
        switch block {
        case .formula(let lines), .worked(let lines), .code(let lines, _):
          for line in lines { #expect(displayWidth(of: line) <= 78, "\(lesson.name): \(line)") }
        default: break
        }
      }
    }
  }

  @Test("A command of several lines is one to a shell", arguments: [60, 80])
  func commands(columns: Int) throws {
    var brokenCount = 0
    for (lesson, content) in try ReadCourse.contents() {
      for case .exercise(_, let commands) in content.blocks {
        for command in commands {
          let lines = Block.exercise("", commands: [command]).lines(in: TextLayout(width: columns))
            .dropFirst()
          if lines.count > 1 { brokenCount += 1 }
          let joined = lines.joined(separator: "\n").replacing("\\\n", with: " ")
          #expect(!joined.contains("\n"), "\(lesson.name): \(joined)")
          #expect(joined.split(separator: " ").joined(separator: " ") == command)
        }
      }
    }
    #expect(brokenCount > 0)
  }

  @Test("Without styles, no line of a lesson has an escape; with them, the same words")
  func styles() throws {
    let plain = TextLayout(width: 80)
    let styled = TextLayout(width: 80, style: .ansi)
    for block in try Lesson.basics.content(on: Workbench()).blocks {
      // A heat map has colours in place of shades.
      if case .heatMap = block { continue }
      let lines = block.lines(in: plain)
      #expect(!lines.joined().contains("\u{1B}"))
      #expect(block.lines(in: styled).map { $0.replacing(/\u{1B}\[[0-9;]*m/, with: "") } == lines)
    }
  }

  @Test("In a text a chart stands above its numbers, and its letters are named", arguments: [40, 80])
  func chart(columns: Int) throws {
    let numbers = (0...8).map { (x: Double($0), y: Double($0 * $0)) }
    let chart = LineChart(
      title: "two curves",
      xLabel: "x",
      yLabel: "y",
      series: [
        .init("squares", numbers, colour: 0), .init("lines", numbers.map { ($0.x, $0.x) }, colour: 1),
      ]
    )
    let table = Table(columns: [.init("x"), .init("square")], rows: [["8", "64"]])
    let block = Block.chart(chart, table, caption: "Some of the numbers")
    let lines = block.lines(in: TextLayout(width: columns, glyphs: .ascii))
    #expect(lines.first == "two curves" && lines.last == "Some of the numbers")
    #expect(lines.joined().filter { !$0.isASCII } == "")
    let axis = try #require(lines.firstIndex { $0.contains("+---") })
    let letters = try #require(lines.firstIndex(of: "A squares, B lines; + several"))
    let row = try #require(lines.firstIndex { $0.hasPrefix("8") && $0.hasSuffix("64") })
    #expect(axis < letters && letters < row)
    // The squares end above the lines.
    let squares = try #require(lines[..<axis].firstIndex { $0.hasSuffix("A") })
    let straight = try #require(lines[..<axis].firstIndex { $0.hasSuffix("B") })
    #expect(squares < straight)
  }
}
