import TestSupport
import Testing

/// The panel of the scale in a browser.
@Suite(
  "The page's scale",
  .enabled(if: BuiltPage.exists && Browser.isAvailable, "there is no page or no Chromium")
)
struct PageScaleTests {
  private func opened() throws -> ChromiumPage {
    let page = try BuiltPage.inChromium("steps=1000")
    try page.waitForStep(1000)
    try page.wait(at: "scale", until: "document.querySelector('#scale-chart svg') !== null")
    return page
  }

  private func waitForScale(_ words: String, _ page: ChromiumPage) throws {
    try page.wait(until: "document.querySelector('[data-value=scaleWords]').textContent.includes('\(words)')")
  }

  @Test(
    "The slider moves loss, patterns and names; reset brings them back, and the training keeps its losses"
  )
  func slider() throws {
    let page = try opened()
    let losses = try page.losses()
    let loss = try page.shown("scaleLoss")
    let patterns = "[...document.querySelectorAll('#attention-maps svg')].map(map => map.outerHTML).join('')"
    _ = try page.value("document.getElementById('attention').scrollIntoView()")
    // The last picture of the training has come.
    try page.wait(
      until: "\(patterns) !== '' && !panelNamed('attention').isStale && !panelNamed('attention').isAsked"
    )
    _ = try page.value("window.before = \(patterns)")
    #expect(try page.shown("scaleTrainedLoss") == loss)

    try page.set("#scale-multiple", to: "3")
    try waitForScale("3.000 × 1/√d", page)
    try page.wait(until: "\(patterns) !== window.before")
    try page.wait(until: "document.querySelector('[data-value=scaleTrainedLoss]').textContent === '\(loss)'")
    #expect(try page.shown("scaleLoss") != loss)
    #expect(try page.shown("scaleNote").contains("steps are made with s = 0.5000"))
    #expect(try page.text(of: "#scale-samples") != page.text(of: "#scale-trained-samples"))
    #expect(
      try page.text("document.getElementById('scale-multiple').getAttribute('aria-valuetext')").contains(
        "3.000"
      )
    )
    #expect(try page.losses() == losses)

    try page.click("#scale-root")
    try waitForScale("1.000 × 1/√d", page)
    #expect(try page.shown("scaleLoss") == loss)
    try page.wait(until: "document.querySelector('[data-value=scaleNote]').textContent === ''")
    try page.wait(at: "attention", until: "\(patterns) === window.before")
    #expect(page.complaints == [])
  }

  @Test("With the keyboard the slider goes a step, and a new training begins with its own scale")
  func keyboard() throws {
    let page = try opened()
    _ = try page.value("document.getElementById('scale-multiple').focus()")
    try page.press("ArrowRight", code: 39)
    try waitForScale("1.050 × 1/√d", page)
    try page.click("#scale [name=train-on]")
    try page.wait(until: "document.querySelector('#scale [data-value=scaleNote]').textContent === ''")
    try page.set("#start [name=steps]", to: "30")
    try page.set("#start [name=scale]", to: "none")
    try page.click("#start [type=submit]")
    // Only what is seen is drawn.
    _ = try page.value("document.getElementById('training').scrollIntoView()")
    try page.waitForStep(30)
    _ = try page.value("document.getElementById('scale').scrollIntoView()")
    try waitForScale("s = 1.000 = 2.000 × 1/√d", page)
    #expect(try page.text("document.getElementById('scale-multiple').value") == "2")
    #expect(try page.isTrue("!document.querySelector('#scale [name=train-on]').checked"))
  }
}
