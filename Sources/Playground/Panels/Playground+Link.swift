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
    for key in request.values.keys.filter({ $0.utf8.starts(with: prefix.utf8) }).sorted() {
      let name = String(key.dropFirst(prefix.utf8.count))
      let text = request[key] ?? ""
      do { try Self.check(name, text, examples) } catch { return Answer(refusal: error.message) }
      answer.setControl(name, text)
    }
    return answer
  }

  private static func check(_ name: String, _ text: String, _ examples: [String]) throws(Refusal) {
    if name == "example" {
      guard text.isEmpty || examples.contains(text) else {
        throw Refusal(
          "the link asks for an example '\(text)' that the page does not have; there are \(visible: examples.joined(separator: ", "))"
        )
      }
    } else {
      // A page keeps no snapshots in files.
      let settings = Setting.all.filter { $0.name != Setting.snapshotEvery.name }
      guard let setting = settings.first(where: { $0.name == name }) else {
        let names = ["example"] + settings.map { $0.name }
        throw Refusal(
          "the link has a setting '\(name)' that is not known to this page; there are \(visible: names.joined(separator: ", "))"
        )
      }
      guard text.isEmpty || setting.value(of: text) != nil else { throw refusal(of: text, for: setting) }
    }
  }

  /// Why a text is no value of a setting.
  static func refusal(of text: String, for setting: Setting) -> Refusal {
    Refusal("\(setting.label): the value '\(text)' is invalid. \(visible: setting.help)")
  }
}
