import Foundation
import TestSupport
import Testing

/// The finished page in a browser: it trains, and what it trains is exact.
@Suite("The page trains", .enabled(if: BuiltPage.exists, "the page is not built"))
struct PageTrainingTests {
  private func expectGoldenRun(_ page: some DrivenPage) throws {
    let golden = try GoldenRun.recorded(0)
    try page.waitForStep(1000)
    let losses = try page.losses()
    #expect(losses.count == golden.losses.count)
    for (index, (own, expected)) in zip(losses, golden.losses).enumerated() {
      #expect((own - expected).magnitude < 1e-12, "step \(index + 1): \(own), not \(expected)")
    }
    #expect(try page.shown("smoothedLoss") == "2.5240")
    let samples = try page.value(
      "[...document.querySelectorAll('#samples li')].map(item => item.textContent)"
    )
    #expect(samples as? [String] == golden.samples)
  }

  @Test("A thousand steps give microgpt.py's losses and names in Chromium", .enabled(if: Browser.isAvailable))
  func goldenInChromium() throws {
    let page = try BuiltPage.inChromium("steps=1000")
    try expectGoldenRun(page)
    #expect(page.complaints == [])
  }

  @Test(
    "A thousand steps give microgpt.py's losses and names in Firefox",
    .enabled(if: FirefoxPage.isAvailable)
  )
  func goldenInFirefox() throws { try expectGoldenRun(FirefoxPage(BuiltPage.url("steps=1000"))) }

  @Test(
    "Opened, it trains by itself; it pauses, makes one step, and goes back to the same start",
    .enabled(if: Browser.isAvailable)
  )
  func controls() throws {
    let page = try BuiltPage.inChromium("steps=1000000")
    try page.wait(until: "Number(document.querySelector('[data-value=step]').textContent) > 1000")
    try page.click("#play")
    try page.wait(
      until:
        "document.getElementById('play').textContent === 'Train' && document.getElementById('state').textContent === 'paused'"
    )
    let first = try page.losses().prefix(100)
    try page.click("#rewind")
    try page.waitForStep(0)
    try page.wait(until: "document.getElementById('speed').textContent === ''")
    #expect(try page.text(of: "#state") == "paused")
    try page.click("#step")
    try page.waitForStep(1)
    #expect(try page.losses() == Array(first.prefix(1)))
    try page.click("#play")
    try page.wait(until: "Number(document.querySelector('[data-value=step]').textContent) > 1000")
    #expect(try page.losses().first == first.first)
  }

  @Test(
    "A training begins slowly enough to be watched, and begins so again",
    .enabled(if: Browser.isAvailable)
  )
  func slowBeginning() throws {
    let page = try BuiltPage.inChromium("steps=100000")
    for _ in 0..<2 {
      let wait = """
        new Promise(resolve => {
          const begin = performance.now();
          const look = async () => {
            const { values } = await ask("progress");
            if (Number(values.step) >= 200) resolve(performance.now() - begin); else setTimeout(look);
          };
          look();
        })
        """
      // 32 slices of 16 ms for the first steps alone; the page may have been at some of them before it was asked.
      #expect(try page.number(wait) > 300)
      try page.click("#rewind")
      try page.wait(until: "document.querySelector('[data-value=step]').textContent === '0'")
      try page.click("#play")
    }
  }

  @Test(
    "A text of one's own is trained on, and what is wrong with it is said",
    .enabled(if: Browser.isAvailable)
  )
  func ownText() throws { try expectOwnText(BuiltPage.inChromium("steps=50")) }

  @Test(
    "A text of one's own is trained on in Firefox, and what is wrong with it is said",
    .enabled(if: FirefoxPage.isAvailable)
  )
  func ownTextInFirefox() throws { try expectOwnText(FirefoxPage(BuiltPage.url("steps=50"))) }

  private func expectOwnText(_ page: some DrivenPage) throws {
    try page.waitForStep(50)
    try page.set("#text", to: "<b>x\nyy\nzzz\n")
    try page.set("#start [name=steps]", to: "20")
    try page.click("#start [type=submit]")
    try page.waitForStep(20)
    #expect(try page.shown("vocabulary") == "7")
    #expect(try page.number("document.querySelectorAll('#samples b').length") == 0)
    try page.set("#text", to: "  \n")
    try page.click("#start [type=submit]")
    try page.wait(until: "document.querySelector('#settings .problem').textContent.includes('white space')")
    // What trained before is still there.
    #expect(try page.shown("step") == "20")
  }

  @Test("It asks for nothing from outside, and says so to the browser", .enabled(if: BuiltPage.exists))
  func policy() throws {
    let text = try String(contentsOf: BuiltPage.url(), encoding: .utf8)
    #expect(text.contains("default-src 'none'"))
    #expect(!text.contains("http://") && !text.contains("https://"))
    #expect(text.utf8.count < 1_200_000)
  }
}
