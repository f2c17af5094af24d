import Foundation
import TestSupport
import Testing

/// Parts switched off and the future uncovered, on the finished page.
@Suite(
  "The page intervenes",
  .enabled(if: BuiltPage.exists && Browser.isAvailable, "there is no page or no browser")
)
struct PageInterventionTests {
  private func opened(_ panel: String, _ settings: String) throws -> ChromiumPage {
    let page = try BuiltPage.inChromium(settings)
    try page.waitForStep(1000)
    try page.wait(at: panel, until: "document.querySelectorAll('#\(panel) table').length > 0")
    return page
  }

  private func lists(_ page: ChromiumPage) throws -> [String] {
    let lists = try page.value(
      "[...document.querySelectorAll('#without-samples ol')].map(list => list.textContent)"
    )
    return try #require(lists as? [String])
  }

  @Test(
    "A head is clicked off: loss, names and predictions change, and come back; the training is exact all the while"
  )
  func head() throws {
    let page = try opened("without", "steps=1000")
    let whole = try lists(page)
    #expect(whole.count == 2 && whole[0] == whole[1])
    let predictions = try page.text(of: "#without-predictions")
    try page.click("[name=head-0-2]")
    try page.wait(
      until: "document.querySelector('#without-effect').textContent.includes('with these parts off')"
    )
    let cells = try page.value(
      "[...document.querySelectorAll('#without-effect tbody')].map(body => [...body.querySelectorAll('tr')].map(row => [...row.children].map(cell => cell.textContent)))"
    )
    let tables = try #require(cells as? [[[String]]])
    // Off alone, a part does what the table of single parts says.
    let alone = try #require(tables[1].first { $0[0] == "head 0.2" })
    #expect(tables[0][0][0] == "head 0.2" && tables[0][0][2...] == alone[1...])
    let off = try lists(page)
    #expect(off[0] == whole[0] && off[1] != whole[1])
    #expect(try page.text(of: "#without-predictions") != predictions)
    try page.click("[name=feed-forward-0]")
    try page.wait(
      until: "document.querySelector('#without-effect').textContent.includes('head 0.2, feed-forward 0')"
    )
    try page.click("[name=head-0-2]")
    try page.click("[name=feed-forward-0]")
    try page.wait(
      until: "document.querySelector('#without-effect').textContent.includes('Nothing is switched off')"
    )
    #expect(try lists(page) == whole)
    let golden = try GoldenRun.recorded(0)
    for (own, expected) in zip(try page.losses(), golden.losses) {
      #expect((own - expected).magnitude < 1e-12)
    }
    #expect(page.complaints == [])
  }

  @Test("A head that is off stays off while training goes on, and the losses are the same")
  func live() throws {
    let page = try opened("without", "steps=1000")
    let losses = try page.losses()
    try page.click("[name=head-0-0]")
    try page.wait(
      until: "document.querySelector('#without-effect').textContent.includes('with these parts off')"
    )
    try page.click("#rewind")
    try page.waitForStep(0)
    try page.click("#play")
    try page.waitForStep(1000)
    #expect(try page.isTrue("document.querySelector('[name=head-0-0]').checked"))
    #expect(try page.losses() == losses)
  }

  @Test("Who pauses the second model and goes on at once trains it once")
  func pausedQuickly() throws {
    let page = try BuiltPage.inChromium("steps=100000")
    try page.wait(
      at: "future",
      until: "document.querySelector('[data-value=futureHiddenLoss]').textContent !== ''"
    )
    _ = try page.value(
      """
      (() => {
        window.under = window.most = window.answers = 0;
        const real = ask;
        ask = async (name, ...others) => {
          if (name !== 'future-train') return real(name, ...others);
          under += 1;
          if (answers > 4) most = Math.max(most, under);
          const answer = await real(name, ...others);
          under -= 1;
          answers += 1;
          return answer;
        };
        for (let click = 0; click < 5; click += 1) document.getElementById('future-train').click();
      })()
      """
    )
    try page.wait(until: "answers > 20")
    #expect(try page.number("most") == 1)
    #expect(try page.text(of: "#future-train") == "Pause")
    // A training that begins meanwhile has no second model.
    _ = try page.value(
      "(window.askedFor = answers, document.querySelector('#start [type=submit]').click(), 0)"
    )
    try page.wait(until: "beginnings === 0 && under === 0")
    #expect(try page.number("answers - askedFor") <= 1)
    #expect(try page.text(of: "#future-train") == "Train it with the future uncovered")
    #expect(try page.text("ask('future', { text: 'anna' }).then(answer => answer.values.futureSteps)") == "0")
  }

  @Test(
    "A model that sees the future cheats: its loss falls below the other's, and the first one's training is the same"
  )
  func future() throws {
    let page = try opened("future", "steps=1000")
    let losses = try page.losses()
    let hidden = try page.number(
      "Number(document.querySelector('[data-value=futureHiddenLoss]').textContent)"
    )
    try page.click("#future-train")
    try page.wait(until: "Number(document.querySelector('[data-value=futureSteps]').textContent) === 1000")
    try page.wait(until: "document.getElementById('future-train').getAttribute('aria-pressed') === 'false'")
    try page.wait(until: "document.querySelectorAll('#future-trained tbody tr').length > 5")
    let mean =
      "[...document.querySelectorAll('#future-trained tbody')[0].querySelectorAll('tr')].pop().lastChild.textContent"
    try page.wait(until: "Number(\(mean)) < \(hidden) / 2")
    #expect(try page.number("document.querySelectorAll('#future-trained ol li').length") == 10)
    #expect(try page.losses() == losses)
    try page.click("#rewind")
    try page.waitForStep(0)
    try page.wait(
      at: "future",
      until: "document.querySelector('[data-value=futureSteps]').textContent === '0'"
    )
    #expect(page.complaints == [])
  }
}
