import Foundation
import TestSupport
import Testing

/// The tour on the finished page, taken as a reader takes it.
@Suite(
  "The page leads through its panels",
  .enabled(if: BuiltPage.exists && Browser.isAvailable, "there is no page or no browser")
)
struct PageTourTests {
  private func ticked(_ name: String) -> String {
    "document.getElementById('tour-tick-\(name)')?.firstChild != null"
  }

  private func opened(_ settings: String = "steps=3000", width: Int = 1280) throws -> ChromiumPage {
    let page = try BuiltPage.inChromium(settings, width: width)
    try page.waitForStep(3000)
    #expect(try page.isTrue("document.getElementById('tour-body').hidden"))
    try page.click("#tour-open")
    try page.wait(until: "document.querySelectorAll('#tour-steps details').length === 12")
    #expect(try page.text("document.getElementById('tour-open').getAttribute('aria-expanded')") == "true")
    return page
  }

  /// Predicts, goes to the panel, does what the step asks for, and sees that it is ticked off then and not before.
  private func take(
    _ step: String,
    _ page: ChromiumPage,
    at panel: String,
    answer: String? = nil,
    _ act: () throws -> Void
  ) throws {
    let item = "[data-step=\(step)]"
    if try !page.isTrue("document.querySelector('\(item)').open") { try page.click("\(item) summary") }
    if let answer {
      try page.set("\(item) [name=answer]", to: answer)
    } else {
      try page.click("\(item) [name=answer]")
    }
    try page.click("\(item) [type=submit]")
    let verdict = "document.getElementById('tour-verdict-\(step)')"
    try page.wait(until: "\(verdict).querySelector('p') !== null && document.activeElement === \(verdict)")
    if answer != nil { #expect(try page.text("\(verdict).textContent").hasPrefix("Right: ")) }
    let go = "\(item) [data-tour=go]"
    let control = try page.text("document.querySelector('\(go)').dataset.control")
    // What the panel draws is there once it has been seen.
    try page.wait(at: panel, until: "document.querySelector('#\(panel) \(control)') !== null")
    try page.click(go)
    #expect(try page.isTrue("document.activeElement.matches('#\(panel) \(control)')"), "\(step)")
    // The foot of the window says what to do there.
    try page.wait(until: "!document.getElementById('tour-foot').hidden")
    #expect(try !page.isTrue(ticked("step-\(step)")), "\(step)")
    try act()
    try page.wait(until: ticked("step-\(step)"))
    #expect(try page.text(of: "#tour-deed").contains("done"), "\(step)")
  }

  private func middle(of cell: String, _ page: ChromiumPage) throws -> [Double] {
    let place = try page.value(
      "(() => { const box = document.querySelector(\"\(cell)\").getBoundingClientRect(); return [box.x + box.width / 2, box.y + box.height / 2] })()"
    )
    return try #require(place as? [Double])
  }

  private func mouse(_ type: String, at place: [Double], _ page: ChromiumPage) throws {
    _ = try page.call(
      "Input.dispatchMouseEvent",
      [
        "type": type, "x": place[0], "y": place[1], "button": type == "mouseMoved" ? "none" : "left",
        "clickCount": type == "mouseMoved" ? 0 : 1,
      ]
    )
  }

  @Test("Each of the twelve steps is ticked off when it has really been done")
  func allSteps() throws {
    let page = try opened()
    try take("watch", page, at: "training", answer: "3.3") {
      try page.press("Enter", code: 13)
      try page.wait(until: ticked("rewind"))
      #expect(try !page.isTrue(ticked("step-watch")))
      try page.click("#play")
    }
    #expect(
      try page.text("document.querySelector('#tour [role=status]').textContent").contains("1 of 12 done")
    )
    try take("pattern", page, at: "attention") { try page.set("#attention [name=cells]", to: "scores") }
    try take("cell", page, at: "attention") {
      let cell = "[data-cells='0.1'] [data-row='3'][data-column='2']"
      try page.wait(until: "document.querySelector(\"\(cell)\") !== null")
      _ = try page.value("(document.querySelector(\"\(cell)\").scrollIntoView({ block: 'center' }), 0)")
      try mouse("mouseMoved", at: middle(of: cell, page), page)
      try page.wait(
        until: "document.querySelector('#attention-cell p')?.textContent.includes('head 1, row 3')"
      )
      // What the pointer passes over is not chosen.
      #expect(try !page.isTrue(ticked("cell")))
      let place = try middle(of: cell, page)
      try mouse("mousePressed", at: place, page)
      try mouse("mouseReleased", at: place, page)
    }
    try take("text", page, at: "settings") {
      try page.set("#example", to: "echoes")
      #expect(try !page.isTrue(ticked("text")))
      try page.click("#start [type=submit]")
    }
    try page.waitForStep(3000)
    try take("scale", page, at: "scale") {
      try page.press("End", code: 35)
      try page.wait(until: ticked("sharpen"))
      try page.click("#scale-root")
      try page.wait(
        until: "document.querySelector('[data-value=scaleWords]').textContent.includes('= 1.000 × 1/√d')"
      )
      let gradient = try page.number(
        "Number(document.querySelector('[data-value=scaleGradient]').textContent)"
      )
      _ = try page.value("(document.getElementById('scale-multiple').focus(), 0)")
      try page.press(gradient < 0 ? "ArrowRight" : "ArrowLeft", code: gradient < 0 ? 39 : 37)
    }
    try take("without", page, at: "without") {
      try page.wait(until: "document.querySelector('[name=head-0-2]') !== null")
      try page.click("[name=head-0-2]")
    }
    try take("weight", page, at: "attention", answer: "-0.3") {
      _ = try page.call("Input.insertText", ["text": "0.5"])
    }
    try take("future", page, at: "future") { try page.press("Enter", code: 13) }
    try page.click("#future-train")
    try take("temperature", page, at: "writing") {
      for (temperature, deed) in [("0.1", "cold"), ("2", "hot")] {
        try page.set("#writing [name=temperature]", to: temperature)
        try page.click("#writing [value=draw]")
        try page.wait(until: ticked(deed))
      }
    }
    try take("backward", page, at: "backward", answer: "−0,5") { try page.press("End", code: 35) }
    try take("compare", page, at: "compare") { try page.press("Enter", code: 13) }
    try take("film", page, at: "film") {
      try page.wait(until: "Number(document.getElementById('film-slider').max) > 0")
      try page.press("Home", code: 36)
      try page.wait(until: ticked("film"))
      try page.click("#save-checkpoint")
    }
    #expect(try page.shown("tourCount") == "12 of 12 done")
    #expect(page.complaints == [])
  }

