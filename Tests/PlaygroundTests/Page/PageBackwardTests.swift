import TestSupport
import Testing

/// The panel that walks backward in a browser.
@Suite(
  "The page walks backward",
  .enabled(if: BuiltPage.exists && Browser.isAvailable, "there is no page or no Chromium")
)
struct PageBackwardTests {
  private func waitForPlace(_ place: String, _ page: ChromiumPage) throws {
    try page.wait(
      until: "document.querySelector('[data-value=backwardPlace]').textContent.startsWith('\(place)')"
    )
  }

  @Test("Buttons and arrow keys go forward and back, and keys only while the panel has the focus")
  func walk() throws {
    let page = try BuiltPage.inChromium("steps=300")
    try page.waitForStep(300)
    _ = try page.value("document.getElementById('backward').scrollIntoView()")
    try waitForPlace("Step 1 of ", page)
    #expect(try page.number("document.querySelectorAll('#backward-step svg').length") == 1)
    try page.click("#backward [value=forward]")
    try waitForPlace("Step 2 of ", page)
    _ = try page.value("document.querySelector('#backward .stage').focus()")
    try page.press("ArrowRight", code: 39)
    try waitForPlace("Step 3 of ", page)
    try page.press("ArrowLeft", code: 37)
    try waitForPlace("Step 2 of ", page)
    try page.press("End", code: 35)
    try page.wait(until: "document.getElementById('backward-end').textContent.includes('Where the way ends')")
    try page.press("Home", code: 36)
    try waitForPlace("Step 1 of ", page)

    // A key that is typed into a control, or pressed elsewhere, is not the panel's.
    for other in ["#backward [name=head]", "#play"] {
      _ = try page.value("document.querySelector('\(other)').focus()")
      try page.press("ArrowRight", code: 39)
      _ = try page.value("ask('progress')")
      try waitForPlace("Step 1 of ", page)
    }
    try page.set("#backward [name=head]", to: "7")
    try page.wait(until: "document.querySelector('#backward .problem').textContent.includes('head')")
    try page.set("#backward [name=head]", to: "2")
    try page.wait(
      until: "document.querySelector('[data-value=backwardTarget]').textContent.includes('head 2')"
    )
    #expect(page.complaints == [])
  }

  @Test("While the model trains, the step stays where the reader stands")
  func whileTraining() throws {
    let page = try BuiltPage.inChromium("steps=10000000")
    try page.wait(at: "backward", until: "document.getElementById('backward-step').textContent !== ''")
    try waitForPlace("Step 1 of ", page)
    // What has come above since then has not pushed it out of sight.
    #expect(try page.isTrue("panelNamed('backward').isSeen"))
    try page.click("#backward [value=forward]")
    try waitForPlace("Step 2 of ", page)
    let arrival = try page.text(of: "#backward-step p")
    try page.wait(
      at: "backward",
      until: "document.querySelector('#backward-step p').textContent !== \(page.quoted(arrival))"
    )
    try waitForPlace("Step 2 of ", page)
  }
}
