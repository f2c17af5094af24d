import Testing

@testable import Drawing

@Suite("Style")
struct StyleTests {
  @Test("Off, every attribute leaves text as it is", arguments: Style.Attribute.allCases)
  func plain(attribute: Style.Attribute) {
    #expect(Style.plain.apply(attribute, to: "loss") == "loss")
  }

  @Test(
    "On, every attribute changes how text looks and not how wide it is",
    arguments: Style.Attribute.allCases
  )
  func ansi(attribute: Style.Attribute) {
    let text = Style.ansi.apply(attribute, to: "loss")
    #expect(text.hasPrefix("\u{1B}["))
    #expect(text.hasSuffix("m"))
    #expect(text != Style.ansi.apply(attribute == .bold ? .dim : .bold, to: "loss"))
    #expect(displayWidth(of: text) == 4)
  }

  @Test("The sequences are those of ECMA-48")
  func sequences() {
    #expect(Style.ansi.bold("a") == "\u{1B}[1ma\u{1B}[22m")
    #expect(Style.ansi.dim("a") == "\u{1B}[2ma\u{1B}[22m")
    #expect(Style.ansi.underline("a") == "\u{1B}[4ma\u{1B}[24m")
    #expect(Style.ansi.red("a") == "\u{1B}[31ma\u{1B}[39m")
    #expect(Style.ansi.green("a") == "\u{1B}[32ma\u{1B}[39m")
    #expect(Style.ansi.yellow("a") == "\u{1B}[33ma\u{1B}[39m")
    #expect(Style.ansi.blue("a") == "\u{1B}[34ma\u{1B}[39m")
    #expect(Style.ansi.magenta("a") == "\u{1B}[35ma\u{1B}[39m")
    #expect(Style.ansi.cyan("a") == "\u{1B}[36ma\u{1B}[39m")
  }

  @Test("A colour goes on after another colour inside it has ended")
  func nesting() {
    let inner = Style.ansi.green("b")
    #expect(
      Style.ansi.red("a" + inner + "c")
        == "\u{1B}[31ma\u{1B}[32mb\u{1B}[39m\u{1B}[31mc\u{1B}[39m"
    )
  }

  @Test("Nothing is drawn for empty text")
  func empty() {
    #expect(Style.ansi.bold("") == "")
  }

  @Test("Text on a light background is black, on a dark one white")
  func background() {
    #expect(Style.ansi.onBackground(255, "a") == "\u{1B}[48;5;255;38;5;16ma\u{1B}[39;49m")
    #expect(Style.ansi.onBackground(18, "a") == "\u{1B}[48;5;18;38;5;231ma\u{1B}[39;49m")
    #expect(displayWidth(of: Style.ansi.onBackground(18, " 0.42 ")) == 6)
  }

  @Test("Off, or for empty text, there is no background")
  func noBackground() {
    #expect(Style.plain.onBackground(18, "a") == "a")
    #expect(Style.ansi.onBackground(18, "") == "")
  }
}
