import Formats

/// What a JSON value looks like: as much of JSON Schema as the project's documents need.
///
///     .object([.init("loss", "L, in nats per token.", .number), .init("losses", "One a position.", .array(.number))])
///
/// Objects have all the named properties and no others. It is written in draft 2020-12 by ``JSONSchemaDocument``.
indirect enum JSONSchema: Sendable {
  /// A property of an object, with what it means: shape and unit.
  struct Property: Sendable {
    let name: String
    let description: String
    let schema: JSONSchema

    init(_ name: String, _ description: String, _ schema: JSONSchema) {
      self.name = name
      self.description = description
      self.schema = schema
    }
  }

  case object([Property])
  case array(JSONSchema)
  /// A number, or what stands for one that is not finite: "nan", "inf" or "-inf".
  case number
  /// A whole number from 0.
  case integer
  case string
  case boolean
  case null
  /// One of these strings.
  case choice([String])
  case constant(String)
  case nullable(JSONSchema)
  /// What one of these schemas describes.
  case alternatives([JSONSchema])

  /// One of an enumeration's words.
  static func choice<Word: CaseIterable & RawRepresentable<String>>(of words: Word.Type) -> JSONSchema {
    .choice(words.allCases.map(\.rawValue))
  }

  /// An array of objects.
  static func array(ofObjects properties: [Property]) -> JSONSchema { .array(.object(properties)) }
}

/// A schema with a name of its own, as JSON Schema draft 2020-12.
struct JSONSchemaDocument: Sendable {
  /// What `$id` says.
  let name: String
  let title: String
  let description: String
  let schema: JSONSchema

  /// The document as JSON.
  var json: JSON {
    .members(
      [
        ("$schema", .string("https://json-schema.org/draft/2020-12/schema")),
        ("$id", .string(name)), ("title", .string(title)), ("description", .string(description)),
      ] + schema.keywords + [("$defs", .members([("number", Self.number)]))]
    )
  }

  /// What ``JSONSchema/number`` refers to.
  private static let number = JSON.members([
    ("description", .string("A number at full precision; one that is not finite is a string.")),
    (
      "anyOf",
      .array([
        .members([("type", .string("number"))]),
        .members([("enum", .array(["nan", "inf", "-inf"].map(JSON.string)))]),
      ])
    ),
  ])
}

extension JSONSchema {
  /// The keywords with their values, in the order in which they are read best.
  fileprivate var keywords: [(key: String, value: JSON)] {
    switch self {
    case .object(let properties):
      [
        ("type", .string("object")),
        ("properties", .members(properties.map { ($0.name, $0.json) })),
        ("required", .array(properties.map { .string($0.name) })),
        ("additionalProperties", .literal("false")),
      ]
    case .array(let element): [("type", .string("array")), ("items", .members(element.keywords))]
    case .number: [("$ref", .string("#/$defs/number"))]
    case .integer: [("type", .string("integer")), ("minimum", .integer(0))]
    case .string: [("type", .string("string"))]
    case .boolean: [("type", .string("boolean"))]
    case .null: [("type", .string("null"))]
    case .choice(let words): [("enum", .array(words.map(JSON.string)))]
    case .constant(let word): [("const", .string(word))]
    case .nullable(let schema):
      [("anyOf", .array([.members(schema.keywords), .members(JSONSchema.null.keywords)]))]
    case .alternatives(let schemas): [("anyOf", .array(schemas.map { .members($0.keywords) }))]
    }
  }
}

extension JSONSchema.Property {
  fileprivate var json: JSON {
    .members([("description", .string(description))] + schema.keywords)
  }
}
