import Foundation
import Drawing
import TestSupport
import Testing

@Suite(
  "Page in a browser",
  .serialized,
  .enabled(if: Browser.isAvailable, "no Chromium on PATH: how pages look and behave is not tested")
)
struct PageBrowserTests {
  let html = Page.sample.html

  @Test("The browser has nothing to say about a page")
  func console() throws {
    #expect(try Browser().consoleMessages(of: html) == [])
    // It would, were there something.
    let faulty = html.replacing("</body>", with: "<script>1</script></body>")
    #expect(try Browser().consoleMessages(of: faulty).count == 1)
  }

  @Test(
    "A page is no wider than its window, with every view and detail shown",
    arguments: [360, 390, 768, 1280]
  )
  func noOverflow(width: Int) throws {
    let answer = try Browser(width: width).probe(
      html,
      """
      const widths = [innerWidth], look = () => widths.push(document.documentElement.scrollWidth);
      look();
      for (const details of document.querySelectorAll("details")) details.open = true;
      for (const button of document.querySelectorAll("input")) { button.click(); look() }
      return widths.join(" ");
      """
    )
    let widths = answer.split(separator: " ").compactMap { Int($0) }
    #expect(widths.first == width)
    #expect(widths.count > 20)
    #expect(widths.allSatisfy { $0 <= width }, "\(answer)")
  }

  @Test("What is wider than the page scrolls in its own box")
  func boxes() throws {
    let answer = try Browser(width: 360).probe(
      html,
      """
      const box = document.querySelector("#loss figure .scroll");
      box.scrollLeft = 1000; box.focus();
      return [box.scrollWidth > box.clientWidth, box.scrollLeft > 0, document.activeElement === box].join(" ");
      """
    )
    #expect(answer == "true true true")
  }

  @Test("Paper and ink follow the reader's theme")
  func themes() throws {
    let script = """
      const style = getComputedStyle(document.documentElement);
      return style.backgroundColor + " " + style.color;
      """
    #expect(try Browser().probe(html, script) == "rgb(255, 255, 252) rgb(31, 31, 29)")
    #expect(try Browser(prefersDark: true).probe(html, script) == "rgb(22, 24, 27) rgb(230, 228, 223)")
  }

  @Test(
    "A cell's colour follows its number: paper at 0, blue for sizes, and where there are signs orange above and blue below",
    arguments: [("heat", [0x45, 0x93, 0xcd, 255]), ("heat diverging", [0xe0, 0x7a, 0x34, 255])]
  )
  func heatCells(classes: String, positive: [Int]) throws {
    let cells = ["0", "0.5", "1", "7"].map { "<td style=\"--v:\($0)\">x</td>" }.joined()
    let table =
      "<table class=\"\(classes)\"><tbody><tr>\(cells)<td class=\"neg\" style=\"--v:-1\">x</td>"
      + "<td class=\"hidden\">x</td><td>nan</td></tr></tbody></table>"
    let page = Page(title: "x", lead: .empty, panels: [], footer: .empty).html
      .replacing("</main>", with: table + "</main>")
    let answer = try Browser().probe(
      page,
      """
      const canvas = document.createElement("canvas").getContext("2d");
      return [...document.querySelectorAll("td")].map((cell) => {
        canvas.clearRect(0, 0, 1, 1);
        canvas.fillStyle = getComputedStyle(cell).backgroundColor;
        canvas.fillRect(0, 0, 1, 1);
        return canvas.getImageData(0, 0, 1, 1).data.join(",");
      }).join(" ");
      """
    )
    let colours = answer.split(separator: " ").map { $0.split(separator: ",").compactMap { Int($0) } }
    try #require(colours.count == 7)
    #expect(colours[0] == [255, 255, 252, 255])
    #expect(colours[2] == positive)
    #expect(colours[1][1] > colours[2][1] && colours[1][1] < 255)
    #expect(colours[3] == colours[2])
    #expect(colours[4] == [0x45, 0x93, 0xcd, 255])
    #expect(colours[5] == [0, 0, 0, 0])
    #expect(colours[6] == [0, 0, 0, 0])
  }

  @Test("A picture of a page is a PNG of the asked width", arguments: [360, 1280])
  func screenshot(width: Int) throws {
    let file = FileManager.default.temporaryDirectory.appending(component: "page-\(UUID().uuidString).png")
    defer { try? FileManager.default.removeItem(at: file) }
    try Browser(width: width, height: 600).screenshot(of: html, to: file)
    let bytes = [UInt8](try Data(contentsOf: file))
    #expect(bytes.starts(with: [0x89, 0x50, 0x4e, 0x47]))
    #expect(bytes[16..<20].reduce(0) { $0 * 256 + Int($1) } == width)
  }
}
