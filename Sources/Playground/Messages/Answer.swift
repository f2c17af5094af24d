import Drawing
import Formats
import VisibleText

/// What the page shows after a request.
public struct Answer: Sendable {
  /// What elements of the page hold from now on, by their ids.
  public private(set) var markup: [(id: String, content: Markup)] = []
  /// Texts by their names: numbers at full precision, words.
  public private(set) var values: [(name: String, text: String)] = []
  /// What the controls of the text and the settings hold from now on, by their names.
  public private(set) var controls: [(name: String, text: String)] = []
  /// A file for the reader to keep.
  public private(set) var file: File?

  /// A file that is given to the reader.
  public struct File: Equatable, Sendable {
    /// Its name.
    public let name: String
    /// What it holds, as browsers say it: `image/svg+xml`.
    public let type: String
    /// Its contents.
    public let bytes: [UInt8]
  }

  /// Why nothing was done, nil where it was.
  public private(set) var refusal: String?

  /// Nothing yet.
  public init() {}

  /// That a request was refused, and why.
  init(refusal: Message) { self.refusal = refusal.text }

  /// Refuses what is still to be done, and says why.
  mutating func refuse(_ reason: Message) { refusal = reason.text }

  /// Fills an element of the page.
  mutating func show(_ id: String, _ content: Markup) { markup.append((id, content)) }

  /// Gives a number at full precision; one that is not finite by its name.
  mutating func set(_ name: String, _ number: Double) { set(name, "\(number)") }

  /// Gives a whole number.
  mutating func set(_ name: String, _ number: Int) { set(name, "\(number)") }

  /// Gives a text.
  mutating func set(_ name: String, _ text: String) { values.append((name, text)) }

  /// Puts a text into a control.
  mutating func setControl(_ name: String, _ text: String) { controls.append((name, text)) }

  /// The text that a control was given.
  public func control(_ name: String) -> String? { controls.last { $0.name == name }?.text }

  /// Gives a file.
  mutating func give(_ name: String, type: String, _ bytes: [UInt8]) {
    file = File(name: name, type: type, bytes: bytes)
  }

  /// The text that was given under a name.
  public subscript(_ name: String) -> String? { values.last { $0.name == name }?.text }

  /// The markup that was put into an element.
  public func content(_ id: String) -> String? { markup.last { $0.id == id }.map { "\($0.content)" } }

  /// The answer as the page reads it, but for the bytes of the file.
  var json: JSON {
    .object([
      "controls": controls.isEmpty ? nil : .members(controls.map { ($0.name, .string($0.text)) }),
      "file": file.map { .object(["name": .string($0.name), "type": .string($0.type)]) },
      "markup": .members(markup.map { ($0.id, .string("\($0.content)")) }),
      "values": .members(values.map { ($0.name, .string($0.text)) }),
      "refusal": refusal.map { .string($0) },
    ])
  }
}
