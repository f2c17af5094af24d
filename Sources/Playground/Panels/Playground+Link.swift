import Training
import VisibleText

/// The link to settings.
extension Playground {
  /// What a link sets the controls to; refused where it names what there is not.
  ///
  /// The page gives the parts of the link as values whose names begin with `link-`, and the names of its texts as `examples`.
  func follow(_ request: Request) -> Answer {
    let prefix = "link-"
    let examples = (request["examples"] ?? "").split(separator: " ").map { String($0) }
    var answer = Answer()
    for name in request.names(after: prefix) {
      let text = request[prefix + name] ?? ""
      do { try Self.check(name, text, examples) } catch { return Answer(refusal: error.message) }
      answer.setControl(name, text)
    }
    return answer
  }

  private static func check(_ name: String, _ text: String, _ examples: [String]) throws(Refusal) {
    if name == "example" {
      if !text.isEmpty { try checkExample(text, among: examples, askedBy: "the link") }
    } else {
      let settings = Setting.ofPage
      guard let setting = settings.first(where: { $0.name == name }) else {
        let names = ["example"] + settings.map { $0.name }
        throw Refusal(
          "the link has a setting '\(name)' that is not known to this page; there are \(visible: names.joined(separator: ", "))"
        )
      }
      guard text.isEmpty || setting.value(of: text) != nil else { throw refusal(of: text, for: setting) }
    }
  }

  /// Refuses an example that the page does not have.
  static func checkExample(
    _ name: String,
    among examples: [String],
    askedBy asker: Message
  ) throws(Refusal) {
    guard !examples.contains(name) else { return }
    throw Refusal(
      "\(asker) asks for an example '\(name)' that the page does not have; there are \(visible: examples.joined(separator: ", "))"
    )
  }

  /// Why a text is no value of a setting.
  static func refusal(of text: String, for setting: Setting) -> Refusal {
    Refusal("\(visible: setting.pageLabel): the value '\(text)' is invalid\(setting.expectation)")
  }
}
