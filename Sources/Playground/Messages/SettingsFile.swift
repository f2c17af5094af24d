import Formats
import Training
import VisibleText

/// What a page has been set to, as a file: the settings, and an example's name or a text of one's own.
///
///     { "example": "echoes", "format": "microgpt-playground-1", "settings": { "layers": "2", … } }
struct SettingsFile {
  /// The settings; microgpt's where the file names none.
  let settings: RunSettings
  /// The example that is trained on.
  let example: String?
  /// The text that is trained on, where it is no example.
  let text: String?

  private static let format = "microgpt-playground-1"

  /// Whether a file looks like one: a safetensors file has a number of eight bytes before its `{`, the last of them 0.
  static func isOne(_ bytes: [UInt8]) -> Bool {
    bytes.first == UInt8(ascii: "{") && !bytes.prefix(8).contains(0)
  }

  /// Reads a file.
  ///
  /// - Throws: ``Refusal`` for the first thing that is wrong.
  init(decoding bytes: [UInt8]) throws(Refusal) {
    let json: JSON
    do { json = try JSON(parsing: bytes) } catch { throw Refusal("\(error)") }
    guard json["format"]?.string == Self.format else {
      throw Refusal("it does not say that it holds the settings of this page ('format': '\(Self.format)')")
    }
    var values: [String: String] = [:]
    for (key, value) in json["settings"]?.fields ?? [] {
      guard Setting.all.contains(where: { $0.name == key }), let text = value.string else {
        throw Refusal("it has a setting '\(key)' that is not known to this page")
      }
      values[key] = text
    }
    settings = try Playground.settings(Request("start", values))
    text = json["text"]?.string
    example = json["example"]?.string.flatMap { $0.isEmpty ? nil : $0 }
    if text == nil && example == nil { throw Refusal("it names no text") }
  }

  /// The file of what the controls hold.
  ///
  /// - Throws: ``Refusal`` where they hold what is no setting.
  static func encoded(_ request: Request) throws(Refusal) -> [UInt8] {
    let settings = try Playground.settings(request)
    let fields = Setting.all.compactMap { setting in
      setting.value(in: settings).map { (key: setting.name, value: JSON.string($0.description)) }
    }
    let example = request["example"] ?? ""
    let file = JSON.object([
      "format": .string(format),
      "settings": .members(fields),
      "example": example.isEmpty ? nil : .string(example),
      "text": example.isEmpty ? .string(request["text"] ?? "") : nil,
    ])
    return Array((file.laidOut() + "\n").utf8)
  }
}

extension Playground {
  /// The names of all settings with their labels, so that the page has a control for each.
  var settingNames: Answer {
    var answer = Answer()
    for setting in Setting.ofPage { answer.set(setting.name, setting.pageLabel) }
    return answer
  }

  /// What the controls hold, as a file.
  func saveSettings(_ request: Request) -> Answer {
    do {
      var answer = Answer()
      answer.give("playground.json", type: "application/json", try SettingsFile.encoded(request))
      return answer
    } catch { return Answer(refusal: error.message) }
  }
}
