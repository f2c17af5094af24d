import Foundation
import TestSupport
import Testing

/// Two models side by side, and the film, in the finished page.
@Suite(
  "The page compares two models and shows the film",
  .enabled(if: BuiltPage.exists && Browser.isAvailable, "there is no page or no browser")
)
struct PageComparisonTests {
  private func scroll(to id: String, on page: ChromiumPage) throws {
    _ = try page.value("(document.getElementById('\(id)').scrollIntoView(), 0)")
  }

  @Test("A second model catches up, both are drawn and written, and the first stays exact")
  func compare() throws {
    let page = try BuiltPage.inChromium("steps=1000")
    try page.waitForStep(1000)
    try scroll(to: "compare", on: page)
    #expect(try page.isTrue("document.getElementById('compare-end').hidden"))
    try page.set("#compare-setting", to: "learning-rate")
    #expect(try page.text("document.getElementById('compare-value').value") == "0.001")
    try page.set("#compare-setting", to: "scale")
    #expect(try page.text("document.getElementById('compare-value').value") == "none")
    try page.click("#compare-begin")
    let cell = "document.querySelector('#compare-table tbody tr:nth-child(2) td:nth-child(2)')?.textContent"
    try page.wait(until: "\(cell) === '1,000'")
    try page.waitForStep(1000)
    // microgpt.py's losses, and those of a page of its own.
    let golden = try GoldenRun.recorded(0)
    for (own, expected) in zip(try page.losses(), golden.losses) {
      #expect((own - expected).magnitude < 1e-12)
    }
    let alone = try BuiltPage.inChromium("steps=1000&scale=none")
    try alone.waitForStep(1000)
    let loss = "document.querySelector('#compare-table tbody tr:nth-child(2) td:nth-child(3)').textContent"
    try page.wait(until: "\(loss) === '\(try alone.shown("smoothedLoss"))'")
    let first = "document.querySelector('#compare-table tbody tr:nth-child(1) td:nth-child(3)').textContent"
    #expect(try page.text(first) == page.shown("smoothedLoss"))
    #expect(try page.number("document.querySelectorAll('#compare-chart svg').length") == 1)
    #expect(try page.number("document.querySelectorAll('#compare-maps svg').length") == 8)
    #expect(try page.number("document.querySelectorAll('#compare-samples li').length") == 20)
    let names = try page.value(
      "[...document.querySelectorAll('#compare-samples > div:nth-child(2) li')].map(item => item.textContent)"
    )
    let others = try alone.value(
      "[...document.querySelectorAll('#samples li')].slice(0, 10).map(item => item.textContent)"
    )
    #expect(names as? [String] == others as? [String])

    try page.set("#compare-value", to: "sqrt")
    try page.click("#compare-begin")
    try page.wait(until: "document.querySelector('#compare-act .problem').textContent.includes('already')")
    // An answer that still goes on filling the panel is older than the end, and does not come back.
    _ = try page.value(
      """
      (() => {
        const panel = panelNamed("compare");
        const markup = Object.fromEntries(["chart", "table", "samples", "maps"].map(name => ["compare-" + name, "<svg></svg>"]));
        panel.isShown = new Promise(resolve => setTimeout(resolve, 500));
        window.older = showIn(panel, { markup, values: { isComparing: "true" } });
        document.getElementById("compare-end").click();
      })()
      """
    )
    _ = try page.value("ask('progress').then(() => older)")
    try page.wait(
      until: "document.getElementById('compare-end').hidden && !document.querySelector('#compare svg')"
    )
    #expect(try page.text(of: "#compare-act .problem") == "")
    #expect(page.complaints == [])
  }

  @Test("A comparison that can't go on with a new training says why, and goes on saying it")
  func ended() throws {
    let page = try BuiltPage.inChromium("steps=100")
    try page.waitForStep(100)
    try scroll(to: "compare", on: page)
    try page.click("#compare-begin")
    try page.wait(until: "!document.getElementById('compare-end').hidden")
    try page.set("#start [name=scale]", to: "none")
    try page.startAnew()
    try scroll(to: "compare", on: page)
    let note = "document.querySelector('[data-value=compareEnd]').textContent"
    try page.wait(until: "\(note).includes('the first model has none already')")
    #expect(try page.isTrue("document.getElementById('compare-end').hidden"))
    try page.waitForStep(100)
    try scroll(to: "compare", on: page)
    try page.set("#compare [name=text]", to: "anna")
    _ = try page.value("ask('compare')")
    #expect(try page.text(note).contains("already"))
    try page.set("#compare-value", to: "sqrt")
    try page.click("#compare-begin")
    try page.wait(until: "\(note) === '' && !document.getElementById('compare-end').hidden")
    #expect(page.complaints == [])
  }

