import TestSupport
import Testing

/// The panel that writes token by token in a browser.
@Suite(
  "The page writes token by token",
  .enabled(if: BuiltPage.exists && Browser.isAvailable, "there is no page or no Chromium")
)
struct PageWritingTests {
  private func opened() throws -> ChromiumPage {
    let page = try BuiltPage.inChromium("steps=1000")
    try page.waitForStep(1000)
    try page.wait(at: "writing", until: "document.querySelectorAll('#writing-bars button').length === 27")
    return page
  }

  private func move(_ name: String, _ page: ChromiumPage, until condition: String) throws {
    try page.click("#writing [name=move][value=\(name)]")
    try page.wait(until: condition)
  }

  private static let path =
    "[...document.querySelectorAll('#writing-path li b')].map(item => item.textContent).join('')"

  @Test("Drawn, finished, taken back and begun again, a text repeats itself")
  func moves() throws {
    let page = try opened()
    try move("finish", page, until: "document.querySelectorAll('#writing-path li').length > 1")
    let text = try page.text(Self.path)
    let state = try page.shown("writingState")
    #expect(state.contains("ended") || state.contains("full"))
    #expect(try page.number("document.querySelectorAll('#writing-bars button').length") == 0)
    try move("draw", page, until: "document.querySelector('#writing .problem').textContent.includes('ended')")
    try move("back", page, until: "document.querySelectorAll('#writing-bars button').length === 27")
    try move("draw", page, until: "document.querySelectorAll('#writing-bars button').length === 0")
    #expect(try page.text(Self.path) == text)
    try move("over", page, until: "document.querySelectorAll('#writing-path li').length === 1")
    try move("draw", page, until: "document.querySelectorAll('#writing-path li').length === 2")
    #expect(try text.hasPrefix(page.text(Self.path)))
    #expect(page.complaints == [])
  }

  @Test(
    "A bar is a button: chosen with the keyboard, it is the way the text goes, and the focus stays among the bars"
  )
  func bars() throws {
    let page = try opened()
    _ = try page.value("document.querySelector('#writing-bars button[value=\"16\"]').focus()")
    try page.press("Enter", code: 13)
    try page.wait(until: "\(Self.path) === '<|>q'")
    #expect(try page.text("document.activeElement.name") == "token")
    try page.click("#writing-bars button[value=\"20\"]")
    try page.wait(until: "\(Self.path) === '<|>qu'")
    #expect(try page.text(of: "#writing-path").contains("yours"))
  }

  @Test("Temperature, top-k and top-p change the bars, and what is left out is seen")
  func settings() throws {
    let page = try opened()
    let first = "Number(document.querySelector('#writing-bars button').style.getPropertyValue('--v'))"
    let share = try page.number(first)
    try page.set("#writing [name=temperature]", to: "2")
    try page.wait(until: "\(first) < \(share)")
    #expect(try page.shown("topKWords") == "all")
    try page.set("#writing [name=top-k]", to: "4")
    try page.wait(until: "document.querySelectorAll('#writing-bars .left-out').length === 23")
    try page.set("#writing [name=top-p]", to: "0.05")
    try page.wait(until: "document.querySelectorAll('#writing-bars .left-out').length === 26")
    #expect(try page.text(of: "#writing-bars button span") == "100.0 %")
  }
}
