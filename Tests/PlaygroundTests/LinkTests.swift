import Foundation
import TestSupport
import Testing
import Training

@testable import Playground

/// Links to settings.
@Suite("Links to the playground")
struct LinkTests {
  private func follow(_ parts: [String: String]) -> Answer {
    var values = ["examples": "names echoes "]
    for (name, text) in parts { values["link-" + name] = text }
    return Playground().answer(Request("link", values))
  }

  @Test("A link sets the controls that it names, and no others")
  func controls() {
    let parts = ["example": "echoes", "layers": "2", "positions": "rotary:500", "clip": "", "scale": "-0.5"]
    let answer = follow(parts)
    #expect(answer.refusal == nil)
    #expect(Dictionary(answer.controls.map { ($0.name, $0.text) }, uniquingKeysWith: { $1 }) == parts)
    #expect(follow([:]).controls.isEmpty && follow([:]).refusal == nil)
    #expect(follow(["example": ""]).refusal == nil)
  }

  @Test(
    "What there is not is refused, with what there is",
    arguments: [
      ("example", "foo", "names, echoes"), ("example", "Names", "names, echoes"),
      ("foo", "1", "example, layers"),
      ("text", "abc", "example, layers"), ("", "1", "example, layers"),
      ("snapshot-every", "5", "example, layers"),
      ("steps", "0", "steps"), ("layers", "x", "layers"), ("positions", "foo", "learned"),
      ("mask", "<b>", "causal"),
      ("learning-rate", "nan", "learning rate"),
    ]
  )
  func refused(name: String, text: String, words: String) throws {
    let answer = follow(["seed": "2"].merging([name: text]) { $1 })
    #expect(try #require(answer.refusal).contains(words), "\(answer.refusal ?? "")")
    #expect(answer.controls.isEmpty)
  }

  @Test("A refusal calls a control what the page calls it, and says what would be accepted")
  func words() throws {
    for (name, text, refusal) in [
      ("layers", "0", "layers: the value '0' is invalid: give a whole number from 1 to 1000."),
      ("embedding", "x", "width: the value 'x' is invalid: give a whole number from 1."),
      ("learning-rate", "0", "learning rate: the value '0' is invalid: give a number above 0."),
      ("validation", "1", "held out: the value '1' is invalid: give a number from 0 to below 1."),
      ("documents", "x", "a document is: the value 'x' is invalid: give one of lines, stream."),
      ("scale", "x", "scale: the value 'x' is invalid: give sqrt, inverse, none or a number."),
      ("seed", "-1", "seed: the value '-1' is invalid: give a whole number from 0 to 18446744073709551615."),
    ] {
      #expect(follow([name: text]).refusal == refusal)
    }
    let page = try String(
      contentsOf: repository.appending(path: "Sources/Playground/Page/page.html"),
      encoding: .utf8
    )
    let form = try #require(
      page.split(separator: "<form id=\"start\"").last?.split(separator: "</form>").first
    )
    var count = 0
    for setting in Setting.ofPage {
      guard let name = form.range(of: " name=\"\(setting.name)\"") else { continue }
      let label = form[..<name.lowerBound].split(separator: "<label>").last?.prefix { $0 != "<" }
      #expect(label?.trimmingCharacters(in: .whitespaces) == setting.pageLabel)
      count += 1
    }
    #expect(count == 14)
  }

  @Test("A stranger's link is not printed raw")
  func hostile() throws {
    for parts in [
      ["example": "\u{1B}[2J\u{202E}x"], ["\u{1B}[2J\u{202E}x": "1"], ["steps": "\u{1B}[2J\u{202E}x"],
    ] {
      let refusal = try #require(follow(parts).refusal)
      #expect(!refusal.unicodeScalars.contains { $0 == "\u{1B}" || $0 == "\u{202E}" })
      #expect(
        refusal.contains("\\u{1b}") || refusal.contains("\\u{1B}") || refusal.contains("1B"),
        "\(refusal)"
      )
    }
  }
}