  @Test("The slider stays where it was put, whichever answers are on their way")
  func slider() throws {
    let page = try BuiltPage.inChromium("steps=1000")
    try page.waitForStep(1000)
    try scroll(to: "film", on: page)
    try page.wait(until: "document.querySelector('[data-value=filmStep]').textContent === '1000'")
    _ = try page.value(
      """
      (() => {
        const slider = document.getElementById('film-slider');
        window.places = [];
        const real = answered.film;
        answered.film = answer => { real(answer); places.push(slider.value) };
        for (const place of ['5', '9']) {
          slider.value = place;
          slider.dispatchEvent(new Event('input', { bubbles: true }));
        }
      })()
      """
    )
    try page.wait(until: "document.querySelector('[data-value=filmStep]').textContent === filmSteps[9]")
    let places = try page.value("places") as? [String]
    #expect(places == ["9", "9"])
  }

  @Test("A film of one picture does not play")
  func onePicture() throws {
    let page = try BuiltPage.inChromium("steps=50")
    try page.waitForStep(50)
    try page.click("#rewind")
    try page.waitForStep(0)
    try scroll(to: "film", on: page)
    try page.wait(until: "document.querySelector('[data-value=filmStep]').textContent === '0'")
    try page.click("#film-play")
    #expect(try page.isTrue("filmTimer === 0 && document.getElementById('film-play').textContent === 'Play'"))
  }

  @Test("The slider shows snapshots, plays them, and leaves the training as it is")
  func film() throws {
    let page = try BuiltPage.inChromium("steps=1000")
    try page.waitForStep(1000)
    let losses = try page.losses()
    try scroll(to: "film", on: page)
    try page.wait(until: "document.querySelectorAll('#film-maps svg').length === 4")
    try page.wait(until: "document.querySelector('[data-value=filmStep]').textContent === '1000'")
    let last = try page.number("Number(document.getElementById('film-slider').max)")
    #expect(last >= 20 && last <= 40)
    let newest = try page.text("document.getElementById('film-maps').innerHTML")
    try page.set("#film-slider", to: "0")
    try page.wait(until: "document.querySelector('[data-value=filmStep]').textContent === '0'")
    #expect(try page.text("document.getElementById('film-maps').innerHTML") != newest)
    #expect(
      try page.text("document.getElementById('film-slider').getAttribute('aria-valuetext')") == "step 0"
    )
    // Before the first step, the loss is nearly that of an even guess among 27 tokens.
    let loss = try page.number("Number(document.querySelector('[data-value=filmLoss]').textContent)")
    #expect((loss - 3.296).magnitude < 0.2)
    _ = try page.value("(document.getElementById('film-slider').focus(), 0)")
    try page.press("ArrowRight", code: 39)
    try page.wait(until: "document.querySelector('[data-value=filmStep]').textContent === '32'")
    try page.click("#film-play")
    #expect(try page.text(of: "#film-play") == "Pause")
    try page.wait(
      until:
        "document.querySelector('[data-value=filmStep]').textContent === '1000' && document.getElementById('film-play').textContent === 'Play'"
    )
    try page.click("#film [name=strips]")
    try page.wait(until: "document.querySelectorAll('#film-strips svg').length === 2")
    #expect(try page.losses() == losses)
    #expect(try page.shown("step") == "1000")
    #expect(page.complaints == [])
  }

  @Test("Who wants less motion goes through the film picture by picture")
  func reducedMotion() throws {
    let page = try BuiltPage.inChromium("steps=100")
    try page.waitForStep(100)
    let feature = ["name": "prefers-reduced-motion", "value": "reduce"]
    _ = try page.call("Emulation.setEmulatedMedia", ["features": [feature]])
    try scroll(to: "film", on: page)
    try page.wait(until: "document.querySelector('[data-value=filmStep]').textContent === '100'")
    try page.wait(until: "document.getElementById('film-play').textContent === 'Next picture'")
    for step in ["0", "4"] {
      try page.click("#film-play")
      try page.wait(until: "document.querySelector('[data-value=filmStep]').textContent === '\(step)'")
    }
    #expect(try page.text(of: "#film-play") == "Next picture")
  }
}
