import TestSupport
import Testing

/// Attention on the finished page, with pointer and keyboard.
@Suite(
  "The page shows attention",
  .enabled(if: BuiltPage.exists && Browser.isAvailable, "there is no page or no browser")
)
struct PageAttentionTests {
  private static let pressed = "[data-cells] [aria-pressed=true]"

  private func opened(_ settings: String = "steps=300", width: Int = 1280) throws -> ChromiumPage {
    let page = try BuiltPage.inChromium(settings, width: width)
    try page.waitForStep(300)
    try page.wait(at: "attention", until: "document.querySelectorAll('#attention-maps svg').length > 0")
    return page
  }

  /// The focus goes to the cell of key 2, which is chosen by that.
  private func goTo(head: Int, row: Int, _ page: some DrivenPage) throws {
    let cell = "[data-cells='0.\(head)'] [data-row='\(row)'][data-column='2']"
    try page.wait(until: "document.querySelector(\"\(cell)\") !== null")
    _ = try page.value("(document.querySelector(\"\(cell)\").focus(), 0)")
    try page.wait(
      until: "document.querySelector('#attention-cell p').textContent.includes('head \(head), row \(row)')"
    )
  }

  private func row(_ page: ChromiumPage) throws -> String { try page.text(of: "#attention-cell p") }

  @Test("A typed text is attended to, and a token that the model does not know is said to be unknown")
  func typing() throws {
    let page = try opened()
    try expectTyping(page)
    #expect(page.complaints == [])
  }

  @Test(
    "A typed text is attended to in Firefox, and its cells worked out",
    .enabled(if: FirefoxPage.isAvailable)
  )
  func typingInFirefox() throws {
    let page = try FirefoxPage(BuiltPage.url("steps=300"))
    try page.waitForStep(300)
    try page.wait(at: "attention", until: "document.querySelectorAll('#attention-maps svg').length > 0")
    try expectTyping(page)
    try page.set("#attention [name=text]", to: "anna")
    try page.set("#attention [name=cells]", to: "pattern")
    try page.set("#attention [name=head]", to: "")
    try goTo(head: 1, row: 3, page)
    #expect(try page.text(of: "#attention-cell .worked").contains("w = e / Σ e"))
  }

  private func expectTyping(_ page: some DrivenPage) throws {
    #expect(try page.number("document.querySelectorAll('#attention-maps svg').length") == 4)
    try page.set("#attention [name=text]", to: "anna")
    try page.wait(until: "document.querySelector('#attention-maps').textContent.includes('query n, key a')")
    #expect(try page.text(of: "#attention-predictions").contains("a"))
    try page.set("#attention [name=text]", to: "Ж")
    try page.wait(until: "document.querySelector('#attention .problem').textContent.includes('Ж')")
    try page.set("#attention [name=text]", to: "bob")
    try page.wait(until: "document.querySelector('#attention .problem').textContent === ''")
    try page.set("#attention [name=cells]", to: "scores")
    try page.wait(until: "document.querySelector('#attention-maps').textContent.includes('head 0: scores')")
    // A text that fills the context has room for one head's map.
    try page.set("#attention [name=text]", to: "abcdefghijklmno")
    try page.wait(until: "document.querySelectorAll('#attention-maps svg').length === 1")
    try page.set("#attention [name=head]", to: "0.3")
    try page.wait(until: "document.querySelector('#attention-maps').textContent.includes('head 3')")
  }

  @Test("A cell is chosen with the pointer and the arrow keys, and stays chosen while training goes on")
  func choosing() throws {
    let page = try opened()
    try goTo(head: 1, row: 3, page)
    try page.press("ArrowDown", code: 40)
    try page.wait(until: "document.querySelector('#attention-cell p').textContent.includes('row 4')")
    try page.press("ArrowLeft", code: 37)
    try page.wait(until: "document.querySelector('\(Self.pressed)')?.dataset.column === '1'")
    // The picture was drawn anew around the focus.
    #expect(try page.text("document.activeElement.dataset.column") == "1")
    let before = try page.text(of: "#attention-cell .worked")
    #expect(before.contains("q·k") && before.contains("w = e / Σ e"))
    try page.set("#start [name=steps]", to: "100000")
    try page.startAnew()
    try page.wait(
      at: "attention",
      until: "document.querySelector('#attention-cell .worked').textContent !== \(page.quoted(before))"
    )
    #expect(try page.text("document.querySelector('\(Self.pressed)').dataset.row") == "4")
    #expect(try page.text("document.activeElement.dataset.column") == "1")
    #expect(try row(page).contains("head 1, row 4"))
    #expect(page.complaints == [])
  }

