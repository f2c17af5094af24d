import Drawing
import TestSupport
import Testing

@Suite(
  "Switch in a browser",
  .serialized,
  .enabled(if: Browser.isAvailable, "no Chromium on PATH: how switches behave is not tested")
)
struct SwitchBrowserTests {
  /// Two switches, the second with two others in each of its views.
  static let page: String = {
    func choices(_ count: Int, _ content: (Int) -> Markup = { "\($0)" }) -> [Switch.Choice] {
      (0..<count).map { .init(label: "choice \($0)", content: content($0)) }
    }
    func plain(_ name: String, _ count: Int) -> Markup {
      Switch(name: name, legend: name, choices: choices(count)).markup
    }
    let outer = Switch(
      name: "outer",
      legend: "outer",
      choices: choices(3) { .group([plain("left-\($0)", 2), plain("right-\($0)", 4)]) },
      selected: 1
    )
    let panel = Page.Panel(
      id: "a",
      title: "",
      shows: "",
      reading: "",
      limits: "",
      content: .group([plain("many", 30), outer.markup])
    )
    return Page(title: "", lead: .empty, panels: [panel], footer: .empty).html
  }()

  /// Functions that say which view of a switch is shown, and what is wrong with the views of all.
  static let functions = """
    const shows = (view) => getComputedStyle(view).display === "block";
    const wrong = () => [...document.querySelectorAll(".choices")].flatMap((box) =>
      [...box.children].filter((part) => part.className === "view").filter((view) =>
        shows(view) !== view.previousElementSibling.previousElementSibling.checked));
    const chosen = () => [...document.querySelectorAll("input:checked")].map((button) => button.id).join(" ");

    """

  private func probe(_ script: String) throws -> String {
    try Browser().probe(Self.page, Self.functions + script)
  }

  @Test("Exactly the chosen view of every switch is shown, whichever button or label is clicked")
  func clicking() throws {
    let answer = try probe(
      """
      let looks = 0, faults = wrong().length;
      for (const button of document.querySelectorAll("input"))
        for (const part of [button, button.nextElementSibling]) {
          part.click(); looks += 1; faults += wrong().length + (button.checked ? 0 : 1);
        }
      return looks + " " + faults;
      """
    )
    #expect(answer == "\(2 * (30 + 3 + 3 * 6)) 0")
  }

  @Test("A choice of one switch leaves the others as they were, those within it too")
  func independence() throws {
    let answer = try probe(
      """
      document.querySelector("[for=left-1-1]").click();
      document.querySelector("[for=many-29]").click();
      document.querySelector("[for=outer-2]").click();
      document.querySelector("[for=outer-1]").click();
      return chosen();
      """
    )
    #expect(answer == "many-29 left-0-0 right-0-0 outer-1 left-1-1 right-1-0 left-2-0 right-2-0")
  }

  @Test("Buttons are of one group, can have the focus, and stand with their labels")
  func keyboard() throws {
    // What a browser needs to change the choice by arrow keys; keys themselves cannot be made by a script.
    let answer = try probe(
      """
      const faults = [];
      for (const box of document.querySelectorAll(".choices")) {
        const buttons = [...box.children].filter((part) => part.localName === "input");
        if (new Set(buttons.map((button) => button.name)).size !== 1) faults.push("names");
        for (const button of buttons) {
          if (!button.checkVisibility()) continue;
          button.focus();
          if (document.activeElement !== button) faults.push("focus " + button.id);
          const place = button.getBoundingClientRect(), label = button.nextElementSibling.getBoundingClientRect();
          if (label.height < 44 || label.width < 44) faults.push("small " + button.id);
          if (Math.abs(place.top - label.top) > 60) faults.push("far " + button.id);
          if (button.labels.length !== 1) faults.push("label " + button.id);
        }
      }
      const button = document.querySelector("#many-3");
      button.focus({ focusVisible: true });
      if (getComputedStyle(button.nextElementSibling).outlineStyle !== "solid") faults.push("no ring");
      return faults.join();
      """
    )
    #expect(answer == "")
  }

  @Test("Without a style sheet every view is there, in order, under its heading")
  func withoutStyles() throws {
    let answer = try Browser().probe(
      Self.page.replacing(/<style>[^<]*<\/style>/, with: ""),
      """
      const headings = [...document.querySelectorAll("[name=many] ~ .view > h3")];
      return headings.filter((heading) => heading.checkVisibility()).map((heading) => heading.textContent).join();
      """
    )
    #expect(answer == (0..<30).map { "choice \($0)" }.joined(separator: ","))
  }
}