  @Test("On a phone it is no wider than the window, and leads there and back; it closes again")
  func phone() throws {
    let page = try opened(width: 390)
    #expect(try page.number("document.documentElement.scrollWidth") <= 390)
    try page.click("[data-step=watch] [data-tour=next]")
    #expect(try page.isTrue("document.activeElement.closest('details').dataset.step === 'pattern'"))
    try page.click("[data-step=pattern] [data-tour=skip]")
    #expect(try page.text("document.activeElement.dataset.tour") == "go")
    try page.press("Enter", code: 13)
    #expect(try page.text("document.activeElement.name") == "cells")
    try page.wait(until: "!document.getElementById('tour-foot').hidden")
    #expect(try page.number("document.documentElement.scrollWidth") <= 390)
    #expect(try page.text(of: "#tour-step") == "Read a pattern")
    try page.click("#tour-back")
    #expect(try page.isTrue("document.activeElement.closest('details').dataset.step === 'pattern'"))
    try page.wait(until: "document.getElementById('tour-foot').hidden")
    try page.click("#tour-open")
    #expect(try page.isTrue("document.getElementById('tour-body').hidden"))
    // What is done while the tour is folded up is ticked off, before its step is opened too.
    try page.set("#attention [name=cells]", to: "scores")
    try page.wait(at: "attention", until: ticked("scores"))
    try page.click("[data-step=watch] summary")
    try page.click("#save-checkpoint")
    try page.wait(until: "tourDone === 'scores save'")
    try page.wait(at: "film", until: "Number(document.getElementById('film-slider').max) > 0")
    try page.set("#film-slider", to: "0")
    try page.wait(until: ticked("step-film"))
    #expect(try !page.isTrue("document.querySelector('[data-step=film]').open"))
    #expect(page.complaints == [])
  }

  @Test("What an answer says of the tour is shown there, and nothing else of it is")
  func answers() throws {
    let page = try opened()
    let left = try page.text(
      """
      (() => {
        const answer = { markup: { 'tour-tick-rewind': '<b>x</b>', 'loss-chart': 'y' }, values: { failure: 'z', tourDone: 'rewind', tourCount: '5', step: '7' } };
        heardOfTour(answer);
        return JSON.stringify([answer.markup, answer.values]);
      })()
      """
    )
    #expect(left == #"[{"loss-chart":"y"},{"failure":"z","step":"7"}]"#)
    #expect(try page.text(of: "#tour .problem") == "" && page.shown("tourCount") == "5")
    #expect(try page.shown("step") == "3000" && page.text(of: "#loss-chart") != "y")
  }

  @Test(
    "When the engine has to be started again, what was done and said stays, and a folded tour goes on"
  )
  func restart() throws {
    let page = try opened()
    try page.set("[data-step=watch] [name=answer]", to: "3.3")
    try page.click("[data-step=watch] [type=submit]")
    let verdict = "document.getElementById('tour-verdict-watch').textContent"
    try page.wait(until: "\(verdict).startsWith('Right: ')")
    try page.click("#rewind")
    try page.wait(until: ticked("rewind"))
    try page.click("#tour-open")
    _ = try page.value("(restart('a trap'), 0)")
    try page.waitForStep(3000)
    try page.wait(until: ticked("step-watch"))
    #expect(try page.shown("tourCount") == "1 of 12 done")
    #expect(try page.text(verdict).hasPrefix("Right: "))
    try page.click("#save-checkpoint")
    try page.wait(until: "tourDone === 'rewind steps save'")
    #expect(page.complaints == [])
  }
}
