import TestSupport
import Testing

@testable import Drawing

@Suite("Switch")
struct SwitchTests {
  @Test("Each choice is a button, its label and its view under a heading, in order")
  func structure() {
    let text = Switch(
      name: "kind",
      legend: "What & how",
      choices: [.init(label: "pattern", content: "P"), .init(label: "<s>", content: "S")],
      selected: 1
    ).markup.description
    #expect(
      text == """
        <fieldset class="switch"><legend>What &amp; how</legend><div class="choices">\
        <input type="radio" name="kind" id="kind-0" value="0"/><label for="kind-0">pattern</label>\
        <div class="view"><h3 class="view-name">pattern</h3>P</div>\
        <input type="radio" name="kind" id="kind-1" value="1" checked="checked"/><label for="kind-1">&lt;s&gt;</label>\
        <div class="view"><h3 class="view-name">&lt;s&gt;</h3>S</div></div></fieldset>
        """
    )
  }

  @Test("One button is checked, whatever their number", arguments: [1, 2, 30, 300])
  func oneIsChecked(count: Int) {
    let choices = (0..<count).map { Switch.Choice(label: "\($0)", content: .empty) }
    let elements = ParsedMarkup(
      Switch(name: "n", legend: "", choices: choices, selected: count - 1).markup.description
    )
    #expect(elements.values(of: "checked") == ["checked"])
    #expect(elements.names.filter { $0 == "input" }.count == count)
  }

  @Test("No choices are nothing, a choice without a label has its number")
  func edges() {
    #expect(Switch(name: "n", legend: "none", choices: []).markup == .empty)
    let text = Switch(name: "n", legend: "", choices: [.init(label: "", content: .empty)]).markup.description
    #expect(text.contains("<label for=\"n-0\">1</label>"))
  }
}
