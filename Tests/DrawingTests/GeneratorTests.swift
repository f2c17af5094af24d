import Testing

import TestSupport

@testable import Drawing

@Suite("What made a page or a picture")
struct GeneratorTests {
  @Test("A picture names its generator first, begins as promised, and is otherwise the same")
  func picture() {
    let picture = LineChart(title: "t", xLabel: "x", yLabel: "y", series: []).svg(palette: .file)
    let text = "\(picture.generated(by: "a & \"b\""))"
    let beginning = Markup.beginningOfPicture(generatedBy: "a & \"b\"")
    #expect(beginning == "<svg data-generator=\"a &amp; &quot;b&quot;\"")
    #expect(text.hasPrefix(beginning + " "))
    #expect("<svg" + text.dropFirst(beginning.count) == "\(picture)")
    #expect(ParsedMarkup(text).isWellFormed)
  }

  @Test("A page names its generator in its metadata, begins as promised, and is otherwise the same")
  func page() {
    func html(_ generator: String?) -> String {
      Page(title: "t", lead: .empty, panels: [], footer: .empty, generator: generator).html
    }
    let beginning = Page.beginning(generatedBy: "a & \"b\"")
    let element = "<meta name=\"generator\" content=\"a &amp; &quot;b&quot;\"/>"
    #expect(beginning.hasSuffix(element))
    #expect(html("a & \"b\"").hasPrefix(beginning))
    #expect(beginning.dropLast(element.count) + html("a & \"b\"").dropFirst(beginning.count) == html(nil))
    #expect(ParsedMarkup(html("a & \"b\"")).isWellFormed)
  }
}
