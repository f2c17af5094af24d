import Foundation
import TestSupport
import Testing

@testable import Drawing

@Suite("Page")
struct PageTests {
  let html = Page.sample.html

  @Test("A page is HTML, and XML after its doctype")
  func wellFormed() {
    #expect(html.hasPrefix("<!doctype html>\n<html lang=\"en\">"))
    #expect(ParsedMarkup(html).isWellFormed)
  }

  @Test("Every id is there once, and every reference has its id")
  func identifiers() {
    let elements = ParsedMarkup(html)
    let ids = elements.values(of: "id")
    #expect(Set(ids).count == ids.count)
    let links = elements.values(of: "href").filter { $0.hasPrefix("#") }.map { String($0.dropFirst()) }
    let references = links + elements.values(of: "for") + elements.values(of: "aria-labelledby")
    #expect(links.count == Page.sample.panels.count + 1)
    #expect(references.filter { !ids.contains($0) } == [])
  }

  @Test("A panel says what it shows, how to read it and what it does not prove")
  func notes() {
    for panel in Page.sample.panels {
      let text = panel.markup.description
      #expect(text.contains(">\(panel.title)</h2>"))
      #expect(panel.notes.map(\.term) == ["What it shows", "How to read it", "What it does not prove"])
      for (term, note) in panel.notes {
        #expect(text.contains("<dt>\(term)</dt><dd>\(note)</dd>"))
      }
      #expect(html.contains(text))
    }
  }

  @Test("A page asks for nothing")
  func asksForNothing() {
    for text in ["http:", "https:", "//", "src=", "<script", "url(", "@import", "onclick", "javascript"] {
      #expect(!html.contains(text), "\(text)")
    }
    #expect(html.contains("default-src 'none'; style-src 'unsafe-inline'"))
  }

  @Test("Any text is read as it was put in, and what can't be seen is written out")
  func texts() {
    let hostile = "</style><script>alert(\"1\")</script> & 'é' \u{1}\u{202E}\u{9B}李"
    let shown = "</style><script>alert(\"1\")</script> & 'é' \\u{1}\\u{202e}\\u{9b}李"
    let panel = Page.Panel(
      id: "a",
      title: hostile,
      shows: hostile,
      reading: hostile,
      limits: hostile,
      content: Figure.command(hostile)
    )
    let page = Page(title: hostile, lead: .text(hostile), panels: [panel], footer: .text(hostile)).html
    let elements = ParsedMarkup(page)
    #expect(elements.isWellFormed)
    #expect(elements.text.components(separatedBy: shown).count - 1 == 10)
    #expect(!page.contains("<script"))
  }

  @Test("A page without panels has no contents, one without a footer none")
  func emptyPage() {
    let elements = ParsedMarkup(Page(title: "", lead: .empty, panels: [], footer: .empty).html)
    #expect(elements.isWellFormed)
    #expect(!elements.names.contains("nav"))
    #expect(!elements.names.contains("footer"))
  }

  @Test("A figure has a named box that the keyboard reaches, and a caption if there is one")
  func scrolling() {
    #expect(
      Figure.scrolling("x", label: "Loss \"by\" step", caption: "In nats").description
        == "<figure><div class=\"scroll\" role=\"group\""
        + " aria-label=\"Loss &quot;by&quot; step\" tabindex=\"0\">x</div>"
        + "<figcaption>In nats</figcaption></figure>"
    )
    #expect(!Figure.scrolling("x", label: "Small", isWide: false).description.contains("tabindex"))
    #expect(!Figure.scrolling("x", label: "Loss").description.contains("figcaption"))
  }

  @Test("A table names its columns and rows and marks its numbers")
  func table() {
    let text = Figure.table(
      caption: "Names",
      columns: [("name", false), ("count", true)],
      rows: [["<b>", "1"]]
    ).description
    #expect(text.contains("<th scope=\"col\">name</th><th scope=\"col\" class=\"number\">count</th>"))
    #expect(text.contains("<tr><th scope=\"row\">&lt;b&gt;</th><td class=\"number\">1</td></tr>"))
  }

  @Test("A command is there to the letter, and no line of it breaks within an option")
  func command() {
    let text = "microgpt report  runs/names -o a.html\n\t--text \"é <\" "
    let markup = Figure.command(text).description
    #expect(ParsedMarkup(markup).text == text)
    #expect(markup.contains("names <span>-o</span> a.html\n\t<span>--text</span> "))
    #expect(Figure.command("").description == "<pre class=\"command\"><code></code></pre>")
  }

  @Test("Nothing to show is no element")
  func emptyBlocks() {
    #expect(Figure.grid([]) == .empty)
    #expect(Figure.facts([]) == .empty)
    #expect(ParsedMarkup(Figure.table(caption: "", columns: [], rows: []).description).isWellFormed)
  }
}
