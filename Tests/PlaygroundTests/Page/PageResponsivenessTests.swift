import TestSupport
import Testing

/// What the page costs while it trains.
@Suite(
  "The page lets the training go on",
  .enabled(if: BuiltPage.exists && Browser.isAvailable, "there is no page or no Chromium")
)
struct PageResponsivenessTests {
  @Test("A tenth of 500,000 steps has taken all the memory that there will be")
  func memory() throws {
    let page = try BuiltPage.inChromium("steps=500000")
    func waitForStep(_ step: Int) throws {
      try page.wait(until: "Number(document.querySelector('[data-value=step]').textContent) >= \(step)")
    }
    let memory = "Number(document.body.dataset.memory)"
    try waitForStep(50_000)
    let early = try page.number(memory)
    #expect(early > 0)
    // A wait takes as long as it takes, and none of them too long.
    for step in stride(from: 100_000, through: 500_000, by: 50_000) { try waitForStep(step) }
    #expect(try page.number(memory) == early)
  }

  @Test("Panels that compute much take less of the worker's time than the training")
  func share() throws {
    let page = try BuiltPage.inChromium("steps=10000000&layers=4&embedding=40&heads=8&example=palindromes")
    try page.wait(at: "film", until: "document.querySelector('#film-maps svg') !== null")
    // The slow beginning leaves the worker time that nobody uses.
    try page.wait(until: "made.steps > 2000")
    _ = try page.value(
      """
      (() => {
        window.cost = window.answers = 0;
        window.trained = made.time;
        const real = ask;
        ask = async (...question) => {
          const answer = await real(...question);
          cost += answer.cost;
          answers += 1;
          return answer;
        };
      })()
      """
    )
    try page.wait(until: "answers >= 12")
    #expect(try page.isTrue("isPlaying && cost < made.time - trained"))
    // A second model that trains alone gets as much.
    try page.click("#play")
    try page.wait(until: "!isPlaying")
    _ = try page.value("(document.getElementById('future').scrollIntoView(), 0)")
    try page.click("#future-train")
    try page.wait(until: "document.querySelector('#future-trained svg') !== null")
    _ = try page.value(
      """
      (() => {
        window.panelCost = window.panelAnswers = window.secondCost = 0;
        const real = ask;
        ask = async (name, ...others) => {
          const answer = await real(name, ...others);
          if (name === "future-train") secondCost += answer.cost;
          else { panelCost += answer.cost; panelAnswers += 1 }
          return answer;
        };
      })()
      """
    )
    try page.wait(until: "panelAnswers >= 8")
    #expect(try page.isTrue("isCheating && !isPlaying && panelCost < secondCost"))
  }

  @Test("On paper there are no controls, no dark colours, and nothing is cut off")
  func paper() throws {
    let page = try BuiltPage.inChromium("steps=100", width: 720)
    try page.waitForStep(100)
    for id in ["attention", "scale"] {
      try page.wait(at: id, until: "document.querySelectorAll('#\(id) svg').length > 0")
    }
    let scheme = ["name": "prefers-color-scheme", "value": "dark"]
    _ = try page.call("Emulation.setEmulatedMedia", ["features": [scheme]])
    let paper = "getComputedStyle(document.documentElement).backgroundColor"
    #expect(try page.text(paper) != "rgb(255, 255, 255)")
    let buttons =
      "[...document.querySelectorAll('button:not(.bar), textarea, [type=range], [type=file]')].filter(control => control.checkVisibility()).length"
    #expect(try page.number(buttons) > 0)
    _ = try page.call("Emulation.setEmulatedMedia", ["media": "print", "features": [scheme]])
    #expect(try page.text(paper) == "rgb(255, 255, 255)")
    #expect(try page.number(buttons) == 0)
    let pictures =
      "[...document.querySelectorAll('svg')].filter(svg => svg.checkVisibility()).map(svg => svg.getBoundingClientRect())"
    #expect(try page.number("\(pictures).length") >= 6)
    #expect(try page.isTrue("\(pictures).every(box => box.left >= 0 && box.right <= innerWidth)"))
    #expect(try page.number("document.documentElement.scrollWidth") <= 720)
    // What was asked for stands beside the pictures.
    #expect(try page.isTrue("document.querySelector('#attention [name=text]').checkVisibility()"))
  }
}
