import Formats
import Testing

@Suite("The tests' reader of JSON Schema")
struct SchemaValidatorTests {
  static let schema = """
    {
      "$schema": "https://json-schema.org/draft/2020-12/schema", "$id": "x", "title": "x", "description": "x",
      "type": "object",
      "properties": {
        "kind": { "const": "x" },
        "count": { "type": "integer", "minimum": 0 },
        "word": { "enum": ["a", "b"] },
        "cells": { "type": "array", "items": { "anyOf": [{ "$ref": "#/$defs/number" }, { "type": "null" }] } },
        "flag": { "type": "boolean" }
      },
      "required": ["kind", "count", "word", "cells", "flag"],
      "additionalProperties": false,
      "$defs": { "number": { "anyOf": [{ "type": "number" }, { "enum": ["nan"] }] } }
    }
    """

  private func violations(_ document: String) throws -> [String] {
    try SchemaValidator(schema: JSONValue(Self.schema)).violations(in: JSONValue(document))
  }

  @Test(
    "A document that fits is accepted",
    arguments: [
      #"{"kind":"x","count":0,"word":"a","cells":[],"flag":true}"#,
      #"{"kind":"x","count":3.0,"word":"b","cells":[1.5,null,"nan",-2],"flag":false}"#,
    ]
  )
  func accepted(document: String) throws {
    #expect(try violations(document) == [])
  }

  @Test(
    "A document that does not fit is refused, with the place",
    arguments: [
      (#"{"kind":"y","count":0,"word":"a","cells":[],"flag":true}"#, ["/kind: is not the constant"]),
      (#"{"kind":"x","count":1.5,"word":"a","cells":[],"flag":true}"#, ["/count: is no integer"]),
      (#"{"kind":"x","count":-1,"word":"a","cells":[],"flag":true}"#, ["/count: is too small"]),
      (
        #"{"kind":"x","count":"1","word":"a","cells":[],"flag":true}"#,
        ["/count: is no integer"]
      ),
      (
        #"{"kind":"x","count":true,"word":"a","cells":[],"flag":1}"#,
        ["/count: is too small", "/count: is no integer", "/flag: is no boolean"]
      ),
      (#"{"kind":"x","count":0,"word":"c","cells":[],"flag":true}"#, ["/word: is none of the choices"]),
      (
        #"{"kind":"x","count":0,"word":"a","cells":[1,"inf",[]],"flag":true}"#,
        ["/cells/1: is none of the alternatives", "/cells/2: is none of the alternatives"]
      ),
      (#"{"kind":"x","count":0,"word":"a","cells":{},"flag":true}"#, ["/cells: is no array"]),
      (#"{"kind":"x","count":0,"word":"a","cells":null,"flag":true}"#, ["/cells: is no array"]),
      (#"{"kind":"x","count":0,"word":"a","cells":[]}"#, [": lacks flag"]),
      (#"{"kind":"x","count":0,"word":"a","cells":[],"flag":true,"more":1}"#, [": has more besides"]),
      ("[]", [": is no object"]), ("null", [": is no object"]),
    ] as [(String, [String])]
  )
  func refused(document: String, expected: [String]) throws {
    #expect(try violations(document) == expected)
  }

  @Test("A schema with a keyword that is not understood accepts nothing")
  func unknownKeyword() throws {
    let validator = try SchemaValidator(schema: JSONValue(#"{"type":"number","maximum":3}"#))
    #expect(try validator.violations(in: JSONValue("1")) == [": the schema has the unknown keyword maximum"])
    let dangling = try SchemaValidator(schema: JSONValue(##"{"$ref":"#/$defs/none"}"##))
    #expect(try dangling.violations(in: JSONValue("1")) != [])
  }
}