  @Test("Where the cell with the focus is gone, the focus stays in the map and no other cell is chosen")
  func cellGone() throws {
    let page = try opened()
    try goTo(head: 1, row: 4, page)
    try page.set("#attention [name=text]", to: "an")
    try page.wait(until: "document.querySelector('#attention-maps').textContent.includes('query n')")
    #expect(try page.isTrue("document.getElementById('attention-maps').contains(document.activeElement)"))
    #expect(try page.text("document.querySelector('#attention [name=cell]').value") == "0.1 4 2")
    #expect(try page.number("document.querySelectorAll('\(Self.pressed)').length") == 0)
    try page.set("#attention [name=text]", to: "emma")
    try page.wait(until: "document.querySelector('#attention-cell p').textContent.includes('head 1, row 4')")
  }

  @Test("Pictures of a text before one that is refused are marked as no answer, and come back")
  func refused() throws {
    let page = try opened()
    let marked =
      "['attention-maps', 'attention-predictions', 'attention-roles', 'attention-cell'].map(id => document.getElementById(id)).filter(element => element.inert && getComputedStyle(element).opacity < 1).length"
    #expect(try page.number(marked) == 0)
    try page.set("#attention [name=text]", to: "Ж")
    try page.wait(until: "document.querySelector('#attention .problem').textContent.includes('Ж')")
    #expect(try page.number(marked) == 4)
    #expect(try page.isTrue("!document.getElementById('attention-head').closest('[inert]')"))
    #expect(try page.isTrue("!document.getElementById('loss-chart').inert"))
    try page.set("#attention [name=text]", to: "bob")
    try page.wait(until: "document.querySelector('#attention .problem').textContent === ''")
    #expect(try page.number(marked) == 0)
  }

  @Test("The numbers of a cell come out when they are computed again from the page")
  func numbers() throws {
    let page = try opened()
    _ = try page.value(
      "(document.querySelector(\"[data-cells='0.2'] [data-row='4'][data-column='3']\").dispatchEvent(new MouseEvent('click', {bubbles: true})), 0)"
    )
    try page.wait(until: "document.querySelector('#attention-cell p').textContent.includes('head 2, row 4')")
    let rows = try page.value(
      "[...document.querySelectorAll('#attention-cell table')[0].querySelectorAll('tbody tr')].map(row => [...row.children].map(cell => cell.textContent))"
    )
    let cells = try #require(rows as? [[String]])
    #expect(cells.count == 5)
    var sum = 0.0
    for row in cells.dropLast() {
      let numbers = row.dropFirst().compactMap { Double($0) }
      #expect(numbers.count == 5 && (numbers[0] * numbers[1] - numbers[2]).magnitude < 1e-3)
      sum += numbers[0] * numbers[1]
    }
    #expect(abs((Double(cells[4][3]) ?? .nan) - sum) < 2e-3)
    let weight = try page.text(
      "document.querySelector('\(Self.pressed) title').textContent.split(': ').pop()"
    )
    let worked = try page.text(of: "#attention-cell .worked")
    let last = try #require(worked.split(separator: " ").last.flatMap { Double($0) })
    #expect(abs(last - (Double(weight) ?? .nan)) < 0.0051)
  }

  @Test("A weight is changed: what happened stands beside the forecast")
  func weight() throws {
    let page = try opened()
    try goTo(head: 0, row: 4, page)
    try page.set("#attention [name=weight]", to: "0.9")
    try page.wait(until: "document.querySelectorAll('#attention-weight table').length === 2")
    let cells = try page.value(
      "[...document.querySelectorAll('#attention-weight tbody')[0].querySelectorAll('td')].map(cell => Number(cell.textContent))"
    )
    let numbers = try #require(cells as? [Double])
    #expect(abs(numbers[1] - numbers[0] - numbers[2]) < 1.6e-4)
    #expect(abs(numbers[3] - numbers[2] - numbers[4]) < 1.6e-4)
    let text = try page.text(of: "#attention-weight")
    #expect(text.contains("0.9000") && text.contains("1.0000"))
    try page.set("#attention [name=rest]", to: "kept")
    try page.wait(until: "document.querySelector('#attention-weight').textContent !== \(page.quoted(text))")
    try page.set("#attention [name=weight]", to: "x")
    try page.wait(until: "document.querySelector('#attention-weight').textContent.includes('no number')")
  }

  @Test("On a phone the page does not scroll sideways", arguments: [400])
  func narrow(width: Int) throws {
    let page = try opened(width: width)
    for id in ["attention", "without", "future"] {
      try page.wait(at: id, until: "document.querySelectorAll('#\(id) table').length > 0")
    }
    #expect(try page.number("document.documentElement.scrollWidth") <= Double(width))
  }
}
